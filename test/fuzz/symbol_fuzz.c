/* Revision symbols: the first line is one, the others are rows of the version table. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/plan.h"
#include "graph/resolve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Forks, a merge, two bases, labels and dependencies: something for every rule. */
static struct graph *sample(TALLOC_CTX *mem, struct error *err)
{
    const struct revision revisions[] = {
        {.id = "a000"},
        {.id = "b100", .down = NAMES("a000"), .labels = NAMES("left")},
        {.id = "b200", .down = NAMES("a000"), .labels = NAMES("right")},
        {.id = "c000", .down = NAMES("b100", "b200")},
        {.id = "d100", .down = NAMES("c000"), .depends = NAMES("y100")},
        {.id = "d200", .down = NAMES("c000")},
        {.id = "y000", .labels = NAMES("lib", "other")},
        {.id = "y100", .down = NAMES("y000")},
    };

    return graph_new(mem, revisions, sizeof(revisions) / sizeof(revisions[0]), err);
}

/* A plan, or a reason why there is none. */
static void judge(const void *result, struct error *err)
{
    if (!result == (err->code == ERROR_NONE))
        abort();
    error_clear(err);
}

static void judge_plan(TALLOC_CTX *mem, const struct graph_plan *plan, struct error *err)
{
    for (size_t i = 0; plan && i < plan->n; i++)
        graph_step_title(mem, &plan->steps[i]);
    judge(plan, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct graph *graph = sample(scratch, err);
    char *rest = mem_strndup(scratch, (const char *)data, size);
    const char *symbol = strsep(&rest, "\n"), *row;
    struct strlist *rows = strlist_new(scratch);
    const char *const *names;

    while ((row = strsep(&rest, "\n")))
        strlist_add(rows, row);
    names = rows->items;
    judge(graph, err);
    judge_plan(scratch, graph_plan_upgrade(scratch, graph, symbol, names, err), err);
    judge_plan(scratch, graph_plan_downgrade(scratch, graph, symbol, names, err), err);
    judge_plan(scratch, graph_plan_stamp(scratch, graph, NAMES(symbol, "a000"), names, err), err);
    judge(graph_history(scratch, graph, symbol, names, err), err);
    judge(graph_resolve_for_show(scratch, graph, symbol, names, err), err);
    judge(graph_current(scratch, graph, names, err), err);
    graph_symbol_needs_rows(symbol);
    return 0;
}
