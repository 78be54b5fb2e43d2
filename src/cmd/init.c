/* init: a new project, ready for its first script. */
#include <assert.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cmd/commands.h"
#include "cmd/template.h"
#include "text/json.h"

struct init_options {
    const char *directory, *template;
    bool package, compose;
};

static const struct option_spec option_specs[] = {
    {OPTION_OPTIONAL, '\0', "directory", offsetof(struct init_options, directory),
     "the folder of the scripts; migrations if not given"},
    {OPTION_STRING, 't', "template", offsetof(struct init_options, template),
     "the kind of project, see list_templates"},
    {OPTION_FLAG, '\0', "package", offsetof(struct init_options, package),
     "also write an empty __init__.py into the folders of the scripts"},
    {OPTION_FLAG, '\0', "compose", offsetof(struct init_options, compose),
     "the same as --template compose: a container serves the database"},
    {.kind = OPTION_END},
};

static const struct init_options defaults = {.directory = "migrations"};

/* What init has to do, decided before anything is touched. */
struct plan {
    struct command_env *env;
    const struct template *template;
    const char *directory; /* absolute */
    const char *versions;
    const char *config;   /* the file to write: limbeck.toml, alembic.ini, ... */
    const char *location; /* of the scripts as that file says it */
    struct strlist *made;
};

static const struct template *choose_template(struct command_env *env, const struct init_options *o)
{
    const char *name = o->compose    ? "compose"
                       : o->template ? o->template
                                     : template_default(env->program->is_alembic);
    const struct template *template = template_find(name);

    if (!template) {
        error_set(env->err, ERROR_NOT_FOUND, "No such template %s", name);
        error_hint(env->err, "\"%s list_templates\" lists them.", env->program->name);
    }
    return template;
}

/*
 * The configuration to write: what -c names, or limbeck.toml here.  Beside an
 * alembic.ini it would override that one's database, so that one stays alone.
 */
static const char *choose_toml(struct command_env *env)
{
    const struct strlist *configs = env->globals->configs;
    const char *name = configs ? configs->items[configs->n - 1] : "limbeck.toml";

    if (!configs && !file_exists(name) && file_exists("alembic.ini"))
        return path_absolute(env->mem, "alembic.ini");
    if (!path_has_suffix(name, ".toml") || strcmp(path_name(name), "pyproject.toml") == 0)
        error_set(env->err, ERROR_USAGE,
                  "init writes a configuration called limbeck.toml or NAME.toml, not \"%s\"", name);
    else
        return path_absolute(env->mem, name);
    return NULL;
}

static const char *choose_config(struct command_env *env, const struct template *template)
{
    const struct strlist *configs = env->globals->configs;

    if (configs && configs->n > 1) {
        error_set(env->err, ERROR_USAGE, "init writes one configuration file, not %zu", configs->n);
        return NULL;
    }
    if (!template->env)
        return choose_toml(env);
    return path_absolute(env->mem, configs ? configs->items[0] : "alembic.ini");
}

static bool is_empty(TALLOC_CTX *mem, const char *folder)
{
    struct strlist *names = file_names(mem, folder, error_new(mem));

    return !names || names->n == 0;
}

/* 'path' as seen from 'folder', if it lies in it; else as it is. */
static const char *path_within(const char *folder, const char *path)
{
    size_t n = strlen(folder);

    return strncmp(path, folder, n) == 0 && path[n] == '/' ? path + n + 1 : path;
}

static bool make_plan(struct plan *plan, struct command_env *env, const struct init_options *o)
{
    *plan = (struct plan){.env = env, .made = strlist_new(env->mem)};
    if (file_exists(o->directory) && !is_empty(env->mem, o->directory))
        return error_set(env->err, ERROR_CONFLICT, "Directory %s already exists and is not empty",
                         o->directory);
    if (!(plan->template = choose_template(env, o)) ||
        !(plan->config = choose_config(env, plan->template)))
        return false;
    plan->directory = path_absolute(env->mem, o->directory);
    plan->versions = path_join(env->mem, plan->directory, "versions");
    plan->location = path_within(path_folder(env->mem, plan->config), plan->directory);
    return true;
}

/* Report the end of an action that a message began. */
static bool ended(struct plan *plan, const char *path, bool ok)
{
    message_end(plan->env, ok);
    if (ok)
        strlist_add(plan->made, path);
    return ok;
}

static bool make_folder(struct plan *plan, const char *path)
{
    message_begin(plan->env, "Creating directory %s", path);
    return ended(plan, path, file_make_folder(path, 0777, plan->env->err));
}

/* Make a file; one that is there stays as it is. */
static bool make_file(struct plan *plan, const char *path, const char *text)
{
    if (file_exists(path)) {
        message_print(plan->env, "File %s already exists, skipping", path);
        return true;
    }
    message_begin(plan->env, "Generating %s", path);
    return ended(plan, path, file_create(path, text, plan->env->err));
}

static bool make_package(struct plan *plan)
{
    const char *const folders[] = {plan->directory, plan->versions, NULL};

    for (size_t i = 0; folders[i]; i++) {
        char *path = path_join(plan->env->mem, folders[i], "__init__.py");

        message_begin(plan->env, "Adding %s", path);
        if (!ended(plan, path, file_create(path, "", plan->env->err)))
            return false;
    }
    return true;
}

/* Add to .gitignore what is missing there. */
static bool extend_gitignore(struct plan *plan)
{
    struct command_env *env = plan->env;
    enum { MAX_GITIGNORE = 1 << 20 };
    char *path = path_join(env->mem, path_folder(env->mem, plan->config), ".gitignore");
    bool exists = file_exists(path);
    struct file_text *old = exists ? file_read(env->mem, path, MAX_GITIGNORE, env->err) : NULL;
    char *text;

    if (exists && !old)
        return false;
    text = template_gitignore(env->mem, old ? old->bytes : "");
    if (!text)
        return true;
    message_begin(env, exists ? "Adding to %s" : "Generating %s", path);
    return ended(plan, path, file_replace(path, text, env->err));
}

/* As Alembic writes it: from the folder of the configuration, %(here)s. */
static const char *here_location(const struct plan *plan)
{
    return *plan->location == '/' ? plan->location
                                  : mem_printf(plan->env->mem, "%%(here)s/%s", plan->location);
}

/* Settings in pyproject.toml: a new one, or behind what an old one says. */
static bool extend_pyproject(struct plan *plan)
{
    enum { MAX_PYPROJECT = 1 << 20 };
    struct command_env *env = plan->env;
    char *path = path_join(env->mem, path_folder(env->mem, plan->config), "pyproject.toml");
    char *ours = template_pyproject(env->mem, here_location(plan));
    struct file_text *old;

    if (!file_exists(path))
        return make_file(plan, path, ours);
    if (!(old = file_read(env->mem, path, MAX_PYPROJECT, env->err)))
        return false;
    if (strstr(old->bytes, "[tool.alembic]")) {
        message_print(env,
                      "File %s already exists and already has a [tool.alembic] section, "
                      "skipping",
                      path);
        return true;
    }
    message_begin(env, "Appending to %s", path);
    return ended(plan, path,
                 file_replace(path, mem_printf(env->mem, "%s\n\n%s", old->bytes, ours), env->err));
}

/* Alembic's layout: env.py and script.py.mako beside versions/. */
static bool make_alembic_files(struct plan *plan)
{
    TALLOC_CTX *mem = plan->env->mem;
    const struct template *template = plan->template;
    const char *location = template->pyproject ? NULL : here_location(plan);

    return make_file(plan, plan->config, template_ini(mem, template, location)) &&
           (!template->pyproject || extend_pyproject(plan)) &&
           make_file(plan, path_join(mem, plan->directory, "env.py"), template->env) &&
           make_file(plan, path_join(mem, plan->directory, "script.py.mako"), template_script());
}

static bool make_files(struct plan *plan)
{
    TALLOC_CTX *mem = plan->env->mem;
    char *compose = path_join(mem, path_folder(mem, plan->config), "compose.yaml");

    assert(plan->template);
    if (plan->template->env)
        return make_alembic_files(plan);
    return make_file(plan, plan->config, template_toml(mem, plan->template, plan->location)) &&
           (!plan->template->compose || make_file(plan, compose, template_compose)) &&
           extend_gitignore(plan);
}

static void print_json(const struct plan *plan)
{
    struct json *json = json_to_file(plan->env->mem, plan->env->out);

    json_object(json, NULL);
    json_string(json, "config", plan->config);
    json_string(json, "script_location", plan->directory);
    json_strings(json, "made", plan->made->items);
    json_end(json);
}

static void say_next(const struct plan *plan)
{
    struct command_env *env = plan->env;

    if (plan->template->env) {
        message_print(env,
                      "Please edit configuration/connection/logging settings in %s before "
                      "proceeding.",
                      plan->config);
        return;
    }
    if (!strlist_has(plan->made, plan->config)) {
        message_print(env, "Please edit configuration settings in %s before proceeding.",
                      plan->config);
        return;
    }
    if (plan->template->compose)
        message_print(env, "Start the database with \"docker compose up --detach --wait\".");
    message_print(env, "Make the first script with \"%s revision -m MESSAGE\".",
                  env->program->name);
}

static bool run(struct command_env *env, const void *options)
{
    const struct init_options *o = options;
    struct plan plan;

    if (o->directory && !*o->directory)
        return error_set(env->err, ERROR_USAGE, "\"\" is no name for a folder");
    if (!make_plan(&plan, env, o))
        return false;
    if ((!file_exists(plan.directory) && !make_folder(&plan, plan.directory)) ||
        !make_folder(&plan, plan.versions) || !make_files(&plan) ||
        (o->package && !make_package(&plan)))
        return false;
    if (env->globals->json)
        print_json(&plan);
    say_next(&plan);
    return true;
}

const struct command command_init = {
    .name = "init",
    .summary = "make a new project",
    .manual = "Make a new project here: limbeck.toml, the folder of the scripts, and lines in "
              ".gitignore.  Files that are there stay as they are.",
    .options = option_specs,
    .options_size = sizeof(struct init_options),
    .defaults = &defaults,
    .run = run,
    .is_alembic = true,
    .no_config = true,
};
