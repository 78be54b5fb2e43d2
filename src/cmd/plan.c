/* plan: what upgrade would do to this database now. */
#include "cmd/commands.h"

#include <string.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "cmd/engine.h"
#include "cmd/project.h"
#include "graph/graph.h"
#include "migrate/prospect.h"
#include "script/scripts.h"
#include "text/json.h"

struct plan_options {
    const char *target;
};

static const struct plan_options defaults = {.target = "head"};

static const struct option_spec option_specs[] = {
    {OPTION_OPTIONAL, '\0', "target", offsetof(struct plan_options, target),
     "as for upgrade; head if left out", "TARGET", NULL},
    {.kind = OPTION_END},
};

/* What printing needs of one step. */
struct step_view {
    const struct work_step *work;
    const struct script_side *side;
    const struct progress *progress; /* where an earlier run stopped, or NULL */
};

static const struct progress *progress_of(const struct prospect *prospect, const char *id)
{
    for (size_t i = 0; i < prospect->n_progress; i++)
        if (strcmp(prospect->progress[i].key.revision, id) == 0)
            return &prospect->progress[i];
    return NULL;
}

/* A statement's first line, and "..." if there is more. */
static void print_statement(FILE *out, size_t number, const struct script_statement *statement,
                            bool done)
{
    size_t n = strcspn(statement->sql, "\n");

    fprintf(out, "    %3zu%s  %.*s%s\n", number, statement->transaction ? " " : "*", (int)n,
            statement->sql, statement->sql[n] ? " ..." : "");
    if (done)
        fprintf(out, "          done by an earlier run\n");
}

static void print_step(FILE *out, const struct step_view *view)
{
    MEM_SCRATCH(scratch);
    const struct graph_step *step = view->work->step;

    fprintf(out, "\n%s\n  %s\n", graph_step_title(scratch, step), step->revision->path);
    if (step->revision->replaces)
        fprintf(out, "  in place of %s\n", step->revision->replaces);
    for (size_t i = 0; i < view->side->n; i++)
        print_statement(out, i + 1, &view->side->statements[i],
                        view->progress && (int)i < view->progress->done);
    if (view->side->live)
        fprintf(out, "    reads the database while it runs\n");
    else if (view->side->n == 0)
        fprintf(out, "    no statements\n");
}

static void write_step(struct json *json, const struct step_view *view)
{
    const struct graph_step *step = view->work->step;

    json_object(json, NULL);
    json_string(json, "revision", step->revision->id);
    json_strings(json, "from", step->from);
    json_string(json, "message", step->revision->doc);
    json_string(json, "path", step->revision->path);
    json_string(json, "replaces", step->revision->replaces);
    json_string(json, "checksum", view->work->checksum);
    json_int(json, "done", view->progress ? view->progress->done : 0);
    json_bool(json, "reads_database", view->side->live);
    json_array(json, "statements");
    for (size_t i = 0; i < view->side->n; i++) {
        json_object(json, NULL);
        json_string(json, "sql", view->side->statements[i].sql);
        json_int(json, "line", view->side->statements[i].line);
        json_bool(json, "transaction", view->side->statements[i].transaction);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

/* Scripts are read one at a time, as the upgrade reads them: 10,000 need not fit in memory. */
static bool each_step(struct command_env *env, const struct prospect *prospect, struct json *json)
{
    for (size_t i = 0; i < prospect->work->n_steps; i++) {
        MEM_SCRATCH(scratch);
        const struct work_step *work = &prospect->work->steps[i];
        struct script *script = scripts_read(scratch, prospect->scripts, work->step->revision->path,
                                             SCRIPT_UPGRADE, env->err);

        if (!script)
            return false;
        struct step_view view = {work, &script->sides[SCRIPT_UPGRADE],
                                 progress_of(prospect, work->step->revision->id)};
        if (json)
            write_step(json, &view);
        else
            print_step(env->out, &view);
    }
    return true;
}

static bool print_json(struct command_env *env, const struct prospect *prospect,
                       const struct env_py *env_py)
{
    struct json *json = json_to_file(env->mem, env->out);
    bool ok;

    json_object(json, NULL);
    json_strings(json, "current", prospect->table->rows);
    json_strings(json, "after", prospect->plan->rows_after);
    json_strings(json, "env_py", project_env_py_facts(env->mem, env_py)->items);
    json_strings(json, "warnings", prospect->warnings->items);
    json_strings(json, "extensions", prospect->extensions->items);
    json_int(json, "commits", (int64_t)prospect->work->n_units);
    json_array(json, "steps");
    ok = each_step(env, prospect, json);
    json_end(json);
    json_end(json);
    return ok;
}

static bool print_text(struct command_env *env, const struct prospect *prospect,
                       const struct env_py *env_py)
{
    const struct work *work = prospect->work;
    const char *const *rows = prospect->table->rows;
    struct strlist *facts = project_env_py_facts(env->mem, env_py);
    bool alone = false;

    fprintf(env->out, "stands at %s; %zu step%s to do\n",
            rows[0] ? strings_join(env->mem, rows, ", ") : "base", work->n_steps,
            work->n_steps == 1 ? "" : "s");
    for (size_t i = 0; i < facts->n; i++)
        fprintf(env->out, "read from env.py: %s\n", facts->items[i]);
    for (size_t i = 0; i < prospect->warnings->n; i++)
        fprintf(env->out, "warning: %s\n", prospect->warnings->items[i]);
    for (size_t i = 0; i < prospect->extensions->n; i++)
        fprintf(env->out, "first: create extension %s (ensure = auto)\n",
                prospect->extensions->items[i]);
    if (!each_step(env, prospect, NULL))
        return false;
    for (size_t i = 0; i < work->n_steps; i++)
        alone = alone || work->steps[i].commits_early || work->steps[i].commits_inside;
    if (work->n_units > 0)
        fprintf(env->out, "\ncommitted in %zu piece%s%s\n", work->n_units,
                work->n_units == 1 ? "" : "s",
                alone ? "; * runs outside of the script's transaction" : "");
    return true;
}

static bool run(struct command_env *env, const void *options)
{
    const struct plan_options *o = options;
    const struct engine_options engine = ENGINE_OPTIONS_DEFAULT;
    const struct env_py *env_py = project_read_env_py(env, PROJECT_READS);
    struct migrate_options migrate = engine_migrate_options(env, &engine);
    const struct migrate_request request = {
        .direction = GRAPH_UPGRADE,
        .targets = (const char *const[]){o->target, NULL},
    };
    struct graph *graph = env_py ? project_graph(env) : NULL;
    struct db *db = graph ? project_open(env, PROJECT_READS) : NULL;
    struct prospect *prospect =
        db ? prospect_new(env->mem, db, graph, &request, &migrate, env->err) : NULL;

    if (!prospect)
        return false;
    return env->globals->json ? print_json(env, prospect, env_py)
                              : print_text(env, prospect, env_py);
}

const struct command command_plan = {
    .name = "plan",
    .summary = "what upgrade would do to this database now",
    .manual = "Reads the version table and every script on the way to TARGET, and prints steps "
              "and statements. It changes nothing and waits for nobody.",
    .options = option_specs,
    .options_size = sizeof(struct plan_options),
    .defaults = &defaults,
    .run = run,
};
