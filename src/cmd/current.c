/* current: where the database stands. */
#include "base/error.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cmd/commands.h"
#include "cmd/listing.h"
#include "cmd/project.h"
#include "graph/graph.h"
#include "graph/resolve.h"

struct current_options {
    bool verbose, check_heads;
};

static const struct option_spec option_specs[] = {
    {OPTION_FLAG, 'v', "verbose", offsetof(struct current_options, verbose),
     "name the database, and show parents, labels, path and message of each"},
    {OPTION_FLAG, 'c', "check-heads", offsetof(struct current_options, check_heads),
     "fail unless all heads are applied"},
    {.kind = OPTION_END},
};

/* Are the rows exactly the heads?  One that is applied only through a dependency is no row. */
static bool are_heads(const struct graph *graph, const char *const *rows)
{
    size_t n = 0;

    for (revisions_t r = graph_heads(graph); *r; r++, n++)
        if (!strings_have(rows, (*r)->id))
            return false;
    return n == strings_count(rows);
}

static bool run(struct command_env *env, const void *options)
{
    const struct current_options *o = options;
    struct graph *graph = project_graph(env);
    const char *const *rows = graph ? project_rows(env) : NULL;
    revisions_t revisions;

    if (!rows)
        return false;
    if (o->verbose && !env->globals->json)
        fprintf(message_listing(env), "Current revision(s) for %s:\n", project_url_shown(env));
    if (o->check_heads && !are_heads(graph, rows)) {
        error_set(env->err, ERROR_CONFLICT, "Database is not on all head revisions");
        return error_hint(env->err, "\"%s upgrade heads\" brings it there.", env->program->name);
    }
    revisions = graph_current(env->mem, graph, rows, env->err);
    if (!revisions)
        return false;
    listing_print(env, graph, revisions,
                  &(struct listing_style){.marks = true, .verbose = o->verbose});
    return true;
}

const struct command command_current = {
    .name = "current",
    .summary = "show where the database stands",
    .manual = "Show the revisions that the database stands at, and those that they imply through "
              "dependencies.  Nothing is changed there.",
    .options = option_specs,
    .options_size = sizeof(struct current_options),
    .run = run,
    .is_alembic = true,
};
