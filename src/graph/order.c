#include "graph/order.h"

#include "base/mem.h"

/*
 * Alembic keeps, for each branch that it walks down, the set of all ancestors.
 * Counts say the same with less: 'waiting' is the number of nodes that need
 * one and are not yet out, and only a node that has to wait looks up for the
 * branch that it waits for.
 *
 * The order in which steps run is what people see and what their scripts were
 * tested in, so ties must fall as they do there.  They fall by the places in
 * Alembic's list of branches: that is why 'tips' is kept in just that order.
 */
struct order {
    const struct graph *graph;
    const struct revset *todo;
    struct revset *below; /* todo and all that it needs */
    size_t *waiting;      /* by index */
    bool *out;            /* by index: put out, or passed if it is not to do */
    bool *is_tip;         /* by index: stands in 'tips' */
    size_t *seen, search; /* by index: the last search that came by */
    const struct revision **stack;
    const struct revision **tips; /* where the walk is on each branch */
    size_t n_tips, cursor;
    const struct revision **result;
    size_t n;
};

static size_t index_of(const struct revision *r)
{
    return node_of(r)->index;
}

static void count_waiting(struct order *order)
{
    for (size_t i = 0; i < order->below->n; i++) {
        for (revisions_t r = node_of(order->below->items[i])->needs; *r; r++)
            order->waiting[index_of(*r)]++;
    }
}

static struct order *order_new(TALLOC_CTX *mem, const struct graph *graph,
                               const struct revset *todo)
{
    struct order *order = mem_new(mem, struct order);

    order->graph = graph;
    order->todo = todo;
    order->below = revset_from(order, graph, todo->items, links_needs);
    order->waiting = mem_array(order, size_t, graph->n);
    order->out = mem_array(order, bool, graph->n);
    order->is_tip = mem_array(order, bool, graph->n);
    order->seen = mem_array(order, size_t, graph->n);
    order->stack = mem_array(order, const struct revision *, graph->n + 1);
    order->tips = mem_array(order, const struct revision *, graph->n + 1);
    count_waiting(order);
    return order;
}

static void push_tip(struct order *order, const struct revision *r)
{
    order->is_tip[index_of(r)] = true;
    order->tips[order->n_tips++] = r;
}

static bool is_open(const struct order *order, const struct revision *r)
{
    return revset_has(order->todo, r) && !order->out[index_of(r)];
}

/* Mark what is above 'r' and not out. */
static void search_up(struct order *order, const struct revision *r)
{
    size_t n = 0;

    order->search++;
    order->stack[n++] = r;
    while (n > 0) {
        for (revisions_t up = node_of(order->stack[--n])->all_next; *up; up++) {
            size_t i = index_of(*up);

            if (order->seen[i] == order->search || order->out[i] || !order->below->has[i])
                continue;
            order->seen[i] = order->search;
            order->stack[n++] = *up;
        }
    }
}

/* Does the tip at the cursor have to wait?  Then the cursor moves to the first tip above it. */
static bool move_up(struct order *order)
{
    const struct revision *r = order->tips[order->cursor];

    if (!order->waiting[index_of(r)])
        return false;
    search_up(order, r);
    for (size_t i = 0; i < order->n_tips; i++) {
        if (order->seen[index_of(order->tips[i])] == order->search) {
            order->cursor = i;
            return true;
        }
    }
    return false;
}

/* 'r' is out: so is all that is not to do and was needed by nothing else. */
static void mark_out(struct order *order, const struct revision *r)
{
    size_t n = 0;

    order->out[index_of(r)] = true;
    order->stack[n++] = r;
    while (n > 0) {
        for (revisions_t need = node_of(order->stack[--n])->needs; *need; need++) {
            size_t i = index_of(*need);

            if (--order->waiting[i] == 0 && !revset_has(order->todo, *need)) {
                order->out[i] = true;
                order->stack[n++] = *need;
            }
        }
    }
}

/*
 * The parents of the tip at the cursor take its place; without any, the branch
 * ends.  The first parent stands where its child stood, and is next; others go
 * behind all branches.
 */
static void replace_tip(struct order *order, const struct revision *r)
{
    size_t at = order->cursor;
    bool replaced = false;

    order->is_tip[index_of(r)] = false;
    for (revisions_t need = node_of(r)->needs; *need; need++) {
        if (!is_open(order, *need) || order->is_tip[index_of(*need)])
            continue;
        if (replaced) {
            push_tip(order, *need);
            continue;
        }
        order->tips[at] = *need;
        order->is_tip[index_of(*need)] = replaced = true;
    }
    if (replaced)
        return;
    order->n_tips--;
    for (size_t i = at; i < order->n_tips; i++)
        order->tips[i] = order->tips[i + 1];
    order->cursor = at > 0 ? at - 1 : 0;
}

static void walk_down(struct order *order)
{
    order->cursor = 0;
    while (order->n_tips > 0) {
        const struct revision *r;

        if (move_up(order))
            continue;
        r = order->tips[order->cursor];
        order->result[order->n++] = r;
        mark_out(order, r);
        replace_tip(order, r);
    }
}

static void push_heads(struct order *order, revisions_t heads)
{
    MEM_SCRATCH(scratch);
    struct revset *set = revset_new(scratch, order->graph);

    revset_add_all(set, heads);
    for (size_t i = 0; i < order->graph->n; i++) {
        const struct revision *r = &order->graph->nodes[i].revision;

        if (revset_has(set, r) && revset_has(order->todo, r))
            push_tip(order, r);
    }
}

/* What no head leads to, through what is to do alone; Alembic gives up there. */
static void push_rest(struct order *order)
{
    for (size_t i = 0; i < order->graph->n; i++) {
        const struct revision *r = &order->graph->nodes[i].revision;

        if (is_open(order, r) && !order->waiting[i])
            push_tip(order, r);
    }
}

revisions_t order_newest_first(TALLOC_CTX *mem, const struct graph *graph,
                               const struct revset *todo, revisions_t heads)
{
    MEM_SCRATCH(scratch);
    struct order *order = order_new(scratch, graph, todo);

    order->result = mem_array(mem, const struct revision *, todo->n + 1);
    push_heads(order, heads);
    walk_down(order);
    while (order->n < todo->n) {
        push_rest(order);
        walk_down(order);
    }
    return order->result;
}
