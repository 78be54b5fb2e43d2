/* history: all revisions or a range of them, newest first. */
#include "cli/command.h"
#include "cmd/commands.h"
#include "cmd/listing.h"
#include "cmd/project.h"
#include "graph/graph.h"
#include "graph/resolve.h"

struct history_options {
    const char *range;
    bool verbose, indicate_current;
};

static const struct option_spec option_specs[] = {
    {OPTION_STRING, 'r', "rev-range", offsetof(struct history_options, range),
     "only the revisions from START to END, both included; either may be left out or be "
     "\"current\"",
     "START:END"},
    {OPTION_FLAG, 'v', "verbose", offsetof(struct history_options, verbose),
     "show parents, labels, path and message of each"},
    {OPTION_FLAG, 'i', "indicate-current", offsetof(struct history_options, indicate_current),
     "mark the revisions that the database stands at"},
    {.kind = OPTION_END},
};

static bool run(struct command_env *env, const void *options)
{
    const struct history_options *o = options;
    struct graph *graph = project_graph(env);
    const char *const *rows = NULL;
    struct listing_style style = {
        .parents = true, .labels = true, .marks = true, .doc = true, .verbose = o->verbose};
    revisions_t revisions;

    if (!graph)
        return false;
    if ((o->indicate_current || (o->range && graph_symbol_needs_rows(o->range))) &&
        !(rows = project_rows(env)))
        return false;
    revisions = graph_history(env->mem, graph, o->range, rows, env->err);
    if (!revisions)
        return false;
    style.current = o->indicate_current ? rows : NULL;
    listing_print(env, graph, revisions, &style);
    return true;
}

const struct command command_history = {
    .name = "history",
    .summary = "list the revisions, newest first",
    .manual =
        "List the revisions, newest first.  A range may name revisions, labels, \"base\", "
        "\"head\", relative ones such as -3, and \"current\", for which the database is asked; a "
        "value that begins with a dash is joined to the option: -r-3: or --rev-range=-3:.",
    .options = option_specs,
    .options_size = sizeof(struct history_options),
    .run = run,
    .is_alembic = true,
};
