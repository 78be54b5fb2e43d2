#include "cmd/new_revision.h"

#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cmd/project.h"
#include "cmd/revision_id.h"
#include "cmd/write_hooks.h"
#include "config/config.h"
#include "graph/graph.h"
#include "graph/resolve.h"
#include "script/py_template.h"
#include "script/write.h"
#include "text/json.h"

enum { LOCK_WAIT_MS = 60000 };

/* One run, from what was asked for to what the script's header will say. */
struct draft {
    struct command_env *env;
    const struct new_revision *wanted;
    const struct graph *graph;
    const char *id;
    struct strlist *down;
    struct strlist *depends;
    const char *folder;
};

/* A graph of this revision alone judges its id. */
static bool check_id(struct draft *draft)
{
    MEM_SCRATCH(scratch);
    const struct revision alone = {.id = draft->id, .doc = ""};
    const struct revision *taken = graph_at(draft->graph, draft->id);

    if (!graph_new(scratch, &alone, 1, draft->env->err))
        return false;
    if (taken)
        return error_set(draft->env->err, ERROR_CONFLICT, "revision \"%s\" is there already, in %s",
                         draft->id, taken->path);
    return true;
}

static bool choose_id(struct draft *draft)
{
    struct command_env *env = draft->env;

    draft->id = draft->wanted->rev_id;
    if (!draft->id)
        draft->id =
            revision_id_new(env->mem, draft->graph, env->config->rev_id, clock_unix_us(), env->err);
    return draft->id && check_id(draft);
}

static bool several_heads(struct error *err)
{
    MEM_SCRATCH(scratch);
    char *detail = mem_strdup(scratch, err->detail);

    error_set(err, ERROR_CONFLICT,
              "Multiple heads are present; please specify the head revision on which the new "
              "revision should be based, or perform a merge.");
    return detail ? error_detail(err, "%s", detail) : false;
}

/* The revisions to build on, from the symbols that name them. */
static bool choose_heads(struct draft *draft)
{
    struct command_env *env = draft->env;
    struct strlist *heads = draft->down;

    for (size_t i = 0; i < draft->wanted->heads->n; i++) {
        revisions_t found =
            graph_resolve(env->mem, draft->graph, draft->wanted->heads->items[i], env->err);

        if (!found)
            return env->err->code == ERROR_CONFLICT ? several_heads(env->err) : false;
        for (; *found; found++) {
            if (strlist_has(heads, (*found)->id))
                return error_set(env->err, ERROR_CONFLICT, "Duplicate head revisions specified");
            strlist_add(heads, (*found)->id);
        }
    }
    return true;
}

static bool is_location(const struct config *config, const char *folder)
{
    MEM_SCRATCH(scratch);
    char *absolute = path_absolute(scratch, folder);

    for (size_t i = 0; config->versions[i]; i++)
        if (strcmp(path_absolute(scratch, config->versions[i]), absolute) == 0)
            return true;
    return false;
}

/* The folder for the script: asked for, or the only one, or that of the first parent. */
static bool choose_folder(struct draft *draft)
{
    struct command_env *env = draft->env;
    const struct config *config = env->config;
    const char *folder = draft->wanted->version_path;

    if (!folder && strings_count(config->versions) == 1)
        folder = config->versions[0];
    if (!folder && draft->down->n > 0)
        folder = path_folder(env->mem, graph_at(draft->graph, draft->down->items[0])->path);
    if (!folder)
        return error_set(env->err, ERROR_CONFLICT,
                         "Multiple version locations present, please specify --version-path");
    if (!is_location(config, folder))
        return error_set(env->err, ERROR_NOT_FOUND,
                         "Path %s is not represented in current version locations", folder);
    draft->folder = path_absolute(env->mem, folder);
    return true;
}

static bool check_heads(const struct draft *draft)
{
    for (size_t i = 0; !draft->wanted->splice && i < draft->down->n; i++)
        if (!graph_is_head(draft->graph, graph_at(draft->graph, draft->down->items[i])))
            return error_set(draft->env->err, ERROR_CONFLICT,
                             "Revision %s is not a head revision; please specify --splice to "
                             "create a new branch from this revision",
                             draft->down->items[i]);
    return true;
}

/* Beginnings of ids become ids; labels stay what they are. */
static bool choose_dependencies(struct draft *draft)
{
    const struct strlist *wanted = draft->wanted->depends_on;

    for (size_t i = 0; wanted && i < wanted->n; i++) {
        const char *symbol = wanted->items[i];
        revisions_t found = graph_resolve(draft->env->mem, draft->graph, symbol, draft->env->err);

        if (!found)
            return false;
        if (*found && strings_have(graph_labels(draft->graph, *found), symbol))
            strlist_add(draft->depends, symbol);
        else if (*found)
            strlist_add(draft->depends, (*found)->id);
    }
    return true;
}

/* A label may stand in one script only: Alembic notices when the file is there. */
static bool check_label(const struct draft *draft)
{
    const char *label = draft->wanted->branch_label;

    for (revisions_t r = graph_all(draft->graph); label && *r; r++)
        if (strcmp((*r)->id, label) == 0 || strings_have((*r)->labels, label))
            return error_set(draft->env->err, ERROR_CONFLICT,
                             "Branch name '%s' in revision %s already used by revision %s", label,
                             draft->id, (*r)->id);
    return true;
}

static const char *option_of(void *data, const char *section, const char *name)
{
    const struct command_env *env = data;

    return config_option(env->mem, env->config, section, name);
}

static struct script_written *write_script(const struct draft *draft)
{
    const struct config *config = draft->env->config;
    const char *const labels[] = {draft->wanted->branch_label, NULL};
    const struct script_draft header = {
        .id = draft->id,
        .down = draft->down->items,
        .labels = labels,
        .depends = draft->depends->items,
        .message = draft->wanted->message,
    };
    const struct py_template template = {
        .path = path_join(draft->env->mem, config->script_location, "script.py.mako"),
        .option = option_of,
        .data = draft->env,
    };
    const struct script_naming naming = {
        .py = strcmp(config->script_format, "py") == 0 ? &template : NULL,
        .folder = draft->folder,
        .template = config->file_template,
        .truncate_slug_length = config->truncate_slug_length,
        .timezone = config->timezone,
    };

    return script_write(draft->env->mem, &header, &naming, clock_unix_us(), draft->env->err);
}

static void say_written(const struct draft *draft, const struct script_written *written)
{
    struct command_env *env = draft->env;

    if (written->new_folder) {
        message_begin(env, "Creating directory %s", written->new_folder);
        message_end(env, true);
    }
    message_begin(env, "Generating %s", written->path);
    message_end(env, true);
}

static void print_json(const struct draft *draft, const struct script_written *written)
{
    struct command_env *env = draft->env;
    struct json *json;

    if (!env->globals->json)
        return;
    json = json_to_file(env->mem, env->out);
    json_object(json, NULL);
    json_string(json, "revision", draft->id);
    json_strings(json, "down_revision", draft->down->items);
    json_string(json, "path", written->path);
    json_end(json);
}

static bool make(struct draft *draft)
{
    struct script_written *written;

    if (!choose_id(draft) || !choose_heads(draft) || !choose_folder(draft) || !check_heads(draft) ||
        !choose_dependencies(draft) || !check_label(draft))
        return false;
    written = write_script(draft);
    if (!written)
        return false;
    say_written(draft, written);
    if (!write_hooks_run(draft->env, written->path))
        return false;
    print_json(draft, written);
    return true;
}

/* From reading the scripts to writing the new one nobody else may write one. */
static bool lock_scripts(struct command_env *env)
{
    const char *folder = env->config->script_location;

    return !folder || !file_is_folder(folder) ||
           file_lock(env->mem, folder, LOCK_WAIT_MS, env->err);
}

bool new_revision_make(struct command_env *env, const struct new_revision *wanted)
{
    struct draft draft = {
        .env = env,
        .wanted = wanted,
        .down = strlist_new(env->mem),
        .depends = strlist_new(env->mem),
    };

    return lock_scripts(env) && (draft.graph = project_graph(env)) && make(&draft);
}
