#include "graph/lanes.h"

#include "base/buf.h"
#include "base/mem.h"
#include "graph/node.h"

/*
 * What a row shows of a lane.  It outlives the lane by this row: a lane that
 * ends is free already, but its place is not while its sign is still to print.
 */
enum shape { EMPTY, PASSES, NODE, ENDS, BEGINS };

struct lane {
    const struct revision *to; /* NULL: free */
    enum shape shape;
};

struct lanes {
    struct lane *lanes;
    size_t n, size; /* 'n' is behind the last one that was ever used */
};

struct lanes *lanes_new(TALLOC_CTX *mem, const struct graph *graph __attribute__((unused)))
{
    struct lanes *lanes = mem_new(mem, struct lanes);

    lanes->size = 8;
    lanes->lanes = mem_array(lanes, struct lane, lanes->size);
    return lanes;
}

/* The first lane that is free and shows nothing in this row: the picture stays narrow. */
static size_t free_lane(struct lanes *lanes)
{
    size_t i = 0;

    while (i < lanes->n && (lanes->lanes[i].to || lanes->lanes[i].shape != EMPTY))
        i++;
    if (i < lanes->n)
        return i;
    if (lanes->n == lanes->size) {
        lanes->size *= 2;
        lanes->lanes = mem_resize(lanes, lanes->lanes, lanes->size);
    }
    lanes->lanes[lanes->n++] = (struct lane){.shape = EMPTY};
    return i;
}

/* The lanes that lead to 'r' end here, the first of them in its node; returns that one. */
static size_t arrive(struct lanes *lanes, const struct revision *r)
{
    size_t node = lanes->n;

    for (size_t i = 0; i < lanes->n; i++) {
        struct lane *lane = &lanes->lanes[i];

        lane->shape = lane->to ? PASSES : EMPTY;
        if (lane->to != r)
            continue;
        lane->to = NULL;
        lane->shape = node < lanes->n ? ENDS : NODE;
        node = node < lanes->n ? node : i;
    }
    if (node == lanes->n)
        node = free_lane(lanes);
    lanes->lanes[node].shape = NODE;
    return node;
}

/*
 * A lane to each parent; the node's own goes to the first, so that the line
 * that was merged into runs straight.  Dependencies get none: they join
 * branches that have nothing else in common, and the row names them.
 */
static void depart(struct lanes *lanes, size_t node, const struct revision *r)
{
    revisions_t parent = node_of(r)->down;

    if (!*parent)
        return;
    lanes->lanes[node].to = *parent;
    while (*++parent)
        lanes->lanes[free_lane(lanes)] = (struct lane){*parent, BEGINS};
}

static bool meets_node(const struct lane *lane)
{
    return lane->shape == NODE || lane->shape == ENDS || lane->shape == BEGINS;
}

static char sign(const struct lane *lane, char mark, bool crossed)
{
    switch (lane->shape) {
    case NODE:
        return mark;
    case PASSES:
        return '|';
    case ENDS:
        return '\'';
    case BEGINS:
        return '.';
    case EMPTY:
        break;
    }
    return crossed ? '-' : ' ';
}

static void print_row(const struct lanes *lanes, struct buf *out, char mark)
{
    size_t first = lanes->n, last = 0;

    for (size_t i = 0; i < lanes->n; i++) {
        if (!meets_node(&lanes->lanes[i]))
            continue;
        first = first < i ? first : i;
        last = i;
    }
    for (size_t i = 0; i < lanes->n; i++) {
        bool crossed = i > first && i <= last;

        if (i > 0)
            buf_addc(out, crossed ? '-' : ' ');
        buf_addc(out, sign(&lanes->lanes[i], mark, crossed));
    }
}

void lanes_draw(struct lanes *lanes, struct buf *out, const struct revision *r, char mark)
{
    size_t node = arrive(lanes, r);

    depart(lanes, node, r);
    print_row(lanes, out, mark);
    /* No row ends in blanks for lanes that are over. */
    while (lanes->n > 0 && !lanes->lanes[lanes->n - 1].to)
        lanes->n--;
}
