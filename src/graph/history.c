/*
 * The revisions of a range, "start:end".
 *
 * To Alembic a range is an upgrade from its start to its end, with the start
 * in the place of the rows.  That is why ":+2" counts from the start, and why
 * the messages speak of requested revisions.
 */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/order.h"
#include "graph/resolve.h"
#include "graph/target.h"

/* One end of a range: a symbol, or the rows of the version table. */
struct end {
    const char *symbol;      /* NULL: the rows */
    const char *const *rows; /* what stands there, as Alembic passes it on: [symbol] or the rows */
    const char *shown;       /* for messages */
};

struct range {
    struct end start, end;
};

/* ('a',) or ('a', 'b'): the rows as Alembic shows them in messages, a tuple of Python. */
static char *show_rows(TALLOC_CTX *mem, const char *const *rows)
{
    return mem_printf(mem, "('%s'%s)", strings_join(mem, rows, "', '"),
                      strings_count(rows) == 1 ? "," : "");
}

static struct end symbol_end(TALLOC_CTX *mem, const char *symbol)
{
    const char **list = mem_array(mem, const char *, 2);

    list[0] = symbol;
    return (struct end){.symbol = symbol, .rows = list, .shown = symbol};
}

/* The rows as an end; without any, what an empty end stands for. */
static struct end rows_end(TALLOC_CTX *mem, const char *const *rows, const char *none)
{
    if (!rows || !*rows)
        return symbol_end(mem, none);
    return (struct end){.rows = rows, .shown = show_rows(mem, rows)};
}

static bool malformed(struct error *err)
{
    return error_set(err, ERROR_INVALID,
                     "History range requires [start]:[end], [start]:, or :[end]");
}

static bool parse_range(TALLOC_CTX *mem, const char *text, const char *const *rows,
                        struct range *range, struct error *err)
{
    static const char spaces[] = " \t\n\r\f\v";
    size_t length;
    char *start, *end;

    text += strspn(text, spaces);
    length = strlen(text);
    while (length > 0 && strchr(spaces, text[length - 1]))
        length--;
    start = mem_strndup(mem, text, length);
    end = strchr(start, ':');
    if (!end || strchr(end + 1, ':'))
        return malformed(err);
    *end++ = '\0';
    range->start = symbol_end(mem, *start ? start : "base");
    range->end = symbol_end(mem, *end ? end : "heads");
    /*
     * Only one end can be the rows: where both say so, Alembic looks for an id
     * "current", and says that there is none.
     */
    if (strcmp(end, "current") == 0)
        range->end = rows_end(mem, rows, "heads");
    else if (strcmp(start, "current") == 0)
        range->start = rows_end(mem, rows, "base");
    return true;
}

/* Keep the targets of the branch that the start names: "branch@base:". */
static bool keep_branch(TALLOC_CTX *mem, const struct lookup *lookup, const char *branch,
                        struct revlist **targets)
{
    const struct revision *r;
    struct revlist *kept = revlist_new(mem);
    struct revset *lineage;

    if (!symbol_resolve_one(lookup, branch, &r))
        return false;
    if (r && strcmp(r->id, branch) == 0) {
        const char *const *labels = node_of(r)->labels;

        if (strings_count(labels) != 1) {
            /* An id has to stand for one label; Alembic breaks when it has none or several. */
            lineage = symbol_lineage(mem, lookup, branch, false);
            *targets = lineage ? revlist_filter(mem, (*targets)->items, lineage) : NULL;
            return lineage != NULL;
        }
        branch = labels[0];
    }
    for (size_t i = 0; i < (*targets)->n; i++) {
        if (strings_have(node_of((*targets)->items[i])->labels, branch))
            revlist_add(kept, (*targets)->items[i]);
    }
    *targets = kept;
    return true;
}

static struct revlist *find_targets(TALLOC_CTX *mem, const struct lookup *lookup,
                                    const struct range *range)
{
    struct revlist *targets = revlist_new(mem);
    const char *at = range->start.symbol ? strchr(range->start.symbol, '@') : NULL;

    if (range->end.symbol ? !target_up(lookup, range->end.symbol, range->start.rows, false, targets)
                          : !symbol_resolve_all(lookup, range->end.rows, targets))
        return NULL;
    if (at &&
        !keep_branch(mem, lookup,
                     mem_strndup(mem, range->start.symbol, (size_t)(at - range->start.symbol)),
                     &targets))
        return NULL;
    return targets;
}

static bool not_along_a_branch(const struct lookup *lookup, const struct range *range)
{
    return error_set(lookup->err, ERROR_CONFLICT,
                     "Requested range %s:%s does not refer to ancestor/descendant revisions along "
                     "the same branch",
                     range->start.shown, range->end.shown);
}

/* The start is farther down than the heads are high: look at it from the range's end. */
static bool find_low_start(const struct lookup *lookup, const struct range *range,
                           struct revlist *start)
{
    MEM_SCRATCH(scratch);
    struct target target;

    if (!target_down(scratch, lookup, range->start.symbol, range->end.rows, false, &target,
                     strlist_new(scratch)))
        return false;
    if (target.place.kind == PLACE_REVISION)
        revlist_add(start, target.place.revision);
    return true;
}

/* The revisions that the range starts with; none for "base". */
static bool find_symbol_start(const struct lookup *lookup, const struct range *range,
                              const struct revset *required, struct revlist *start)
{
    MEM_SCRATCH(scratch);
    size_t n;
    struct place *places = symbol_places(scratch, lookup, range->start.symbol, &n);

    for (size_t i = 0; places && i < n; i++) {
        if (places[i].kind == PLACE_BASE ||
            (places[i].kind == PLACE_REVISION && !revset_has(required, places[i].revision)))
            return not_along_a_branch(lookup, range);
    }
    if (places && n > 0 && places[0].kind == PLACE_OUTSIDE)
        return find_low_start(lookup, range, start);
    for (size_t i = 0; places && i < n; i++) {
        if (places[i].kind == PLACE_OUTSIDE)
            return not_along_a_branch(lookup, range);
        revlist_add(start, places[i].revision);
    }
    return places != NULL;
}

static bool find_start(const struct lookup *lookup, const struct range *range,
                       const struct revset *required, struct revlist *start)
{
    if (range->start.symbol)
        return find_symbol_start(lookup, range, required, start);
    if (!symbol_resolve_all(lookup, range->start.rows, start))
        return false;
    for (size_t i = 0; i < start->n; i++) {
        if (!revset_has(required, start->items[i]))
            return not_along_a_branch(lookup, range);
    }
    return true;
}

/*
 * What is 'required', from 'start' on: itself and what builds on it.  What is
 * only there because something depends on it began elsewhere; it is left out
 * as soon as there is a start.
 */
static struct revset *from_start(TALLOC_CTX *mem, const struct graph *graph,
                                 const struct revset *required, const struct revlist *start)
{
    MEM_SCRATCH(scratch);
    struct revset *set = revset_new(mem, graph);
    struct revset *before = revset_from(scratch, graph, start->items, links_needs);
    struct revset *behind = revset_from(scratch, graph, start->items, links_next);

    for (size_t i = 0; i < required->n; i++) {
        const struct revision *r = required->items[i];

        if (!revset_has(before, r) && (!start->n || revset_has(behind, r)))
            revset_add(set, r);
    }
    revset_add_all(set, start->items);
    return set;
}

revisions_t graph_history(TALLOC_CTX *mem, const struct graph *graph, const char *text,
                          const char *const *rows, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct range range = {.start = {.symbol = NULL}};
    struct lookup lookup = {.graph = graph, .err = err};
    struct revlist *targets, *start = revlist_new(scratch);
    struct revset *required;

    if (!parse_range(scratch, text ? text : ":", rows, &range, err))
        return NULL;
    lookup.typed = range.end.shown;
    targets = find_targets(scratch, &lookup, &range);
    if (!targets || !revset_check_overlap(graph, targets->items, links_needs, err))
        return NULL;
    required = revset_from(scratch, graph, targets->items, links_needs);
    if (!find_start(&lookup, &range, required, start) ||
        !revset_check_overlap(graph, start->items, links_needs, err) ||
        !revset_check_overlap(graph, start->items, links_next, err))
        return NULL;
    return order_newest_first(mem, graph, from_start(scratch, graph, required, start),
                              targets->items);
}
