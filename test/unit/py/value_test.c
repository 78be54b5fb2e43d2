/*
 * What scripts see of values, expression by expression, as CPython has it: the
 * value_*.txt files say how they are read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "harness/stanza.h"
#include "harness/test.h"
#include "py/parser.h"
#include "py/py.h"

/* The statements of a case, and a function of no arguments for each expression. */
static struct buf *module_of(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct buf *source = buf_new(mem, BUF_MAX);
    size_t n = 0;

    for (size_t i = 0; i < stanza->n_lines; i++) {
        const struct stanza_line *line = &stanza->lines[i];

        if (line->tag == '!')
            buf_addf(source, "%s\n", line->text);
        if (line->tag == '>')
            buf_addf(source, "def expression_%zu():\n    return (%s)\n", n++, line->text);
    }
    return source;
}

/* "case.py:7: ValueError: text" without its place. */
static const char *without_place(const char *message)
{
    const char *colon = strchr(message, ':');
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;

    return digits > 0 ? colon + 1 + digits + 2 : message;
}

static void run_expression(TALLOC_CTX *mem, struct py *py, struct py_module *module, size_t i,
                           const char *expected)
{
    struct error *err = error_new(mem);
    struct py_object *function = py_dict_at(module->dict, mem_printf(mem, "expression_%zu", i));
    struct py_object *value = py_run(py, function, &(struct py_args){.n = 0}, err);
    struct py_object *repr_function = py_dict_at(module->dict, "represent");
    struct py_args one = {.values = &value, .n = 1};
    struct py_object *text = value ? py_run(py, repr_function, &one, err) : NULL;

    EQUAL_STR(text ? py_text(text) : without_place(err->message), expected);
}

static void run_within(TALLOC_CTX *mem, const struct stanza *stanza, const struct py_limits *limits)
{
    struct error *err = error_new(mem);
    struct py *py = py_new(mem, &(struct py_host){.data = NULL}, limits);
    struct buf *source = module_of(mem, stanza);
    struct py_tree *tree;
    struct py_module *module;
    size_t n = 0;

    buf_add(source, "def represent(value):\n    return repr(value)\n");
    tree = py_parse(py_arena(py), "case.py", source->text, source->length, err);
    module = tree ? py_load(py, tree, "values", err) : NULL;
    if (!module) {
        EQUAL_STR(err->message, "");
        return;
    }
    for (size_t i = 0; i + 1 < stanza->n_lines; i++)
        if (stanza->lines[i].tag == '>')
            run_expression(mem, py, module, n++, stanza->lines[i + 1].text);
}

static void run_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    run_within(mem, stanza, NULL);
}

static void run_refused(TALLOC_CTX *mem, const struct stanza *stanza)
{
    run_within(mem, stanza,
               &(const struct py_limits){.steps = 1000 * 1000, .bytes = 64 << 20, .text = 1 << 20});
}

#define VALUES(name)                                                                               \
    TEST(py_value_##name##_is_as_in_cpython)                                                       \
    {                                                                                              \
        stanza_each("unit/py/value_" #name ".txt", run_case);                                      \
    }

VALUES(str)
VALUES(format)
VALUES(percent)
VALUES(number)
VALUES(list)
VALUES(dict)
VALUES(bytes)
VALUES(exception)
VALUES(protocol)

TEST(py_value_refuses_what_would_be_too_large)
{
    stanza_each("unit/py/refused.txt", run_refused);
}
