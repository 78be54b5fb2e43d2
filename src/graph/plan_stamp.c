#include "base/error.h"
#include "base/mem.h"
#include "graph/draft.h"
#include "graph/plan.h"

struct stamp {
    const struct graph *graph;
    struct draft *draft;
    revisions_t kin; /* the rows that have to do with one of the targets */
    struct error *err;
};

/*
 * The rows that are above or below one of the targets, dependencies counted,
 * each once.  A stamp replaces those; the rows of other branches stay.
 */
static struct revlist *find_kin(TALLOC_CTX *mem, const struct lookup *lookup,
                                const char *const *targets, const struct revlist *current)
{
    MEM_SCRATCH(scratch);
    struct revlist *kin = revlist_new(scratch);
    struct revset *once = revset_new(scratch, lookup->graph);

    for (; *targets; targets++) {
        struct revset *lineage;

        if (!symbol_check_heads(lookup, *targets))
            return NULL;
        /* Without rows ids are not looked up here, as in Alembic: "-1" gets its chance later. */
        if (!current->n)
            continue;
        lineage = symbol_lineage(scratch, lookup, *targets, true);
        if (!lineage)
            return NULL;
        for (size_t i = 0; i < current->n; i++) {
            if (revset_has(lineage, current->items[i]) && revset_add(once, current->items[i]))
                revlist_add(kin, current->items[i]);
        }
        talloc_free(lineage);
    }
    return talloc_steal(mem, kin);
}

/* The ids of 'list', kept by the plan. */
static const char *const *ids_of(struct draft *draft, revisions_t list, size_t n)
{
    const char **ids = mem_array(draft->plan, const char *, n + 1);

    for (size_t i = 0; i < n; i++)
        ids[i] = list[i]->id;
    return ids;
}

static size_t count(revisions_t list)
{
    size_t n = 0;

    while (list[n])
        n++;
    return n;
}

static void add_step(const struct stamp *stamp, revisions_t from, const struct revision *to)
{
    draft_add(stamp->draft, (struct graph_step){.direction = GRAPH_STAMP,
                                                .from = ids_of(stamp->draft, from, count(from)),
                                                .to = ids_of(stamp->draft, &to, to != NULL)});
}

/* A step for each row: Alembic logs it so. */
static bool stamp_base(const struct stamp *stamp)
{
    for (revisions_t r = stamp->kin; *r; r++) {
        const struct revision *from[] = {*r, NULL};

        if (!rows_move(stamp->draft->rows, from, NULL, stamp->err))
            return false;
        add_step(stamp, from, NULL);
    }
    return true;
}

static bool is_in(revisions_t list, const struct revision *r)
{
    while (*list && *list != r)
        list++;
    return *list != NULL;
}

/* Is there one of 'list' that 'links' reach from 'r'? */
static bool reaches(const struct graph *graph, const struct revision *r, revision_links *links,
                    revisions_t list)
{
    MEM_SCRATCH(scratch);
    const struct revision *from[] = {r, NULL};

    return *revlist_filter(scratch, list, revset_from(scratch, graph, from, links))->items != NULL;
}

static bool all_are_rows(const struct rows *rows, revisions_t list)
{
    while (*list && rows_have(rows, *list))
        list++;
    return *list == NULL;
}

/* The rows 'from' become 'to'.  Going up, what an earlier target took already stays with it. */
static bool move(const struct stamp *stamp, revisions_t from, const struct revision *to, bool up)
{
    static const struct revision *const none[] = {NULL};
    struct rows *rows = stamp->draft->rows;

    if (rows_have(rows, to)) {
        error_set(stamp->err, ERROR_CONFLICT, "revision \"%s\" would be stamped twice", to->id);
        return error_hint(stamp->err, "Name it once.");
    }
    if (!rows_move(rows, up && !all_are_rows(rows, from) ? none : from, to, stamp->err))
        return false;
    add_step(stamp, from, to);
    return true;
}

/* Up or down?  Alembic breaks off with an assertion. */
static bool on_both_sides(const struct stamp *stamp, const struct revision *to)
{
    error_set(stamp->err, ERROR_CONFLICT, "there are rows above and below revision \"%s\"", to->id);
    return error_hint(stamp->err, "Empty the version table first: stamp --purge.");
}

static bool stamp_revision(const struct stamp *stamp, const struct revision *to)
{
    static const struct revision *const none[] = {NULL};
    bool down, up;

    if (is_in(stamp->kin, to))
        return true;
    down = reaches(stamp->graph, to, links_all_next, stamp->kin);
    up = reaches(stamp->graph, to, links_needs, stamp->kin);
    if (down && up)
        return on_both_sides(stamp, to);
    return move(stamp, down || up ? stamp->kin : none, to, !down);
}

struct graph_plan *graph_plan_stamp(TALLOC_CTX *mem, const struct graph *graph,
                                    const char *const *targets, const char *const *rows,
                                    struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct lookup lookup = {
        .graph = graph,
        .err = err,
        .multiple_heads = "Multiple heads are present; please specify a single target revision"};
    struct revlist *current = revlist_new(scratch), *wanted = revlist_new(scratch), *kin;
    struct stamp stamp = {.graph = graph, .err = err};

    if (!draft_find_rows(&lookup, rows, current) ||
        !(kin = find_kin(scratch, &lookup, targets, current)) ||
        !symbol_resolve_all(&lookup, targets, wanted))
        return NULL;
    stamp.kin = kin->items;
    stamp.draft = draft_new(scratch, graph, rows, current);
    if (!wanted->n && !stamp_base(&stamp))
        return NULL;
    for (size_t i = 0; i < wanted->n; i++) {
        if (!stamp_revision(&stamp, wanted->items[i]))
            return NULL;
    }
    return draft_finish(mem, stamp.draft, NULL);
}
