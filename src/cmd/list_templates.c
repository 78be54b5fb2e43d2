/* list_templates: the kinds of projects that init makes. */
#include "cli/command.h"
#include "cli/message.h"
#include "cmd/commands.h"
#include "cmd/template.h"
#include "text/json.h"

static void print_json(struct command_env *env)
{
    struct json *json = json_to_file(env->mem, env->out);

    json_array(json, NULL);
    for (const struct template *t = templates; t->name; t++) {
        json_object(json, NULL);
        json_string(json, "name", t->name);
        json_string(json, "summary", t->summary);
        json_end(json);
    }
    json_end(json);
}

static bool run(struct command_env *env, const void *options)
{
    FILE *out = message_listing(env);

    (void)options;
    if (env->globals->json) {
        print_json(env);
        return true;
    }
    fputs("Available templates:\n\n", out);
    for (const struct template *t = templates; t->name; t++)
        fprintf(out, "%s - %s\n", t->name, t->summary);
    fprintf(out,
            "\nTemplates are used via the 'init' command, e.g.:\n"
            "\n  %s init --template generic ./scripts\n",
            env->program->name);
    return true;
}

const struct command command_list_templates = {
    .name = "list_templates",
    .summary = "list the kinds of projects that init makes",
    .run = run,
    .is_alembic = true,
    .no_config = true,
};
