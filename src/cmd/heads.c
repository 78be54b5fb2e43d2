/* heads: the revisions that nothing builds on. */
#include "cli/command.h"
#include "cmd/commands.h"
#include "cmd/listing.h"
#include "cmd/project.h"
#include "graph/graph.h"

struct heads_options {
    bool verbose, resolve_dependencies;
};

static const struct option_spec option_specs[] = {
    {OPTION_FLAG, 'v', "verbose", offsetof(struct heads_options, verbose),
     "show parents, labels, path and message of each"},
    {OPTION_FLAG, '\0', "resolve-dependencies",
     offsetof(struct heads_options, resolve_dependencies),
     "leave out the heads that other revisions depend on"},
    {.kind = OPTION_END},
};

static bool run(struct command_env *env, const void *options)
{
    const struct heads_options *o = options;
    struct graph *graph = project_graph(env);

    if (!graph)
        return false;
    listing_print(env, graph,
                  o->resolve_dependencies ? graph_real_heads(graph) : graph_heads(graph),
                  &(struct listing_style){.labels = true, .verbose = o->verbose});
    return true;
}

const struct command command_heads = {
    .name = "heads",
    .summary = "show the revisions that nothing builds on",
    .manual = "Show the heads: the revisions that no other revision builds on.  An \"(effective "
              "head)\" is one that another revision depends on.",
    .options = option_specs,
    .options_size = sizeof(struct heads_options),
    .run = run,
    .is_alembic = true,
};
