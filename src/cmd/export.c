/* export: the SQL scripts of a project as scripts that Alembic runs. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cmd/commands.h"
#include "cmd/project.h"
#include "graph/graph.h"
#include "script/py_header.h"
#include "script/script.h"
#include "script/twin.h"
#include "text/json.h"

struct export_options {
    const char *folder;
    bool py;
};

static const struct option_spec option_specs[] = {
    {OPTION_ARGUMENT, '\0', "folder", offsetof(struct export_options, folder),
     "where the scripts go; it is made if it is not there", "FOLDER"},
    {OPTION_FLAG, '\0', "py", offsetof(struct export_options, py),
     "write Python scripts with one op.execute() for each statement"},
    {.kind = OPTION_END},
};

/* The name of the script with .py in place of .sql. */
static char *twin_path(TALLOC_CTX *mem, const char *folder, const char *path)
{
    const char *name = path_name(path);

    return path_join(mem, folder,
                     mem_printf(mem, "%.*s.py", (int)(strlen(name) - strlen(".sql")), name));
}

static bool export_one(struct command_env *env, const struct revision *r, const char *folder,
                       struct strlist *written)
{
    MEM_SCRATCH(scratch);
    char *path = twin_path(scratch, folder, r->path);
    struct script *script = script_read(scratch, r->path, env->err);
    bool ok;

    if (!script)
        return false;
    message_begin(env, "Generating %s", path);
    ok = file_create(path, script_twin(scratch, script, r->id, r->down, r->labels, r->depends),
                     env->err);
    message_end(env, ok);
    if (ok)
        strlist_add(written, path);
    return ok;
}

static bool run(struct command_env *env, const void *options)
{
    const struct export_options *o = options;
    struct graph *graph = o->py ? project_graph(env) : NULL;
    struct strlist *written = strlist_new(env->mem);
    const char *folder = path_absolute(env->mem, o->folder);
    struct json *json;

    if (!o->py) {
        error_set(env->err, ERROR_USAGE, "there is one thing to export to");
        return error_hint(env->err, "Write --py for Alembic's Python scripts.");
    }
    if (!graph || (!file_is_folder(folder) && !file_make_folder(folder, 0777, env->err)))
        return false;
    for (revisions_t r = graph_all(graph); *r; r++)
        if (!py_header_is_python((*r)->path) && !export_one(env, *r, folder, written))
            return false;
    if (env->globals->json) {
        json = json_to_file(env->mem, env->out);
        json_array(json, NULL);
        for (size_t i = 0; i < written->n; i++)
            json_string(json, NULL, written->items[i]);
        json_end(json);
    } else if (written->n == 0) {
        message_print(env, "There are no SQL scripts to export.");
    }
    return true;
}

const struct command command_export = {
    .name = "export",
    .summary = "write the SQL scripts as scripts that Alembic runs",
    .manual = "Write a Python script for each SQL script of the project: the same revision, with "
              "one op.execute() for each statement.  Alembic does not read SQL scripts; with these "
              "beside its own it goes on where limbeck stopped.  Existing files are not "
              "overwritten.",
    .options = option_specs,
    .options_size = sizeof(struct export_options),
    .run = run,
};
