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

/* Numbers too large for a long mean as much as the largest. */
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

/* The ways that lead on from 'place', NULL-terminated; more than one is a fork. */
static revisions_t ways_on(TALLOC_CTX *mem, const struct graph *graph, const struct place *place,
                           bool up, const struct revset *lineage)
{
    static const struct revision *const none[] = {NULL};
    revisions_t ways;

    if (place->kind == PLACE_BASE)
        return none;
    if (place->kind == PLACE_OUTSIDE)
        ways = up ? graph->bases : graph->heads;
    else
        ways = up ? node_of(place->revision)->next : node_of(place->revision)->down;
    return up && lineage ? revlist_filter(mem, ways, lineage)->items : ways;
}

static bool fork_in_walk(const struct lookup *lookup, const struct place *place, revisions_t ways)
{
    MEM_SCRATCH(scratch);
    struct strlist *ids = strlist_new(scratch);

    for (; *ways; ways++)
        strlist_add(ids, (*ways)->id);
    error_set(lookup->err, ERROR_CONFLICT, "Ambiguous walk");
    error_detail(lookup->err, "From %s the walk could go to %s.",
                 place->kind == PLACE_REVISION ? place->revision->id : "the start",
                 strlist_join(scratch, ids, " or "));
    return error_hint(lookup->err, "Name the revision to go to, or a branch: branch@+1.");
}

/* One step; '*end' when the graph ends here. */
static bool step(const struct lookup *lookup, bool up, const struct revset *lineage,
                 struct place *place, bool *end)
{
    MEM_SCRATCH(scratch);
    revisions_t ways = ways_on(scratch, lookup->graph, place, up, lineage);

    *end = !*ways;
    if (*ways && ways[1])
        return fork_in_walk(lookup, place, ways);
    if (*ways)
        *place = (struct place){PLACE_REVISION, *ways};
    if (!*ways && !up && place->kind != PLACE_BASE) {
        *place = (struct place){PLACE_BASE, NULL};
        *end = false;
    }
    return true;
}

bool relative_walk(const struct lookup *lookup, const struct revision *start, long steps,
                   const char *branch, bool strict, struct place *place)
{
    MEM_SCRATCH(scratch);
    struct revset *lineage = NULL;
    bool up = steps > 0, end = false;

    *place = (struct place){start ? PLACE_REVISION : PLACE_OUTSIDE, start};
    if (up && branch && !(lineage = symbol_lineage(scratch, lookup, branch, false)))
        return false;
    for (long left = labs(steps); left > 0 && !end; left--) {
        if (!step(lookup, up, lineage, place, &end))
            return false;
    }
    if (end && strict)
        *place = (struct place){PLACE_OUTSIDE, NULL};
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
