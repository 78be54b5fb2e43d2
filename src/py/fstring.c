/* f-strings. */
#include <string.h>

#include "base/arena.h"
#include "py/builtins.h"
#include "py/eval.h"
#include "py/interp.h"

static struct py_object *convert(struct py *py, struct py_object *value, char conversion)
{
    if (conversion == 's')
        return py_str(py, value);
    if (conversion == 'r')
        return py_repr(py, value);
    if (conversion == 'a')
        return py_ascii(py, value);
    return value;
}

struct py_object *py_eval_formatted(struct py *py, const struct py_expr *expr)
{
    struct py_object *value = py_eval(py, expr->formatted.value), *spec;

    if (value)
        value = convert(py, value, expr->formatted.conversion);
    if (!value)
        return NULL;
    if (!expr->formatted.spec)
        return py_format(py, value, "");
    spec = py_eval(py, expr->formatted.spec);
    return spec ? py_format(py, value, py_text(spec)) : NULL;
}

static struct py_object *join(struct py *py, struct py_object *const *pieces, size_t n)
{
    struct py_string *joined = arena_new_object(py->arena, struct py_string);
    char *end;

    joined->object.type = &py_str_type;
    for (size_t i = 0; i < n; i++) {
        joined->length += py_as_string(pieces[i])->length;
        joined->n += py_as_string(pieces[i])->n;
    }
    if (!py_may_have(py, joined->length))
        return NULL;
    joined->text = end = arena_alloc(py->arena, joined->length + 1);
    for (size_t i = 0; i < n; i++)
        end = mempcpy(end, py_as_string(pieces[i])->text, py_as_string(pieces[i])->length);
    return &joined->object;
}

struct py_object *py_eval_joined(struct py *py, const struct py_expr *expr)
{
    size_t n = expr->elements.n;
    struct py_object **pieces = arena_new_array(py->arena, struct py_object *, n);

    for (size_t i = 0; i < n; i++) {
        pieces[i] = py_eval(py, expr->elements.items[i]);
        if (!pieces[i])
            return NULL;
    }
    return n == 1 ? pieces[0] : join(py, pieces, n);
}
