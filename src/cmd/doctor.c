/* doctor: how limbeck reads this project, and what to write where it cannot. */
#include "cmd/commands.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cmd/diagnosis.h"
#include "cmd/project.h"
#include "config/config.h"
#include "script/env_py.h"
#include "text/json.h"

enum { TOPIC_WIDTH = 15 };

static void read_configuration(struct diagnosis *d, const struct config *config)
{
    if (!config->file)
        diagnosis_note(d, "configuration", "none in %s", config->folder);
    else
        diagnosis_note(d, "configuration", "%s", config->file);
    if (config->script_location)
        diagnosis_note(d, "configuration", "scripts in %s", config->script_location);
    diagnosis_note(d, "configuration", "%s",
                   config->is_alembic ? "an Alembic project: Alembic's defaults apply"
                                      : "limbeck's own defaults apply");
}

/* As a command that writes would read it: what stops that is what matters. */
static void read_env_py(struct diagnosis *d, struct command_env *env)
{
    const struct env_py *env_py = project_read_env_py(env, PROJECT_WRITES);
    struct strlist *facts;

    if (!env_py) {
        diagnosis_problem(d, "env.py", env->err);
        return;
    }
    facts = project_env_py_facts(env->mem, env_py);
    for (size_t i = 0; i < facts->n; i++)
        diagnosis_note(d, "env.py", "%s", facts->items[i]);
    if (env_py->path && facts->n == 0)
        diagnosis_note(d, "env.py", "nothing in it decides what limbeck does");
}

static struct diagnosis *examine(struct command_env *env)
{
    struct diagnosis *d = mem_new(env->mem, struct diagnosis);
    struct graph *graph;

    read_configuration(d, env->config);
    read_env_py(d, env);
    graph = project_graph(env);
    if (graph)
        diagnosis_scripts(d, env, graph);
    else
        diagnosis_problem(d, "scripts", env->err);
    diagnosis_database(d, env, graph);
    return d;
}

static void print_text(struct command_env *env, const struct diagnosis *d)
{
    size_t problems = 0;

    for (size_t i = 0; i < d->n; i++) {
        const struct finding *f = &d->findings[i];
        bool again = i > 0 && strcmp(d->findings[i - 1].topic, f->topic) == 0;

        fprintf(env->out, "%-*s%s%s\n", TOPIC_WIDTH, again ? "" : f->topic,
                f->is_problem ? "! " : "", f->text);
        if (f->remedy)
            fprintf(env->out, "%*s  %s\n", TOPIC_WIDTH, "", f->remedy);
        problems += f->is_problem;
    }
    if (problems == 0)
        fprintf(env->out, "\nnothing stands in the way of \"%s upgrade\"\n", env->program->name);
    else
        fprintf(env->out, "\n%zu problem%s\n", problems, problems == 1 ? "" : "s");
}

static void print_json(struct command_env *env, const struct diagnosis *d)
{
    struct json *json = json_to_file(env->mem, env->out);

    json_array(json, NULL);
    for (size_t i = 0; i < d->n; i++) {
        json_object(json, NULL);
        json_string(json, "topic", d->findings[i].topic);
        json_bool(json, "problem", d->findings[i].is_problem);
        json_string(json, "text", d->findings[i].text);
        json_string(json, "remedy", d->findings[i].remedy);
        json_end(json);
    }
    json_end(json);
}

static bool run(struct command_env *env, const void *options)
{
    struct diagnosis *d = examine(env);

    (void)options;
    if (env->globals->json)
        print_json(env, d);
    else
        print_text(env, d);
    return true;
}

static const struct option_spec option_specs[] = {
    {.kind = OPTION_END},
};

const struct command command_doctor = {
    .name = "doctor",
    .summary = "how limbeck reads this project, and what stands in the way",
    .manual = "Reads the configuration, env.py, every script in both directions and the database, "
              "and changes nothing. Lines that begin with \"!\" name what would stop a command, "
              "with the line to write. The exit code is 0 also when there are some.",
    .options = option_specs,
    .run = run,
};
