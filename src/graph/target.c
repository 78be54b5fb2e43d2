#include "graph/target.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"

/* Those of 'list' that no other of them leads to. */
static struct revlist *tips_of(TALLOC_CTX *mem, const struct graph *graph, revisions_t list,
                               revision_links *links)
{
    MEM_SCRATCH(scratch);
    struct revset *below = revset_new(scratch, graph);
    struct revlist *tips = revlist_new(mem);

    for (revisions_t r = list; *r; r++)
        revset_add_all(below, links(node_of(*r)));
    for (revisions_t r = list; *r; r++) {
        if (!revset_has(below, *r))
            revlist_add(tips, *r);
    }
    return tips;
}

/* What is applied when the rows are 'rows', dependencies included; NULL after an error. */
static struct revset *applied(TALLOC_CTX *mem, const struct lookup *lookup, const char *const *rows)
{
    MEM_SCRATCH(scratch);
    struct revlist *list = revlist_new(scratch);

    if (!symbol_resolve_all(lookup, rows, list)) {
        symbol_explain_row(lookup->err);
        return NULL;
    }
    return revset_from(mem, lookup->graph, list->items, links_needs);
}

struct revlist *target_tips(TALLOC_CTX *mem, const struct lookup *lookup, const char *const *rows)
{
    MEM_SCRATCH(scratch);
    struct revset *set = applied(scratch, lookup, rows);

    return set ? tips_of(mem, lookup->graph, set->items, links_down) : NULL;
}

/*
 * The rows of 'branch'; if there are none, the tips of what is applied of it:
 * a branch that another one depends on has no row of its own.
 */
static struct revlist *starts_on_branch(TALLOC_CTX *mem, const struct lookup *lookup,
                                        const char *branch, const char *const *rows)
{
    MEM_SCRATCH(scratch);
    struct revlist *list = revlist_new(scratch);
    struct revset *lineage, *set;
    struct revlist *starts;

    if (!symbol_resolve_all(lookup, rows, list) ||
        !(lineage = symbol_lineage(scratch, lookup, branch, false)))
        return NULL;
    starts = revlist_filter(mem, list->items, lineage);
    if (starts->n)
        return starts;
    set = revset_from(scratch, lookup->graph, list->items, links_needs);
    list = revlist_filter(scratch, set->items, lineage);
    return tips_of(mem, lookup->graph, list->items, links_needs);
}

static bool several_starts(const struct lookup *lookup)
{
    error_set(lookup->err, ERROR_CONFLICT, "Ambiguous upgrade from multiple current revisions");
    return error_hint(lookup->err, "Say which branch is meant: branch@+1.");
}

/* Where "+N" and "branch@+N" start; '*start' is NULL for before all bases. */
static bool find_start(const struct lookup *lookup, const char *branch, const char *const *rows,
                       const struct revision **start)
{
    MEM_SCRATCH(scratch);
    struct revlist *list;

    *start = NULL;
    if (!branch)
        return strings_count(rows) > 1 ? several_starts(lookup)
                                       : !*rows || symbol_resolve_one(lookup, *rows, start);
    list = starts_on_branch(scratch, lookup, branch, rows);
    if (!list)
        return false;
    if (list->n > 1)
        return several_starts(lookup);
    *start = list->items[0];
    return true;
}

static bool walk_up(const struct lookup *lookup, const struct relative *to, const char *const *rows,
                    bool strict, struct place *place)
{
    const struct revision *start;

    if (to->symbol ? !symbol_resolve_one(lookup, to->symbol, &start)
                   : !find_start(lookup, to->branch, rows, &start))
        return false;
    return relative_walk(lookup, start, to->steps, to->branch, strict, place);
}

/* The revision of "[branch@]symbol". */
static bool start_on_branch(const struct lookup *lookup, const char *branch, const char *symbol,
                            const struct revision **start)
{
    MEM_SCRATCH(scratch);

    if (branch)
        symbol = mem_printf(scratch, "%s@%s", branch, symbol);
    return symbol_resolve_one(lookup, symbol, start);
}

bool target_up(const struct lookup *lookup, const char *target, const char *const *rows,
               bool strict, struct revlist *list)
{
    MEM_SCRATCH(scratch);
    struct relative to;
    struct place place;
    const struct revision *start;

    if (!relative_parse(scratch, target, &to))
        return symbol_resolve(lookup, target, list);
    if (to.steps > 0) {
        if (!walk_up(lookup, &to, rows, strict, &place))
            return false;
    } else if (!to.symbol) {
        return relative_too_far(lookup, &to, true);
    } else if (!start_on_branch(lookup, to.branch, to.symbol, &start) ||
               !relative_walk(lookup, start, to.steps, NULL, strict, &place)) {
        return false;
    }
    if (place.kind != PLACE_REVISION)
        return relative_too_far(lookup, &to, false);
    revlist_add(list, place.revision);
    return true;
}

/* A row that is there twice, by hand, is still one answer. */
static bool ambiguous_rows(const char *const *rows)
{
    const char *first = *rows;

    while (*rows && strcmp(*rows, first) == 0)
        rows++;
    return *rows != NULL;
}

/* The rows themselves, each once; unlike symbols they are ids even when they read "heads". */
static struct revlist *row_revisions(TALLOC_CTX *mem, const struct lookup *lookup,
                                     const char *const *rows)
{
    MEM_SCRATCH(scratch);
    struct revlist *list = revlist_new(scratch);
    struct revset *once = revset_new(scratch, lookup->graph);

    for (const char *const *row = rows; *row; row++) {
        const struct revision *r = symbol_ident(lookup, *row);

        if (!r)
            return NULL;
        if (revset_add(once, r))
            revlist_add(list, r);
    }
    return talloc_steal(mem, list);
}

/* The row that "branch@-N" starts from, or else the applied tip on that branch. */
static const struct revision *row_on_branch(const struct lookup *lookup, const struct relative *to,
                                            const char *const *rows)
{
    MEM_SCRATCH(scratch);
    struct revlist *list, *kin;
    struct revset *lineage;

    /* The first row, the branch, the other rows: the order decides what is not found. */
    if ((*rows && !symbol_ident(lookup, *rows)) ||
        !(lineage = symbol_lineage(scratch, lookup, to->branch, false)) ||
        !(list = row_revisions(scratch, lookup, rows)))
        return NULL;
    kin = revlist_filter(scratch, list->items, lineage);
    if (!kin->n) {
        list = target_tips(scratch, lookup, rows);
        kin = list ? revlist_filter(scratch, list->items, lineage) : kin;
    }
    if (!kin->n) {
        relative_too_far(lookup, to, false);
        error_detail(lookup->err, "Nothing of branch \"%s\" is applied.", to->branch);
    } else if (kin->n > 1) {
        error_set(lookup->err, ERROR_CONFLICT, "Ambiguous walk");
        error_hint(lookup->err, "Several rows are on branch \"%s\": name a revision to go to.",
                   to->branch);
    }
    return kin->n == 1 ? kin->items[0] : NULL;
}

/* Where "-N" and "branch@-N" start; "-N" takes the first row, and its branch for its own. */
static const char *find_row(const struct lookup *lookup, struct relative *to,
                            const char *const *rows, struct strlist *warnings)
{
    const struct revision *r;

    if (to->branch) {
        r = row_on_branch(lookup, to, rows);
        return r ? r->id : NULL;
    }
    if (!*rows) {
        relative_too_far(lookup, to, false);
        error_detail(lookup->err, "Nothing is applied.");
        return NULL;
    }
    if (ambiguous_rows(rows))
        strlist_add(warnings, "downgrade -1 from multiple heads is ambiguous; this usage will be "
                              "disallowed in a future release.");
    to->branch = rows[0];
    return rows[0];
}

static bool walked_too_far(const struct lookup *lookup)
{
    return error_set(lookup->err, ERROR_NOT_FOUND, "Walked too far");
}

/* "[branch@]symbol+N". */
static bool up_from_symbol(const struct lookup *lookup, const struct relative *to, bool strict,
                           struct place *place)
{
    const struct revision *start;

    if (!to->symbol)
        return relative_too_far(lookup, to, false);
    return symbol_resolve_one(lookup, to->symbol, &start) &&
           relative_walk(lookup, start, to->steps, to->branch, strict, place) &&
           (place->kind != PLACE_OUTSIDE || walked_too_far(lookup));
}

/* "[branch@][symbol]-N". */
static bool down_from(const struct lookup *lookup, struct relative *to, const char *const *rows,
                      bool strict, struct place *place, struct strlist *warnings)
{
    const struct revision *start;
    const char *symbol = to->symbol ? to->symbol : find_row(lookup, to, rows, warnings);

    if (!symbol || !start_on_branch(lookup, to->branch, symbol, &start) ||
        !relative_walk(lookup, start, to->steps, NULL, strict, place))
        return false;
    if (place->kind != PLACE_OUTSIDE)
        return true;
    return to->symbol ? walked_too_far(lookup) : relative_too_far(lookup, to, false);
}

/* The branch is not looked up here, in Alembic neither: find_roots() chooses by it. */
static bool absolute(TALLOC_CTX *mem, const struct lookup *lookup, const char *target,
                     struct target *result)
{
    const char *at = strrchr(target, '@');
    const struct revision *r;

    if (at && at > target)
        result->branch = mem_strndup(mem, target, (size_t)(at - target));
    if (!symbol_resolve_one(lookup, at ? at + 1 : target, &r))
        return false;
    result->place = (struct place){r ? PLACE_REVISION : PLACE_BASE, r};
    return true;
}

bool target_down(TALLOC_CTX *mem, const struct lookup *lookup, const char *target,
                 const char *const *rows, bool strict, struct target *result,
                 struct strlist *warnings)
{
    struct relative to;
    bool ok;

    *result = (struct target){.branch = NULL};
    if (!relative_parse(mem, target, &to))
        return absolute(mem, lookup, target, result);
    ok = to.steps >= 0 ? up_from_symbol(lookup, &to, strict, &result->place)
                       : down_from(lookup, &to, rows, strict, &result->place, warnings);
    result->branch = to.branch;
    return ok;
}
