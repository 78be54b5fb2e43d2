/* branches: the revisions that several others build on. */
#include <string.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cmd/commands.h"
#include "cmd/listing.h"
#include "cmd/project.h"
#include "graph/graph.h"
#include "graph/resolve.h"

struct branches_options {
    bool verbose;
};

static const struct option_spec option_specs[] = {
    {OPTION_FLAG, 'v', "verbose", offsetof(struct branches_options, verbose),
     "show parents, labels, path and message of each"},
    {.kind = OPTION_END},
};

static void print_branchpoint(FILE *out, const struct graph *graph, const struct revision *r,
                              bool verbose)
{
    MEM_SCRATCH(scratch);
    const struct listing_style style = {.labels = true, .marks = true};
    const struct listing_style child = {.labels = true, .marks = true, .doc = verbose};

    if (verbose)
        fputs(listing_long(scratch, graph, r, NULL), out);
    else
        fprintf(out, "%s\n", listing_short(scratch, graph, r, &style));
    for (revisions_t c = graph_children(graph, r); *c; c++)
        fprintf(out, "%*s -> %s\n", (int)strlen(r->id), "",
                listing_short(scratch, graph, *c, &child));
    fputc('\n', out);
}

/* The branch points among 'all', in their order. */
static revisions_t branchpoints(TALLOC_CTX *mem, const struct graph *graph, revisions_t all)
{
    const struct revision **found = mem_array(mem, const struct revision *, graph_count(graph) + 1);
    size_t n = 0;

    for (; *all; all++)
        if (graph_is_branchpoint(graph, *all))
            found[n++] = *all;
    return found;
}

static bool run(struct command_env *env, const void *options)
{
    const struct branches_options *o = options;
    struct graph *graph = project_graph(env);
    revisions_t all = graph ? graph_history(env->mem, graph, NULL, NULL, env->err) : NULL;
    FILE *out = message_listing(env);

    if (!all)
        return false;
    all = branchpoints(env->mem, graph, all);
    if (env->globals->json)
        listing_print(env, graph, all, &(struct listing_style){0});
    else
        for (; *all; all++)
            print_branchpoint(out, graph, *all, o->verbose);
    return true;
}

const struct command command_branches = {
    .name = "branches",
    .summary = "show the revisions that several others build on",
    .manual = "Show the branch points, each with the revisions that build on it.",
    .options = option_specs,
    .options_size = sizeof(struct branches_options),
    .run = run,
    .is_alembic = true,
};
