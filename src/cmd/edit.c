/* edit: open the scripts of revisions in an editor. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cmd/commands.h"
#include "cmd/project.h"
#include "graph/graph.h"
#include "graph/resolve.h"

struct edit_options {
    const char *revision;
};

static const struct option_spec option_specs[] = {
    {OPTION_ARGUMENT, '\0', "rev", offsetof(struct edit_options, revision),
     "a revision, a label, \"head\", \"heads\" or \"current\"", "REVISION"},
    {.kind = OPTION_END},
};

static char *find_program(TALLOC_CTX *mem, const char *name)
{
    if (strchr(name, '/'))
        return file_exists(name) ? mem_strdup(mem, name) : NULL;
    return process_find(mem, name);
}

/* The words of what EDITOR says ("code --wait"), or none when there is no such program. */
static struct strlist *editor_words(TALLOC_CTX *mem, const char *setting)
{
    struct strlist *words = strlist_new(mem);
    char *program = find_program(words, setting);

    if (program) {
        strlist_add(words, program);
        return words;
    }
    for (const char *at = setting + strspn(setting, " "); *at;) {
        size_t n = strcspn(at, " ");

        strlist_addn(words, at, n);
        at += n + strspn(at + n, " ");
    }
    program = words->n > 0 ? find_program(words, words->items[0]) : NULL;
    if (!program)
        return NULL;
    words->items[0] = program;
    return words;
}

static struct strlist *find_editor(TALLOC_CTX *mem, struct error *err)
{
    const char *const settings[] = {
        getenv("EDITOR"), getenv("VISUAL"), "sensible-editor", "editor", "nano", "vim", "code"};

    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
        struct strlist *words = settings[i] ? editor_words(mem, settings[i]) : NULL;

        if (words)
            return words;
    }
    error_set(err, ERROR_NOT_FOUND,
              "Error executing editor (No suitable editor found. Please set the \"EDITOR\" or "
              "\"VISUAL\" environment variables)");
    return NULL;
}

static bool edit(const struct strlist *editor, const char *path, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *argv = strlist_new(scratch);
    struct process_result *result;

    for (size_t i = 0; i < editor->n; i++)
        strlist_add(argv, editor->items[i]);
    strlist_add(argv, path);
    result = process_run(scratch, argv->items, &(struct process_options){.interactive = true}, err);
    if (!result)
        return error_set(err, ERROR_SYSTEM, "Error executing editor (%s)", err->message);
    if (result->status != 0)
        return error_set(err, ERROR_SYSTEM,
                         "Error executing editor (Command '['%s']' returned non-zero exit status "
                         "%d.)",
                         strlist_join(scratch, argv, "', '"), result->status);
    return true;
}

/* The revisions to edit; none is an error. */
static revisions_t chosen(struct command_env *env, const struct graph *graph, const char *symbol)
{
    const char *const *rows = NULL;
    revisions_t revisions;

    if (graph_symbol_needs_rows(symbol)) {
        if (!(rows = project_rows(env)))
            return NULL;
        if (!*rows) {
            error_set(env->err, ERROR_NOT_FOUND, "No current revisions");
            return NULL;
        }
    }
    revisions = graph_resolve_for_show(env->mem, graph, symbol, rows, env->err);
    if (revisions && !*revisions) {
        error_set(env->err, ERROR_NOT_FOUND, "No revision files indicated by symbol '%s'", symbol);
        return NULL;
    }
    return revisions;
}

static bool run(struct command_env *env, const void *options)
{
    const struct edit_options *o = options;
    struct graph *graph = project_graph(env);
    revisions_t revisions = graph ? chosen(env, graph, o->revision) : NULL;
    struct strlist *editor = revisions ? find_editor(env->mem, env->err) : NULL;

    if (!editor)
        return false;
    for (; *revisions; revisions++)
        if (!edit(editor, (*revisions)->path, env->err))
            return false;
    return true;
}

const struct command command_edit = {
    .name = "edit",
    .summary = "open the scripts of revisions in an editor",
    .manual = "Open the scripts of the revisions, one after the other, with the program that "
              "EDITOR or VISUAL names, or with the first of sensible-editor, editor, nano, vim and "
              "code that is installed.",
    .options = option_specs,
    .options_size = sizeof(struct edit_options),
    .run = run,
    .is_alembic = true,
};
