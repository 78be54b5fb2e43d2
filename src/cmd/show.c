/* show: everything about the revisions that a symbol stands for, or their SQL. */
#include "base/error.h"
#include "cli/command.h"
#include "cmd/commands.h"
#include "cmd/listing.h"
#include "cmd/project.h"
#include "graph/graph.h"
#include "graph/resolve.h"
#include "script/scripts.h"

struct show_options {
    const char *revision;
    bool sql, downgrade;
};

static const struct option_spec option_specs[] = {
    {OPTION_ARGUMENT, '\0', "revision", offsetof(struct show_options, revision),
     "a revision, a label, \"head\", \"heads\" or \"current\""},
    {OPTION_FLAG, '\0', "sql", offsetof(struct show_options, sql),
     "print the statements that an upgrade to it runs"},
    {OPTION_FLAG, '\0', "downgrade", offsetof(struct show_options, downgrade),
     "with --sql: those of the downgrade"},
    {.kind = OPTION_END},
};

static bool print_side(struct command_env *env, const struct revision *r,
                       enum script_direction direction)
{
    struct scripts *scripts = project_scripts(env, NULL, false);
    struct script *script = scripts_read(env->mem, scripts, r->path, direction, env->err);

    if (!script)
        return false;
    if (!script->sides[direction].present && direction == SCRIPT_DOWNGRADE)
        return error_set(env->err, ERROR_CONFLICT, "revision \"%s\" has no downgrade %s", r->id,
                         script->is_python ? "function" : "section");
    if (script->sides[direction].live)
        return error_set(env->err, ERROR_CONFLICT,
                         "revision \"%s\" reads the database while it runs: what it does is not "
                         "known before",
                         r->id);
    for (size_t i = 0; i < script->sides[direction].n; i++)
        fprintf(env->out, "%s;\n\n", script->sides[direction].statements[i].sql);
    return true;
}

static bool print_sql(struct command_env *env, revisions_t revisions,
                      enum script_direction direction)
{
    for (; *revisions; revisions++)
        if (!print_side(env, *revisions, direction))
            return false;
    return true;
}

static bool run(struct command_env *env, const void *options)
{
    const struct show_options *o = options;
    struct graph *graph = project_graph(env);
    const char *const *rows = NULL;
    revisions_t revisions;

    if (!graph)
        return false;
    if (o->downgrade && !o->sql)
        return error_set(env->err, ERROR_USAGE, "--downgrade goes with --sql");
    if (graph_symbol_needs_rows(o->revision) && !(rows = project_rows(env)))
        return false;
    revisions = graph_resolve_for_show(env->mem, graph, o->revision, rows, env->err);
    if (!revisions)
        return false;
    if (o->sql && !project_read_env_py(env, PROJECT_READS))
        return false;
    if (o->sql)
        return print_sql(env, revisions, o->downgrade ? SCRIPT_DOWNGRADE : SCRIPT_UPGRADE);
    listing_print(env, graph, revisions, &(struct listing_style){.verbose = true});
    return true;
}

const struct command command_show = {
    .name = "show",
    .summary = "show what is known of a revision, or its SQL",
    .options = option_specs,
    .options_size = sizeof(struct show_options),
    .run = run,
    .is_alembic = true,
};
