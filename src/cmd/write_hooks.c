#include "cmd/write_hooks.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cli/message.h"
#include "config/config.h"
#include "text/shell_words.h"

static const char file_token[] = "REVISION_SCRIPT_FILENAME";

static const char *required(const struct config_hook *hook, const char *key, const char *value,
                            struct error *err)
{
    if (!value)
        error_set(err, ERROR_USAGE, "Key %s.%s is required for post write hook '%s'", hook->name,
                  key, hook->name);
    return value;
}

/*
 * Without Python "console_scripts" and "module" mean what they install: a
 * program on the PATH, and what "python3 -m" runs.
 */
static bool add_program(struct strlist *argv, const struct config_hook *hook, struct error *err)
{
    const char *program;

    if (strcmp(hook->type, "exec") == 0)
        program = required(hook, "executable", hook->executable, err);
    else if (strcmp(hook->type, "console_scripts") == 0)
        program = required(hook, "entrypoint", hook->entrypoint, err);
    else if (strcmp(hook->type, "module") == 0)
        program = required(hook, "module", hook->module, err);
    else
        return error_set(err, ERROR_USAGE, "No formatter with name '%s' registered", hook->type);
    if (program && strcmp(hook->type, "module") == 0) {
        strlist_add(argv, "python3");
        strlist_add(argv, "-m");
    }
    if (program)
        strlist_add(argv, program);
    return program != NULL;
}

/* 'word' with the path in place of the token. */
static char *fill_in(TALLOC_CTX *mem, const char *word, const char *path)
{
    const char *at = strstr(word, file_token);

    if (!at)
        return mem_strdup(mem, word);
    return mem_printf(mem, "%.*s%s%s", (int)(at - word), word, path,
                      fill_in(mem, at + strlen(file_token), path));
}

static bool add_options(struct strlist *argv, const struct config_hook *hook, const char *path,
                        struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *options = hook->options ? hook->options : "";
    struct strlist *words;

    if (!strstr(options, file_token))
        options = mem_printf(scratch, "%s %s", file_token, options);
    words = shell_words(scratch, options, err);
    for (size_t i = 0; words && i < words->n; i++)
        strlist_add(argv, fill_in(scratch, words->items[i], path));
    return words || error_wrap(err, "%s.options", hook->name);
}

static bool run_hook(struct command_env *env, const struct config_hook *hook, const char *path)
{
    MEM_SCRATCH(scratch);
    struct strlist *argv = strlist_new(scratch);
    const struct process_options options = {.folder = hook->cwd, .interactive = true};

    if (!add_program(argv, hook, env->err) || !add_options(argv, hook, path, env->err))
        return false;
    fflush(env->out);
    return process_run(scratch, argv->items, &options, env->err) ||
           error_hint(env->err, "The script is written: %s", path);
}

bool write_hooks_run(struct command_env *env, const char *path)
{
    for (size_t i = 0; i < env->config->n_hooks; i++) {
        const struct config_hook *hook = &env->config->hooks[i];
        bool ok;

        if (!hook->name || !hook->type)
            return error_set(env->err, ERROR_USAGE,
                             "Key '%s.type' (or 'type' in toml) is required for post write hook "
                             "'%s'",
                             hook->name ? hook->name : "", hook->name ? hook->name : "");
        message_begin(env, "Running post write hook '%s'", hook->name);
        message_print(env, "%s", "");
        ok = run_hook(env, hook, path);
        message_end(env, ok);
        if (!ok)
            return false;
    }
    return true;
}
