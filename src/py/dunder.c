/* What a class says under names like "__eq__", as the slots of its type. */
#include <string.h>

#include "py/class.h"
#include "py/interp.h"
#include "py/type.h"

/* Call what the class of 'self' has under 'name'. */
static struct py_object *call(struct py *py, struct py_object *self, const char *name,
                              struct py_object *const *values, size_t n)
{
    struct py_object *method = py_type_lookup(py, py_type_of(self), self, name);
    const struct py_args args = {.values = values, .n = n};

    if (!method)
        return py_raised(py)
                   ? NULL
                   : py_raise(py, &py_attribute_error, "'%s' object has no attribute '%s'",
                              py_type_of(self)->name, name);
    return py_call(py, method, &args);
}

static struct py_object *text_of(struct py *py, struct py_object *self, const char *name,
                                 struct py_object *const *values, size_t n)
{
    struct py_object *text = call(py, self, name, values, n);

    if (text && !py_text(text))
        return py_raise(py, &py_type_error, "%s returned non-string (type %s)", name,
                        py_type_of(text)->name);
    return text;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    return text_of(py, self, "__repr__", NULL, 0);
}

static struct py_object *str(struct py *py, struct py_object *self)
{
    return text_of(py, self, "__str__", NULL, 0);
}

static struct py_object *format(struct py *py, struct py_object *self, const char *spec)
{
    struct py_object *text = py_string(py, spec);

    return text_of(py, self, "__format__", &text, 1);
}

static bool hash(struct py *py, struct py_object *self, uint64_t *hash)
{
    struct py_object *value = call(py, self, "__hash__", NULL, 0);

    return value && py_hash(py, value, hash);
}

static bool no_hash(struct py *py, struct py_object *self, uint64_t *hash)
{
    *hash = 0;
    return py_raise(py, &py_type_error, "unhashable type: '%s'", py_type_of(self)->name) != NULL;
}

static bool truth(struct py *py, struct py_object *self, bool *truth)
{
    struct py_object *value = call(py, self, "__bool__", NULL, 0);

    if (value && value->type != &py_bool_type)
        return py_raise(py, &py_type_error, "__bool__ should return bool, returned %s",
                        py_type_of(value)->name) != NULL;
    return value && py_truth(py, value, truth);
}

static bool length(struct py *py, struct py_object *self, size_t *length)
{
    struct py_object *value = call(py, self, "__len__", NULL, 0);
    int64_t n;

    if (!value || !py_need_int(py, value, &n))
        return false;
    if (n < 0)
        return py_raise(py, &py_value_error, "__len__() should return >= 0") != NULL;
    *length = (size_t)n;
    return true;
}

static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    return call(py, self, "__getitem__", &key, 1);
}

static bool set_item(struct py *py, struct py_object *self, struct py_object *key,
                     struct py_object *value)
{
    struct py_object *const values[] = {key, value};

    return call(py, self, value ? "__setitem__" : "__delitem__", values, value ? 2 : 1) != NULL;
}

static bool contains(struct py *py, struct py_object *self, struct py_object *value, bool *found)
{
    struct py_object *result = call(py, self, "__contains__", &value, 1);

    return result && py_truth(py, result, found);
}

static struct py_object *iter(struct py *py, struct py_object *self)
{
    return call(py, self, "__iter__", NULL, 0);
}

static struct py_object *next(struct py *py, struct py_object *self)
{
    struct py_object *value = call(py, self, "__next__", NULL, 0);

    if (!value)
        py_catch(py, &py_stop_iteration);
    return value;
}

static struct py_object *call_instance(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    struct py_object *method = py_type_lookup(py, py_type_of(self), self, "__call__");

    return method ? py_call(py, method, args) : NULL;
}

static struct py_object *bind(struct py *py, struct py_object *self, struct py_object *o,
                              const struct py_type *type)
{
    struct py_object *const values[] = {o ? o : py_none(), py_type_object(type)};

    return call(py, self, "__get__", values, 2);
}

static bool has(const struct py_object *self, const char *name)
{
    return py_class_find(py_type_of(self), name) != NULL;
}

static struct py_object *enter(struct py *py, struct py_object *self)
{
    return call(py, self, has(self, "__enter__") ? "__enter__" : "__aenter__", NULL, 0);
}

static bool leave(struct py *py, struct py_object *self, struct py_object *exception,
                  bool *swallowed)
{
    struct py_object *none = py_none(), *result;
    struct py_object *const values[] = {exception ? py_type_object(py_type_of(exception)) : none,
                                        exception ? exception : none, none};

    result = call(py, self, has(self, "__exit__") ? "__exit__" : "__aexit__", values, 3);
    return result && py_truth(py, result, swallowed);
}

/* ---- operators ------------------------------------------------------------------------------ */

static const struct {
    const char *name, *reflected;
} operators[] = {
    [PY_ADD] = {"__add__", "__radd__"},
    [PY_SUB] = {"__sub__", "__rsub__"},
    [PY_MULT] = {"__mul__", "__rmul__"},
    [PY_MATMULT] = {"__matmul__", "__rmatmul__"},
    [PY_DIV] = {"__truediv__", "__rtruediv__"},
    [PY_FLOOR_DIV] = {"__floordiv__", "__rfloordiv__"},
    [PY_MOD] = {"__mod__", "__rmod__"},
    [PY_POW] = {"__pow__", "__rpow__"},
    [PY_LSHIFT] = {"__lshift__", "__rlshift__"},
    [PY_RSHIFT] = {"__rshift__", "__rrshift__"},
    [PY_BIT_OR] = {"__or__", "__ror__"},
    [PY_BIT_XOR] = {"__xor__", "__rxor__"},
    [PY_BIT_AND] = {"__and__", "__rand__"},
    [PY_INVERT] = {"__invert__", NULL},
    [PY_NEGATE] = {"__neg__", NULL},
    [PY_PLUS] = {"__pos__", NULL},
    [PY_EQ] = {"__eq__", NULL},
    [PY_NE] = {"__ne__", NULL},
    [PY_LT] = {"__lt__", NULL},
    [PY_LE] = {"__le__", NULL},
    [PY_GT] = {"__gt__", NULL},
    [PY_GE] = {"__ge__", NULL},
};

/* What the native type underneath does with an operator that no class defines. */
static struct py_object *native_binary(struct py *py, enum py_operator op, struct py_object *self,
                                       struct py_object *other, bool reflected)
{
    struct py_object *native = ((struct py_instance *)self)->native;
    struct py_object *(*binary)(struct py *, enum py_operator, struct py_object *,
                                struct py_object *, bool) =
        native ? PY_SLOT(py_type_of(native), binary) : NULL;

    return binary ? binary(py, op, native, other, reflected) : py_not_implemented();
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    const char *name =
        reflected && operators[op].reflected ? operators[op].reflected : operators[op].name;
    struct py_object *result;
    bool truth;

    if (has(self, name))
        return call(py, self, name, &other, 1);
    if (op != PY_NE || !has(self, "__eq__"))
        return native_binary(py, op, self, other, reflected);
    result = call(py, self, "__eq__", &other, 1);
    if (!result || result == py_not_implemented())
        return result;
    return py_truth(py, result, &truth) ? py_bool(!truth) : NULL;
}

static struct py_object *unary(struct py *py, enum py_operator op, struct py_object *self)
{
    struct py_object *native = ((struct py_instance *)self)->native;

    if (has(self, operators[op].name))
        return call(py, self, operators[op].name, NULL, 0);
    return native ? py_unary(py, op, native) : py_not_implemented();
}

static void define_operators(struct py_class *cls)
{
    for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
        if (!operators[i].name)
            continue;
        if (!py_dict_at(cls->type.dict, operators[i].name) &&
            !(operators[i].reflected && py_dict_at(cls->type.dict, operators[i].reflected)))
            continue;
        if (i == PY_INVERT || i == PY_NEGATE || i == PY_PLUS)
            cls->type.unary = unary;
        else
            cls->type.binary = binary;
    }
}

/* ---- all of them ---------------------------------------------------------------------------- */

static void define_hash(struct py_class *cls)
{
    const struct py_object *value = py_dict_at(cls->type.dict, "__hash__");

    if (value)
        cls->type.hash = py_is_none(value) ? no_hash : hash;
    else if (py_dict_at(cls->type.dict, "__eq__"))
        cls->type.hash = no_hash;
}

void py_class_define_slots(struct py_class *cls)
{
    const struct py_dict *dict = cls->type.dict;
    struct py_type *type = &cls->type;

#define DEFINE(slot, name, function)                                                               \
    if (py_dict_at(dict, name))                                                                    \
    type->slot = function

    DEFINE(repr, "__repr__", repr);
    DEFINE(str, "__str__", str);
    DEFINE(format, "__format__", format);
    DEFINE(truth, "__bool__", truth);
    DEFINE(length, "__len__", length);
    DEFINE(item, "__getitem__", item);
    DEFINE(set_item, "__setitem__", set_item);
    DEFINE(set_item, "__delitem__", set_item);
    DEFINE(contains, "__contains__", contains);
    DEFINE(iter, "__iter__", iter);
    DEFINE(next, "__next__", next);
    DEFINE(call, "__call__", call_instance);
    DEFINE(bind, "__get__", bind);
    DEFINE(enter, "__enter__", enter);
    DEFINE(enter, "__aenter__", enter);
    DEFINE(leave, "__exit__", leave);
    DEFINE(leave, "__aexit__", leave);
#undef DEFINE
    define_hash(cls);
    define_operators(cls);
}
