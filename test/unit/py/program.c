#include "unit/py/program.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "harness/stanza.h"
#include "harness/test.h"
#include "py/parser.h"
#include "py/py.h"
#include "stdlib/stdlib.h"

/* A program, the modules beside it, and what it printed. */
struct program {
    TALLOC_CTX *mem;
    const struct stanza *stanza;
    struct buf *printed;
};

/* The '>' lines behind "@ path"; those of the program itself come before any '@'. */
static struct buf *file_of(TALLOC_CTX *mem, const struct stanza *stanza, const char *path)
{
    struct buf *text = buf_new(mem, BUF_MAX);
    bool is_it = strcmp(path, "case.py") == 0, found = is_it;

    for (size_t i = 0; i < stanza->n_lines; i++) {
        const struct stanza_line *line = &stanza->lines[i];

        if (line->tag == '@') {
            is_it = strcmp(line->text, path) == 0;
            found = found || is_it;
        } else if (line->tag == '>' && is_it) {
            buf_addf(text, "%s\n", line->text);
        }
    }
    return found ? text : NULL;
}

static const char *source(void *data, const char *name, const char **path, size_t *length,
                          bool *is_package)
{
    const struct program *program = data;
    char *file = mem_strdup(program->mem, name);
    struct buf *text;

    for (char *dot = file; (dot = strchr(dot, '.'));)
        *dot = '/';
    *path = mem_printf(program->mem, "%s.py", file);
    text = file_of(program->mem, program->stanza, *path);
    *is_package = !text;
    if (!text) {
        *path = mem_printf(program->mem, "%s/__init__.py", file);
        text = file_of(program->mem, program->stanza, *path);
    }
    if (!text) {
        *is_package = false;
        return NULL;
    }
    *length = text->length;
    return text->text;
}

static bool exists(void *data, const char *path, bool *is_folder)
{
    const struct program *program = data;

    *is_folder = false;
    return file_of(program->mem, program->stanza, path) != NULL;
}

static const char *environment(void *data, const char *name)
{
    const struct program *program = data;
    size_t n = strlen(name);

    for (size_t i = 0; i < program->stanza->n_lines; i++) {
        const struct stanza_line *line = &program->stanza->lines[i];

        if (line->tag == '$' && strncmp(line->text, name, n) == 0 && line->text[n] == '=')
            return line->text + n + 1;
    }
    return NULL;
}

static bool read_text(void *data, const char *path, TALLOC_CTX *mem, char **text, size_t *length)
{
    const struct program *program = data;
    struct buf *file = file_of(mem, program->stanza, path);

    if (!file)
        return false;
    *length = file->length;
    *text = file->text;
    return true;
}

static void say(void *data, const char *logger, const char *level, const char *text)
{
    const struct program *program = data;

    (void)logger;
    (void)level;
    buf_addf(program->printed, "%s\n", text);
}

/* Evaluate a program and, if it has one, its upgrade(). */
static void run(TALLOC_CTX *mem, struct program *program, const struct py_limits *limits,
                struct error *err)
{
    const struct py_host host = {
        .environment = environment,
        .source = source,
        .read_file = read_text,
        .file_exists = exists,
        .say = say,
        .data = program,
    };
    const struct buf *text = file_of(mem, program->stanza, "case.py");
    struct py *py = py_new(mem, &host, limits);
    const struct py_tree *tree = py_parse(py_arena(py), "case.py", text->text, text->length, err);
    struct py_module *module;
    struct py_object *upgrade;

    stdlib_add_modules(py);
    module = tree ? py_load(py, tree, "case", err) : NULL;
    upgrade = module ? py_dict_at(module->dict, "upgrade") : NULL;
    if (upgrade)
        py_run(py, upgrade, &py_nothing, err);
}

/* Spaces at the end of a line are no part of an expectation. */
static char *without_trailing_spaces(TALLOC_CTX *mem, const char *text)
{
    struct buf *out = buf_new(mem, BUF_MAX);

    for (; *text; text++) {
        if (*text == '\n')
            while (out->length > 0 && out->text[out->length - 1] == ' ')
                buf_cut(out, out->length - 1);
        buf_addc(out, *text);
    }
    return out->text;
}

void program_check_within(TALLOC_CTX *mem, const struct stanza *stanza,
                          const struct py_limits *limits)
{
    struct program program = {mem, stanza, buf_new(mem, BUF_MAX)};
    struct error *err = error_new(mem);
    const char *message;

    run(mem, &program, limits, err);
    message = err->message ? mem_printf(mem, "%s\n", err->message) : "";
    EQUAL_STR(without_trailing_spaces(mem, program.printed->text), stanza_text(mem, stanza, '='));
    EQUAL_STR(message, stanza_text(mem, stanza, '!'));
}

void program_check(TALLOC_CTX *mem, const struct stanza *stanza)
{
    program_check_within(mem, stanza, NULL);
}
