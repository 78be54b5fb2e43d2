/* The arguments of the methods of built-in types, and what CPython says when they do not fit. */
#include <string.h>

#include "py/interp.h"
#include "py/native.h"

static const char *short_name(const char *method)
{
    const char *dot = strrchr(method, '.');

    return dot ? dot + 1 : method;
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static bool wrong_count(struct py *py, const char *method, size_t n, size_t least, size_t most)
{
    size_t bound = n < least ? least : most;

    if (most == 0)
        return py_raise(py, &py_type_error, "%s() takes no arguments (%zu given)", method, n);
    if (least == 1 && most == 1)
        return py_raise(py, &py_type_error, "%s() takes exactly one argument (%zu given)", method,
                        n);
    return py_raise(py, &py_type_error, "%s expected %s%zu argument%s, got %zu", short_name(method),
                    least == most ? ""
                    : n < least   ? "at least "
                                  : "at most ",
                    bound, plural(bound), n);
}

bool py_positional(struct py *py, const char *method, const struct py_args *args, size_t least,
                   size_t most, struct py_object **slots)
{
    if (args->n_keywords > 0)
        return py_raise(py, &py_type_error, "%s() takes no keyword arguments", method);
    if (args->n < least || args->n > most)
        return wrong_count(py, method, args->n, least, most);
    for (size_t i = 0; i < most; i++)
        slots[i] = i < args->n ? args->values[i] : NULL;
    return true;
}

bool py_no_args(struct py *py, const char *method, const struct py_args *args)
{
    return py_positional(py, method, args, 0, 0, NULL);
}

static bool take_keyword(struct py *py, const char *function, const char *const *names,
                         const struct py_keyword *keyword, struct py_object **slots)
{
    size_t slot = 0;

    for (const char *const *name = names; *name; name++) {
        if (strcmp(*name, "*") == 0)
            continue;
        if (strcmp(*name + (**name == '?'), keyword->name) == 0) {
            if (slots[slot])
                return py_raise(py, &py_type_error,
                                "argument for %s() given by name ('%s') and position (%zu)",
                                function, keyword->name, slot + 1);
            slots[slot] = keyword->value;
            return true;
        }
        slot++;
    }
    return py_raise(py, &py_type_error, "'%s' is an invalid keyword argument for %s()",
                    keyword->name, function);
}

bool py_take(struct py *py, const char *method, const char *const *names,
             const struct py_args *args, struct py_object **slots)
{
    const char *function = short_name(method);
    size_t n = 0, n_positional = 0;
    bool keyword_only = false;

    for (size_t i = 0; names[i]; i++) {
        if (strcmp(names[i], "*") == 0)
            keyword_only = true;
        else
            slots[n++] = NULL;
        n_positional += !keyword_only;
    }
    if (args->n > n_positional)
        return n_positional == 0
                   ? py_raise(py, &py_type_error, "%s() takes no positional arguments", function)
                   : py_raise(py, &py_type_error, "%s() takes at most %zu argument%s (%zu given)",
                              function, n_positional, plural(n_positional), args->n);
    for (size_t i = 0; i < args->n; i++)
        slots[i] = args->values[i];
    for (size_t i = 0; i < args->n_keywords; i++)
        if (!take_keyword(py, function, names, &args->keywords[i], slots))
            return false;
    for (size_t i = 0; i < n_positional; i++)
        if (*names[i] != '?' && !slots[i])
            return py_raise(py, &py_type_error, "%s() missing required argument '%s' (pos %zu)",
                            function, names[i], i + 1);
    return true;
}
