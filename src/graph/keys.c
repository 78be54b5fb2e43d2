/* Ids and labels: the names under which revisions are found. */
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/node.h"

/* "x (in file y)", or "x" when the file is not known. */
static char *with_path(TALLOC_CTX *mem, const struct revision *r)
{
    return r->path ? mem_printf(mem, "\"%s\" (in %s)", r->id, r->path)
                   : mem_printf(mem, "\"%s\"", r->id);
}

/* What symbols are made with ("head-1", "a:b", "branch@id"), in the order of the message. */
static const char forbidden[] = "+-:@";

static bool refuse_characters(const struct revision *r, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct buf *found = buf_new(scratch, BUF_MAX);

    for (const char *c = forbidden; *c; c++) {
        if (strchr(r->id, *c))
            buf_addf(found, "%s%c", found->length ? ", " : "", *c);
    }
    error_set(err, ERROR_INVALID, "Character(s) '%s' not allowed in revision identifier '%s'",
              found->text, r->id);
    if (r->path)
        error_where(err, "%s", r->path);
    return error_hint(err, "Give the revision an id without them, also where others name it.");
}

static bool check_characters(const struct revision *r, struct error *err)
{
    if (*r->id)
        return !strpbrk(r->id, forbidden) || refuse_characters(r, err);
    error_set(err, ERROR_INVALID, "a revision id is empty");
    return r->path && error_where(err, "%s", r->path);
}

static bool check_self_loop(const struct revision *r, struct error *err)
{
    bool down = strings_have(r->down, r->id);

    if (!down && !strings_have(r->depends, r->id))
        return true;
    error_set(err, ERROR_CONFLICT, "%s is detected in revisions (%s)",
              down ? "Self-loop" : "Dependency self-loop", r->id);
    if (r->path)
        error_where(err, "%s", r->path);
    return error_hint(err, "Take the revision's own id out of its %s.",
                      down ? "down_revision" : "depends_on");
}

/* Alembic warns, and keeps what it read last: the other script would never run. */
static bool duplicate_id(const struct revision *first, const struct revision *second,
                         struct error *err)
{
    error_set(err, ERROR_CONFLICT, "Revision %s is present more than once", first->id);
    if (first->path && second->path)
        error_detail(err, "Both %s and %s have this id.", first->path, second->path);
    return error_hint(err, "Give one of the two scripts another id, and name that id in the "
                           "scripts that build on it.");
}

static bool add_id(struct graph *graph, struct node *node, struct error *err)
{
    const struct node *other = map_at(graph->keys, node->revision.id);

    if (other)
        return duplicate_id(&other->revision, &node->revision, err);
    map_put(graph->keys, node->revision.id, node);
    return true;
}

static bool add_label(struct graph *graph, struct node *node, const char *label, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct node *other = map_at(graph->keys, label);

    if (!other) {
        map_put(graph->keys, label, node);
        return true;
    }
    error_set(err, ERROR_CONFLICT, "Branch name '%s' in revision %s already used by revision %s",
              label, node->revision.id, other->revision.id);
    if (other == node)
        return error_hint(err, "Take it out of the branch_labels of %s.",
                          with_path(scratch, &node->revision));
    return error_hint(err, "Rename it in %s or in %s.", with_path(scratch, &other->revision),
                      with_path(scratch, &node->revision));
}

/* Ids before labels: a label that is an id is refused wherever its script stands in the order. */
bool graph_add_keys(struct graph *graph, struct error *err)
{
    for (size_t i = 0; i < graph->n; i++) {
        struct node *node = &graph->nodes[i];

        if (!check_self_loop(&node->revision, err) || !check_characters(&node->revision, err) ||
            !add_id(graph, node, err))
            return false;
    }
    for (size_t i = 0; i < graph->n; i++) {
        for (const char *const *l = graph->nodes[i].revision.labels; *l; l++) {
            if (!add_label(graph, &graph->nodes[i], *l, err))
                return false;
        }
    }
    return true;
}
