#include "graph/rows.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"

/*
 * The rules are those of Alembic's HeadMaintainer, row by row and statement by
 * statement: its own runs before and after ours must find what they would have
 * left.  Where it collects the ancestors of all rows anew at every step, a
 * search goes up from the few revisions in question, through applied ones.
 */
struct rows {
    bool *is_row;          /* by index */
    size_t n_rows;         /* how many are */
    bool *is_odd;          /* by index: a row means it, but has another text */
    struct strlist *odd;   /* those texts */
    bool *applied;         /* by index */
    size_t *seen, *marked; /* by index: the last search that came by; the last set of marks */
    size_t search, marks;
    const struct revision **stack;
    const struct graph *graph;
    struct graph_row_change *changes;
    size_t n, size;
};

static size_t index_of(const struct revision *r)
{
    return node_of(r)->index;
}

/*
 * To Alembic a row is its text: one that names its revision in another way
 * makes it count as applied, and is never moved.
 */
static void add_row(struct rows *rows, const char *name, const struct revision *r)
{
    if (strcmp(name, r->id) != 0) {
        rows->is_odd[index_of(r)] = true;
        if (!strlist_has(rows->odd, name))
            strlist_add(rows->odd, name);
        return;
    }
    rows->n_rows += !rows->is_row[index_of(r)];
    rows->is_row[index_of(r)] = true;
}

struct rows *rows_new(TALLOC_CTX *mem, const struct graph *graph, const char *const *names,
                      revisions_t revisions)
{
    MEM_SCRATCH(scratch);
    struct rows *rows = mem_new(mem, struct rows);
    struct revset *applied = revset_from(scratch, graph, revisions, links_needs);

    rows->graph = graph;
    rows->is_row = mem_array(rows, bool, graph->n);
    rows->is_odd = mem_array(rows, bool, graph->n);
    rows->applied = talloc_steal(rows, applied->has);
    rows->seen = mem_array(rows, size_t, graph->n);
    rows->marked = mem_array(rows, size_t, graph->n);
    rows->stack = mem_array(rows, const struct revision *, graph->n);
    rows->odd = strlist_new(rows);
    for (; *names && *revisions; names++, revisions++)
        add_row(rows, *names, *revisions);
    return rows;
}

static void change(struct rows *rows, enum graph_row_kind kind, const struct revision *from,
                   const struct revision *to)
{
    if (rows->n == rows->size) {
        rows->size = rows->size ? rows->size * 2 : 16;
        rows->changes = mem_resize(rows, rows->changes, rows->size);
    }
    rows->changes[rows->n++] = (struct graph_row_change){
        .kind = kind, .from = from ? from->id : NULL, .to = to ? to->id : NULL};
    if (from)
        rows->is_row[index_of(from)] = false;
    if (to)
        rows->is_row[index_of(to)] = true;
    rows->n_rows += (to != NULL);
    rows->n_rows -= (from != NULL);
}

static void insert(struct rows *rows, const struct revision *to)
{
    change(rows, GRAPH_ROW_INSERT, NULL, to);
}

static void update(struct rows *rows, const struct revision *from, const struct revision *to)
{
    change(rows, GRAPH_ROW_UPDATE, from, to);
}

static void drop(struct rows *rows, const struct revision *from)
{
    change(rows, GRAPH_ROW_DELETE, from, NULL);
}

static void mark(struct rows *rows, revisions_t list)
{
    rows->marks++;
    for (; *list; list++)
        rows->marked[index_of(*list)] = rows->marks;
}

static bool is_marked(const struct rows *rows, const struct revision *r)
{
    return rows->marked[index_of(r)] == rows->marks;
}

/* What a search upwards looks for. */
typedef bool row_test(const struct rows *rows, const struct revision *r);

static bool is_other_row(const struct rows *rows, const struct revision *r)
{
    size_t i = index_of(r);

    return rows->is_odd[i] || (rows->is_row[i] && !is_marked(rows, r));
}

/* Does 'test' hold for something applied above 'r'? */
static bool has_above(struct rows *rows, const struct revision *r, row_test *test)
{
    size_t n = 0;

    rows->search++;
    rows->stack[n++] = r;
    while (n > 0) {
        for (revisions_t up = node_of(rows->stack[--n])->all_next; *up; up++) {
            size_t i = index_of(*up);

            if (!rows->applied[i] || rows->seen[i] == rows->search)
                continue;
            if (test(rows, *up))
                return true;
            rows->seen[i] = rows->search;
            rows->stack[n++] = *up;
        }
    }
    return false;
}

/* Is 'r' a row, or applied through one, other than the marked ones? */
static bool is_covered(struct rows *rows, const struct revision *r)
{
    return is_other_row(rows, r) || has_above(rows, r, is_other_row);
}

/* Those of 'list' that no 'test' rules out. */
static struct revlist *keep(TALLOC_CTX *mem, struct rows *rows, revisions_t list,
                            bool (*ruled_out)(struct rows *, const struct revision *))
{
    struct revlist *kept = revlist_new(mem);

    for (; *list; list++) {
        if (!ruled_out(rows, *list))
            revlist_add(kept, *list);
    }
    return kept;
}

static bool is_no_row(struct rows *rows, const struct revision *r)
{
    return !rows->is_row[index_of(r)];
}

static void merge(struct rows *rows, revisions_t from, const struct revision *to)
{
    for (; from[1]; from++)
        drop(rows, *from);
    update(rows, *from, to);
}

void rows_upgrade(struct rows *rows, const struct revision *r)
{
    MEM_SCRATCH(scratch);
    struct revlist *from = keep(scratch, rows, node_of(r)->needs, is_no_row);

    mark(rows, node_of(r)->needs);
    /* With other rows, what they need stays; else it would have to come back as a row. */
    if (from->n > 1 && (rows->n_rows > from->n || rows->odd->n)) {
        struct revlist *own = keep(scratch, rows, from->items, is_covered);

        from = own->n ? own : from;
    }
    if (from->n)
        merge(rows, from->items, r);
    else
        insert(rows, r);
    rows->applied[index_of(r)] = true;
}

static bool is_below_marked(struct rows *rows, const struct revision *r)
{
    return has_above(rows, r, is_marked);
}

/*
 * What has to become a row when 'r', a row, is taken back: what nothing else
 * covers.  With other rows those decide, without any what 'r' needed itself.
 */
static struct revlist *uncovered(TALLOC_CTX *mem, struct rows *rows, const struct revision *r)
{
    const struct revision *self[] = {r, NULL};

    if (rows->n_rows == 1 && !rows->odd->n) {
        mark(rows, node_of(r)->needs);
        return keep(mem, rows, node_of(r)->needs, is_below_marked);
    }
    mark(rows, self);
    return keep(mem, rows, node_of(r)->needs, is_covered);
}

static bool no_row(const struct revision *r, struct error *err)
{
    error_set(err, ERROR_CONFLICT, "revision \"%s\" is not a row of the version table", r->id);
    return error_hint(err, "The rows contradict each other: put them right with stamp --purge.");
}

bool rows_downgrade(struct rows *rows, const struct revision *r, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct revlist *to;

    if (is_no_row(rows, r))
        return no_row(r, err);
    to = uncovered(scratch, rows, r);
    for (size_t i = 0; i + 1 < to->n; i++)
        insert(rows, to->items[i]);
    if (to->n)
        update(rows, r, to->items[to->n - 1]);
    else
        drop(rows, r);
    rows->applied[index_of(r)] = false;
    return true;
}

bool rows_have(const struct rows *rows, const struct revision *r)
{
    return rows->is_row[index_of(r)];
}

bool rows_move(struct rows *rows, revisions_t from, const struct revision *to, struct error *err)
{
    for (revisions_t r = from; *r; r++) {
        if (is_no_row(rows, *r))
            return no_row(*r, err);
    }
    if (!to)
        drop(rows, *from);
    else if (*from)
        merge(rows, from, to);
    else
        insert(rows, to);
    return true;
}

const struct graph_row_change *rows_changes(const struct rows *rows, size_t *n)
{
    *n = rows->n;
    return rows->changes;
}

const char *const *rows_names(TALLOC_CTX *mem, const struct rows *rows)
{
    struct strlist *names = strlist_new(mem);

    for (size_t i = 0; i < rows->odd->n; i++)
        strlist_add(names, rows->odd->items[i]);
    for (size_t i = 0; i < rows->graph->n; i++) {
        if (rows->is_row[i])
            strlist_add(names, rows->graph->nodes[i].revision.id);
    }
    strlist_sort(names);
    return names->items;
}
