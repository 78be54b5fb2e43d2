/*
 * What a class of a script does not define itself is done by the native
 * value underneath its instances: native functions see their own values only.
 */
#include <string.h>

#include "py/class.h"
#include "py/exception.h"
#include "py/interp.h"
#include "py/type.h"

/* It is missing where "__init__" of the class did not call that of its base. */
static struct py_object *native_of(struct py *py, struct py_object *self)
{
    struct py_object *native = ((struct py_instance *)self)->native;

    if (!native)
        return py_raise(py, &py_runtime_error, "the base of this '%s' object was not initialized",
                        py_type_of(self)->name);
    return native;
}

/* An exception shows itself under the name of its class. */
static struct py_object *repr(struct py *py, struct py_object *self)
{
    struct py_object *native = native_of(py, self);
    struct py_object *text = native ? py_repr(py, native) : NULL;
    const char *arguments;

    if (!text || !py_as_exception(native))
        return text;
    arguments = strchr(py_text(text), '(');
    return arguments ? py_stringf(py, "%s%s", py_type_of(self)->name, arguments) : text;
}

static struct py_object *str(struct py *py, struct py_object *self)
{
    struct py_object *native = native_of(py, self);

    return native ? py_str(py, native) : NULL;
}

static struct py_object *format(struct py *py, struct py_object *self, const char *spec)
{
    struct py_object *native = native_of(py, self);

    return native ? py_format(py, native, spec) : NULL;
}

static bool hash(struct py *py, struct py_object *self, uint64_t *hash)
{
    struct py_object *native = native_of(py, self);

    return native && py_hash(py, native, hash);
}

static bool truth(struct py *py, struct py_object *self, bool *truth)
{
    struct py_object *native = native_of(py, self);

    return native && py_truth(py, native, truth);
}

static bool length(struct py *py, struct py_object *self, size_t *length)
{
    struct py_object *native = native_of(py, self);

    return native && py_length(py, native, length);
}

/* A dict asks its class what a missing key gives. */
static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    struct py_object *native = native_of(py, self), *found = NULL;
    const struct py_dict *dict = native ? py_as_dict(native) : NULL;

    if (!native)
        return NULL;
    if (dict && py_class_find(py_type_of(self), "__missing__")) {
        const struct py_args args = {.values = &key, .n = 1};

        if (!py_dict_find(py, dict, key, &found) || found)
            return found;
        return py_call_method(py, self, "__missing__", &args);
    }
    return py_item(py, native, key);
}

static bool set_item(struct py *py, struct py_object *self, struct py_object *key,
                     struct py_object *value)
{
    struct py_object *native = native_of(py, self);

    return native && py_set_item(py, native, key, value);
}

static bool contains(struct py *py, struct py_object *self, struct py_object *value, bool *found)
{
    struct py_object *native = native_of(py, self);
    struct py_object *result = native ? py_binary(py, PY_IN, value, native) : NULL;

    return result && py_truth(py, result, found);
}

static struct py_object *iter(struct py *py, struct py_object *self)
{
    struct py_object *native = native_of(py, self);

    return native ? KNOWN_SLOT(py_type_of(native), iter)(py, native) : NULL;
}

static struct py_object *next(struct py *py, struct py_object *self)
{
    struct py_object *native = native_of(py, self);

    return native ? KNOWN_SLOT(py_type_of(native), next)(py, native) : NULL;
}

static struct py_object *call(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *native = native_of(py, self);

    return native ? py_call(py, native, args) : NULL;
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    struct py_object *native = native_of(py, self);

    return native ? KNOWN_SLOT(py_type_of(native), binary)(py, op, native, other, reflected) : NULL;
}

static struct py_object *unary(struct py *py, enum py_operator op, struct py_object *self)
{
    struct py_object *native = native_of(py, self);

    return native ? KNOWN_SLOT(py_type_of(native), unary)(py, op, native) : NULL;
}

static struct py_object *enter(struct py *py, struct py_object *self)
{
    struct py_object *native = native_of(py, self);

    return native ? KNOWN_SLOT(py_type_of(native), enter)(py, native) : NULL;
}

static bool leave(struct py *py, struct py_object *self, struct py_object *exception,
                  bool *swallowed)
{
    struct py_object *native = native_of(py, self);

    return native && KNOWN_SLOT(py_type_of(native), leave)(py, native, exception, swallowed);
}

void py_class_forward_slots(struct py_class *cls)
{
    struct py_type *type = &cls->type;

    /* Not where a class that stands before the native type has its own way. */
#define FORWARD(slot)                                                                              \
    for (const struct py_type *const *t = type->mro + 1; *t && *t != &py_object_type; t++)         \
        if ((*t)->slot) {                                                                          \
            if (py_is_subtype(cls->native, *t))                                                    \
                type->slot = slot;                                                                 \
            break;                                                                                 \
        }

    FORWARD(repr)
    FORWARD(str)
    FORWARD(format)
    FORWARD(hash)
    FORWARD(truth)
    FORWARD(length)
    FORWARD(item)
    FORWARD(set_item)
    FORWARD(contains)
    FORWARD(iter)
    FORWARD(next)
    FORWARD(call)
    FORWARD(binary)
    FORWARD(unary)
    FORWARD(enter)
    FORWARD(leave)
#undef FORWARD
}
