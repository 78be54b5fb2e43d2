#include "graph/resolve.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "graph/target.h"

revisions_t graph_resolve(TALLOC_CTX *mem, const struct graph *graph, const char *symbol,
                          struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct lookup lookup = {.graph = graph, .err = err};
    struct revlist *list = revlist_new(scratch);

    return symbol_resolve(&lookup, symbol, list) ? talloc_steal(mem, list)->items : NULL;
}

revisions_t graph_resolve_for_show(TALLOC_CTX *mem, const struct graph *graph, const char *symbol,
                                   const char *const *rows, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct lookup lookup = {.graph = graph, .err = err};
    struct revlist *list = revlist_new(scratch);

    /* Only these commands know the word; elsewhere it may be an id. */
    if (strcmp(symbol, "current") != 0)
        return graph_resolve(mem, graph, symbol, err);
    return symbol_resolve_all(&lookup, rows, list) ? talloc_steal(mem, list)->items : NULL;
}

static bool is_current(const char *text, size_t length)
{
    return length == strlen("current") && strncmp(text, "current", length) == 0;
}

bool graph_symbol_needs_rows(const char *symbol)
{
    const char *colon = strchr(symbol, ':');

    if (!colon)
        return is_current(symbol, strlen(symbol));
    return is_current(symbol, (size_t)(colon - symbol)) || is_current(colon + 1, strlen(colon + 1));
}

revisions_t graph_current(TALLOC_CTX *mem, const struct graph *graph, const char *const *rows,
                          struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct lookup lookup = {.graph = graph, .err = err};
    struct revlist *tips = target_tips(scratch, &lookup, rows);
    struct revset *set = revset_new(scratch, graph);

    if (!tips)
        return NULL;
    /* Alembic prints a set; file order is one that does not change from run to run. */
    revset_add_all(set, tips->items);
    return talloc_steal(mem, revlist_filter(scratch, graph->all, set))->items;
}
