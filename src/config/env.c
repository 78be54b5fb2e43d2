#include "config/env.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "config/dotenv.h"

enum { MAX_FILE = 1 << 20, MAX_LENGTH = 1 << 20 };

struct env {
    const char *const *variables;
    struct map *file;
    const char *path; /* of the file, or NULL when there is none */
    size_t bad_line;
};

static const char *process_value(const struct env *env, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; env->variables[i]; i++)
        if (strncmp(env->variables[i], name, n) == 0 && env->variables[i][n] == '=')
            return env->variables[i] + n + 1;
    return NULL;
}

static const char *lookup(const char *name, void *data)
{
    return process_value(data, name);
}

struct env *env_new(TALLOC_CTX *mem, const char *const *variables)
{
    struct env *env = mem_new(mem, struct env);

    env->variables = strings_copy(env, variables ? variables : (const char *const *)environ);
    env->file = map_new(env);
    return env;
}

bool env_add_file(struct env *env, const char *path, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct file_text *file;

    if (!file_exists(path) || file_is_folder(path)) /* a folder is a virtual environment */
        return true;
    file = file_read(scratch, path, MAX_FILE, err);
    if (!file) {
        err->code = ERROR_USAGE;
        return false;
    }
    env->path = mem_strdup(env, path);
    env->bad_line = dotenv_parse(env->file, file->bytes, lookup, env);
    return true;
}

const char *env_of_process(const struct env *env, const char *name)
{
    const char *value = process_value(env, name);

    return value && *value ? value : NULL;
}

/* A variable that the process has wins even when it is empty: that is how one is switched off. */
const char *env_at(const struct env *env, const char *name)
{
    const char *value = process_value(env, name);

    if (!value)
        value = map_at(env->file, name);
    return value && *value ? value : NULL;
}

static bool fail_unset(const struct env *env, const char *name, struct error *err)
{
    error_set(err, ERROR_USAGE, "variable \"%s\" is not set", name);
    if (env->bad_line)
        return error_hint(err, "Line %zu of \"%s\" is not understood: it should read NAME=value.",
                          env->bad_line, env->path);
    return error_hint(err,
                      "Set it in the environment, or write a line %s=... into a file .env "
                      "beside the configuration.",
                      name);
}

/* '*at' stands behind "${" and is moved behind "}". */
static bool expand_one(struct buf *out, const struct env *env, const char **at, struct error *err)
{
    MEM_SCRATCH(scratch);
    size_t n = strcspn(*at, "}");
    char *name = mem_strndup(scratch, *at, n);
    char *otherwise = strstr(name, ":-");
    const char *value;

    if ((*at)[n] != '}')
        return error_set(err, ERROR_USAGE, "a \"${\" is not closed by a \"}\"");
    *at += n + 1;
    if (otherwise) {
        *otherwise = '\0';
        otherwise += 2;
    }
    value = env_at(env, name);
    if (!value && !otherwise)
        return fail_unset(env, name, err);
    buf_add(out, value ? value : otherwise);
    return true;
}

char *env_expand(TALLOC_CTX *mem, const struct env *env, const char *text, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct buf *out = buf_new(scratch, MAX_LENGTH);

    while (*text) {
        if (strncmp(text, "$${", 3) == 0) {
            buf_add(out, "${");
            text += 3;
        } else if (strncmp(text, "${", 2) == 0) {
            text += 2;
            if (!expand_one(out, env, &text, err))
                return NULL;
        } else {
            buf_addc(out, *text++);
        }
    }
    if (!out->full)
        return buf_take(mem, out);
    error_set(err, ERROR_USAGE, "the value becomes longer than 1 MiB");
    return NULL;
}
