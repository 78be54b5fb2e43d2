/* The arguments of a call go to the parameters of a function. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/function.h"
#include "py/interp.h"

struct binding {
    const struct py_function *function;
    const struct py_parameters *parameters;
    struct py_object **slots;
    struct py_dict *rest_keyword; /* of **kwargs, or NULL */
};

static size_t n_required(const struct binding *b)
{
    size_t n = 0;

    for (size_t i = 0; i < b->parameters->n_positional; i++)
        if (!b->function->defaults[i])
            n++;
    return n;
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* "f() takes from 1 to 2 positional arguments but 3 were given" */
static bool too_many(struct py *py, const struct binding *b, size_t given)
{
    MEM_SCRATCH(scratch);
    size_t most = b->parameters->n_positional, least = n_required(b), keyword_only = 0;
    const char *takes = least < most ? mem_printf(scratch, "from %zu to %zu", least, most)
                                     : mem_printf(scratch, "%zu", most);
    const char *also = "";

    for (size_t i = most; i < b->parameters->n; i++)
        if (b->slots[i])
            keyword_only++;
    if (keyword_only > 0)
        also = mem_printf(scratch, " positional argument%s (and %zu keyword-only argument%s)",
                          plural(given), keyword_only, plural(keyword_only));
    py_raise(py, &py_type_error, "%s() takes %s positional argument%s but %zu%s %s given",
             b->function->qualname, takes, most == 1 && least == most ? "" : "s", given, also,
             given == 1 && keyword_only == 0 ? "was" : "were");
    return false;
}

static void bind_positional(struct py *py, const struct binding *b, const struct py_args *args)
{
    size_t n = args->n < b->parameters->n_positional ? args->n : b->parameters->n_positional;

    if (n > 0)
        memcpy(b->slots, args->values, n * sizeof(*b->slots));
    if (b->parameters->rest)
        b->slots[b->parameters->n] = py_tuple(py, args->values + n, args->n - n);
}

static size_t parameter_named(const struct binding *b, const char *name)
{
    for (size_t i = b->parameters->n_positional_only; i < b->parameters->n; i++)
        if (strcmp(b->parameters->items[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

static bool unexpected(struct py *py, const struct binding *b, const char *name)
{
    for (size_t i = 0; i < b->parameters->n_positional_only; i++)
        if (strcmp(b->parameters->items[i].name, name) == 0) {
            py_raise(py, &py_type_error,
                     "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                     b->function->qualname, name);
            return false;
        }
    py_raise(py, &py_type_error, "%s() got an unexpected keyword argument '%s'",
             b->function->qualname, name);
    return false;
}

static bool bind_keywords(struct py *py, const struct binding *b, const struct py_args *args)
{
    for (size_t i = 0; i < args->n_keywords; i++) {
        const struct py_keyword *keyword = &args->keywords[i];
        size_t slot = parameter_named(b, keyword->name);

        if (slot == SIZE_MAX) {
            if (!b->rest_keyword)
                return unexpected(py, b, keyword->name);
            py_dict_put_text(py, b->rest_keyword, keyword->name, keyword->value);
            continue;
        }
        if (b->slots[slot]) {
            py_raise(py, &py_type_error, "%s() got multiple values for argument '%s'",
                     b->function->qualname, keyword->name);
            return false;
        }
        b->slots[slot] = keyword->value;
    }
    return true;
}

/* 'a', 'b', and 'c' */
static void add_missing(struct buf *out, const struct binding *b, size_t from, size_t to, size_t n)
{
    size_t left = n;

    for (size_t i = from; i < to; i++) {
        if (b->slots[i])
            continue;
        if (left < n)
            buf_add(out, left > 1 ? ", " : n > 2 ? ", and " : " and ");
        buf_addf(out, "'%s'", b->parameters->items[i].name);
        left--;
    }
}

/* Defaults where nothing was given; TypeError where there are none. */
static bool fill(struct py *py, const struct binding *b, size_t from, size_t to, const char *kind)
{
    MEM_SCRATCH(scratch);
    struct buf *names;
    size_t n = 0;

    for (size_t i = from; i < to; i++) {
        if (!b->slots[i])
            b->slots[i] = b->function->defaults[i];
        if (!b->slots[i])
            n++;
    }
    if (n == 0)
        return true;
    names = buf_new(scratch, BUF_MAX);
    add_missing(names, b, from, to, n);
    py_raise(py, &py_type_error, "%s() missing %zu required %s argument%s: %s",
             b->function->qualname, n, kind, plural(n), names->text);
    return false;
}

bool py_bind_parameters(struct py *py, const struct py_function *function,
                        const struct py_args *args, struct py_object **slots)
{
    const struct py_parameters *parameters = function->parameters;
    struct binding b = {function, parameters, slots, NULL};

    bind_positional(py, &b, args);
    if (parameters->rest_keyword) {
        b.rest_keyword = py_dict_new(py);
        slots[parameters->n + (parameters->rest ? 1 : 0)] = &b.rest_keyword->object;
    }
    if (args->n_keywords > 0 && !bind_keywords(py, &b, args))
        return false;
    if (args->n > parameters->n_positional && !parameters->rest)
        return too_many(py, &b, args->n);
    return fill(py, &b, 0, parameters->n_positional, "positional") &&
           fill(py, &b, parameters->n_positional, parameters->n, "keyword-only");
}
