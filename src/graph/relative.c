#include "graph/relative.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What Python's \w takes; letters outside of ASCII are not told from other such characters. */
static bool is_word(char c)
{
    return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* Numbers too large for a long mean as much as the largest; labs() cannot take the smallest. */
static long number(const char *text)
{
    long value = strtol(text, NULL, 10);

    return value == LONG_MIN ? -LONG_MAX : value;
}

/* "[symbol](+N|-N)" at 'text'. */
static bool parse_tail(TALLOC_CTX *mem, const char *text, struct relative *relative)
{
    const char *sign = text, *end;

    while (is_word(*sign))
        sign++;
    if ((*sign != '+' && *sign != '-') || !is_digit(sign[1]))
        return false;
    for (end = sign + 1; is_digit(*end); end++)
        ;
    if (sign > text)
        relative->symbol = mem_strndup(mem, text, (size_t)(sign - text));
    relative->typed = mem_strndup(mem, sign, (size_t)(end - sign));
    relative->steps = number(relative->typed);
    return true;
}

/*
 * As Alembic's regular expression finds it, (.+?)@ first: the shortest branch
 * whose rest fits, on one line, as a dot takes no line end.
 */
bool relative_parse(TALLOC_CTX *mem, const char *text, struct relative *relative)
{
    *relative = (struct relative){.branch = NULL};
    for (const char *at = text; *at && *at != '\n'; at++) {
        if (at == text || *at != '@' || !parse_tail(mem, at + 1, relative))
            continue;
        relative->branch = mem_strndup(mem, text, (size_t)(at - text));
        return true;
    }
    return parse_tail(mem, text, relative);
}

bool relative_too_far(const struct lookup *lookup, const struct relative *relative, bool plain)
{
    MEM_SCRATCH(scratch);
    const char *digits = relative->typed + 1;
    const char *shown = relative->typed;

    while (*digits == '0' && digits[1])
        digits++;
    if (plain)
        shown = mem_printf(scratch, "%s%s", relative->steps < 0 ? "-" : "", digits);
    return error_set(lookup->err, ERROR_NOT_FOUND,
                     "Relative revision %s didn't produce %s migrations", shown, digits);
}

struct walk {
    const struct lookup *lookup;
    bool up;
    const char *branch;     /* that chooses among children, or NULL */
    struct revset *lineage; /* of the branch, once there was something to choose from */
    struct place place;
};

static revisions_t all_ways(const struct walk *walk)
{
    static const struct revision *const none[] = {NULL};
    const struct graph *graph = walk->lookup->graph;

    if (walk->place.kind == PLACE_BASE)
        return none;
    if (walk->place.kind == PLACE_OUTSIDE)
        return walk->up ? graph->bases : graph->heads;
    return walk->up ? node_of(walk->place.revision)->next : node_of(walk->place.revision)->down;
}

/*
 * The ways that lead on; more than one is a fork.  NULL after an error.  A
 * branch chooses among children only: going down, a merge stays ambiguous.
 */
static revisions_t ways_on(TALLOC_CTX *mem, struct walk *walk)
{
    revisions_t ways = all_ways(walk);

    if (!walk->up || !walk->branch || !*ways)
        return ways;
    if (!walk->lineage)
        walk->lineage = symbol_lineage(mem, walk->lookup, walk->branch, false);
    return walk->lineage ? revlist_filter(mem, ways, walk->lineage)->items : NULL;
}

static bool fork_in_walk(const struct walk *walk, revisions_t ways)
{
    struct error *err = walk->lookup->err;
    const struct place *place = &walk->place;
    MEM_SCRATCH(scratch);
    struct strlist *ids = strlist_new(scratch);

    for (; *ways; ways++)
        strlist_add(ids, (*ways)->id);
    error_set(err, ERROR_CONFLICT, "Ambiguous walk");
    error_detail(err, "From %s the walk could go to %s.",
                 place->kind == PLACE_REVISION ? place->revision->id : "the start",
                 strlist_join(scratch, ids, " or "));
    return error_hint(err, "Name the revision to go to, or a branch: branch@+1.");
}

/* One step; '*end' when the graph ends here.  Below the first revision there is still "base". */
static bool step(TALLOC_CTX *mem, struct walk *walk, bool *end)
{
    revisions_t ways = ways_on(mem, walk);

    if (!ways)
        return false;
    *end = !*ways && (walk->up || walk->place.kind == PLACE_BASE);
    if (*ways && ways[1])
        return fork_in_walk(walk, ways);
    if (*ways)
        walk->place = (struct place){PLACE_REVISION, *ways};
    else if (!*end)
        walk->place = (struct place){PLACE_BASE, NULL};
    return true;
}

bool relative_walk(const struct lookup *lookup, const struct revision *start, long steps,
                   const char *branch, bool strict, struct place *place)
{
    MEM_SCRATCH(scratch);
    struct walk walk = {
        .lookup = lookup,
        .up = steps > 0,
        .branch = branch,
        .place = {start ? PLACE_REVISION : PLACE_OUTSIDE, start},
    };
    bool end = false;

    /* The number is the user's: a walk of 10^18 steps ends where the graph does. */
    for (long left = labs(steps); left > 0 && !end; left--) {
        if (!step(scratch, &walk, &end))
            return false;
    }
    *place = end && strict ? (struct place){PLACE_OUTSIDE, NULL} : walk.place;
    return true;
}

bool relative_is_below(const char *text, long *steps)
{
    const char *digit = text + 1;

    if (*text != '-' || !is_digit(*digit))
        return false;
    while (is_digit(*digit))
        digit++;
    *steps = number(text);
    return !*digit && *steps < 0;
}

struct place *relative_below_heads(TALLOC_CTX *mem, const struct lookup *lookup, const char *branch,
                                   long steps, size_t *n)
{
    MEM_SCRATCH(scratch);
    struct place *places = mem_array(scratch, struct place, lookup->graph->n);

    *n = 0;
    for (revisions_t head = lookup->graph->real_heads; *head; head++) {
        if (branch && !strings_have(node_of(*head)->labels, branch))
            continue;
        if (!relative_walk(lookup, *head, steps, NULL, true, &places[(*n)++]))
            return NULL;
    }
    return talloc_steal(mem, places);
}
