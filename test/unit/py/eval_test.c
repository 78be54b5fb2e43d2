#include "py/py.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "harness/stanza.h"
#include "harness/test.h"
#include "py/parser.h"

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
static struct py *run(TALLOC_CTX *mem, struct program *program, const struct py_limits *limits,
                      const char *text, struct error *err)
{
    const struct py_host host = {
        .source = source, .read_file = read_text, .say = say, .data = program};
    struct py *py = py_new(mem, &host, limits);
    const struct py_args none = {0};
    struct py_tree *tree = py_parse(py_arena(py), "case.py", text, strlen(text), err);
    struct py_module *module = tree ? py_load(py, tree, "case", err) : NULL;
    struct py_object *upgrade = module ? py_dict_at(module->dict, "upgrade") : NULL;

    if (upgrade)
        py_run(py, upgrade, &none, err);
    return py;
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

static void check(TALLOC_CTX *mem, const struct stanza *stanza, const struct py_limits *limits)
{
    struct program program = {mem, stanza, buf_new(mem, BUF_MAX)};
    struct error *err = error_new(mem);
    const char *message;

    run(mem, &program, limits, file_of(mem, stanza, "case.py")->text, err);
    message = err->message ? mem_printf(mem, "%s\n", err->message) : "";
    EQUAL_STR(without_trailing_spaces(mem, program.printed->text), stanza_text(mem, stanza, '='));
    EQUAL_STR(message, stanza_text(mem, stanza, '!'));
}

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    check(mem, stanza, NULL);
}

static void check_case_under_small_limits(TALLOC_CTX *mem, const struct stanza *stanza)
{
    const struct py_limits limits = {.steps = 200000, .bytes = 16 << 20, .text = 1 << 20};

    check(mem, stanza, &limits);
}

TEST(py_eval_ends_hostile_programs)
{
    stanza_each("unit/py/eval_limits.txt", check_case_under_small_limits);
}

TEST(py_eval_statements_do_what_cpython_does)
{
    stanza_each("unit/py/eval_statements.txt", check_case);
}

TEST(py_eval_expressions_are_worth_what_cpython_says)
{
    stanza_each("unit/py/eval_expressions.txt", check_case);
}

TEST(py_eval_functions_take_and_give_as_in_cpython)
{
    stanza_each("unit/py/eval_functions.txt", check_case);
}

TEST(py_eval_classes_are_those_of_cpython)
{
    stanza_each("unit/py/eval_classes.txt", check_case);
}

TEST(py_eval_exceptions_are_raised_and_caught_as_in_cpython)
{
    stanza_each("unit/py/eval_exceptions.txt", check_case);
}

TEST(py_eval_generators_stop_and_go_on_as_in_cpython)
{
    stanza_each("unit/py/eval_generators.txt", check_case);
}

TEST(py_eval_builtins_answer_as_in_cpython)
{
    stanza_each("unit/py/eval_builtins.txt", check_case);
}

TEST(py_eval_imports_find_what_cpython_finds)
{
    stanza_each("unit/py/eval_imports.txt", check_case);
}

TEST(py_eval_goes_on_without_what_it_cannot_evaluate)
{
    stanza_each("unit/py/eval_poison.txt", check_case);
}
