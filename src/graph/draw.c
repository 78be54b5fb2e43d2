#include "graph/draw.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/lanes.h"
#include "graph/order.h"

struct picture {
    const struct graph *graph;
    const char *const *rows; /* NULL: not known */
    struct revset *applied;
    struct strlist *unknown; /* rows that no script has */
    struct buf *out;
};

static struct picture *picture_new(TALLOC_CTX *mem, struct buf *out, const struct graph *graph,
                                   const char *const *rows)
{
    struct picture *picture = mem_new(mem, struct picture);
    struct revlist *current = revlist_new(picture);

    *picture = (struct picture){graph, rows, NULL, strlist_new(picture), out};
    /* By exact id, unlike commands: what somebody wrote by hand should be seen, not made good. */
    for (; rows && *rows; rows++) {
        const struct revision *r = graph_at(graph, *rows);

        if (r)
            revlist_add(current, r);
        else
            strlist_add(picture->unknown, *rows);
    }
    picture->applied = revset_from(picture, graph, current->items, links_needs);
    return picture;
}

static bool is_row(const struct picture *picture, const struct revision *r)
{
    return picture->rows && strings_have(picture->rows, r->id);
}

static bool is_applied(const struct picture *picture, const struct revision *r)
{
    return revset_has(picture->applied, r);
}

static void add_names(struct buf *out, const char *before, const char *const *names)
{
    MEM_SCRATCH(scratch);

    if (*names)
        buf_addf(out, " (%s%s)", before, strings_join(scratch, names, ", "));
}

/* Everything about 'r' but its parents, in one line. */
static void describe(const struct picture *picture, const struct revision *r)
{
    struct buf *out = picture->out;
    const struct node *node = node_of(r);
    size_t line = strcspn(r->doc, "\r\n");

    buf_add(out, r->id);
    add_names(out, "", r->labels);
    add_names(out, "depends on ", r->depends);
    if (graph_is_head(picture->graph, r))
        buf_add(out, graph_is_real_head(picture->graph, r) ? " (head)" : " (effective head)");
    buf_add(out, is_row(picture, r) ? " (current)" : "");
    buf_add(out, node->n_next > 1 ? " (branchpoint)" : "");
    buf_add(out, node->n_down > 1 ? " (mergepoint)" : "");
    if (line > 0)
        buf_add(out, ", ");
    buf_addn(out, r->doc, line);
}

void draw_text(struct buf *out, const struct graph *graph, const char *const *rows)
{
    MEM_SCRATCH(scratch);
    struct picture *picture = picture_new(scratch, out, graph, rows);
    struct lanes *lanes = lanes_new(scratch, graph);
    struct revset *all = revset_from(scratch, graph, graph_all(graph), links_needs);
    revisions_t r = order_newest_first(scratch, graph, all, graph_real_heads(graph));

    for (size_t i = 0; i < picture->unknown->n; i++)
        buf_addf(out, "?  %s (current), no script has it\n", picture->unknown->items[i]);
    for (; *r; r++) {
        lanes_draw(lanes, out, *r, !rows || is_applied(picture, *r) ? '*' : 'o');
        buf_add(out, "  ");
        describe(picture, *r);
        buf_addc(out, '\n');
    }
}

/* What quotes stand around in dot, where a backslash begins an escape such as \n. */
static void add_quoted(struct buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\')
            buf_addc(out, '\\');
        buf_addc(out, text[i]);
    }
}

static void add_name(struct buf *out, const char *name)
{
    buf_addc(out, '"');
    add_quoted(out, name, strlen(name));
    buf_addc(out, '"');
}

static void add_node(const struct picture *picture, const struct revision *r)
{
    struct buf *out = picture->out;

    buf_add(out, "  ");
    add_name(out, r->id);
    buf_add(out, " [label=\"");
    add_quoted(out, r->id, strlen(r->id));
    for (const char *const *label = r->labels; *label; label++) {
        buf_add(out, "\\n[");
        add_quoted(out, *label, strlen(*label));
        buf_add(out, "]");
    }
    if (*r->doc)
        buf_add(out, "\\n");
    add_quoted(out, r->doc, strcspn(r->doc, "\r\n"));
    buf_add(out, "\"");
    buf_add(out, is_applied(picture, r) ? ", style=\"rounded,filled\"" : "");
    buf_add(out, is_row(picture, r) ? ", penwidth=3" : "");
    buf_add(out, graph_is_real_head(picture->graph, r) ? ", peripheries=2" : "");
    buf_add(out, "];\n");
}

static void add_edges(struct buf *out, const struct revision *r, revisions_t list,
                      const char *attributes)
{
    for (; *list; list++) {
        buf_add(out, "  ");
        add_name(out, (*list)->id);
        buf_add(out, " -> ");
        add_name(out, r->id);
        buf_addf(out, "%s;\n", attributes);
    }
}

void draw_dot(struct buf *out, const struct graph *graph, const char *const *rows)
{
    MEM_SCRATCH(scratch);
    struct picture *picture = picture_new(scratch, out, graph, rows);

    /* "BT": edges lead from parent to child, and the newest is on top as in the text. */
    buf_add(out, "digraph revisions {\n"
                 "  rankdir=BT;\n"
                 "  node [shape=box, style=rounded, fillcolor=lightgrey];\n");
    for (size_t i = 0; i < picture->unknown->n; i++) {
        buf_add(out, "  ");
        add_name(out, picture->unknown->items[i]);
        buf_add(out, " [style=\"rounded,dashed\", penwidth=3];\n");
    }
    /* All nodes before the first edge, which would make those that it names in its own order. */
    for (revisions_t r = graph_all(graph); *r; r++)
        add_node(picture, *r);
    for (revisions_t r = graph_all(graph); *r; r++) {
        add_edges(out, *r, node_of(*r)->down, "");
        add_edges(out, *r, node_of(*r)->depends, " [style=dashed]");
    }
    buf_add(out, "}\n");
}
