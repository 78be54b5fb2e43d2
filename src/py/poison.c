#include <stdarg.h>
#include <string.h>

#include "base/mem.h"
#include "py/interp.h"

static const struct py_type py_poison_type;

struct poison {
    struct py_object object;
    const char *origin;
};

struct py_object *py_poison(struct py *py, const char *fmt, ...)
{
    MEM_SCRATCH(scratch);
    struct poison *poison = arena_new_object(py->arena, struct poison);
    va_list ap;

    va_start(ap, fmt);
    poison->object.type = &py_poison_type;
    poison->origin = arena_strdup(py->arena, mem_vprintf(scratch, fmt, ap));
    va_end(ap);
    return &poison->object;
}

const char *py_poison_origin(const struct py_object *o)
{
    return o->type == &py_poison_type ? ((const struct poison *)o)->origin : NULL;
}

/* ---- whatever looks into it refuses ------------------------------------------------------------
 */

static void *used(struct py *py, const struct py_object *self)
{
    return py_refuse(py, "this needs a value that could not be evaluated: %s",
                     py_poison_origin(self));
}

static struct py_object *unary_use(struct py *py, struct py_object *self)
{
    return used(py, self);
}

static struct py_object *format(struct py *py, struct py_object *self, const char *spec)
{
    (void)spec;
    return used(py, self);
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    *value = 0;
    return used(py, self) != NULL;
}

static bool truth(struct py *py, struct py_object *self, bool *value)
{
    *value = false;
    return used(py, self) != NULL;
}

static bool length(struct py *py, struct py_object *self, size_t *value)
{
    *value = 0;
    return used(py, self) != NULL;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    return py_refuse(py, "this needs \"%s\" of a value that could not be evaluated: %s", name,
                     py_poison_origin(self));
}

static bool set_attr(struct py *py, struct py_object *self, const char *name,
                     struct py_object *value)
{
    (void)value;
    return attr(py, self, name) != NULL;
}

static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    (void)key;
    return used(py, self);
}

static bool set_item(struct py *py, struct py_object *self, struct py_object *key,
                     struct py_object *value)
{
    (void)key;
    (void)value;
    return used(py, self) != NULL;
}

static bool contains(struct py *py, struct py_object *self, struct py_object *value, bool *found)
{
    (void)value;
    *found = false;
    return used(py, self) != NULL;
}

static struct py_object *call(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return used(py, self);
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    (void)op;
    (void)other;
    (void)reflected;
    return used(py, self);
}

static struct py_object *unary(struct py *py, enum py_operator op, struct py_object *self)
{
    (void)op;
    return used(py, self);
}

static bool leave(struct py *py, struct py_object *self, struct py_object *exception,
                  bool *swallowed)
{
    (void)exception;
    *swallowed = false;
    return used(py, self) != NULL;
}

static const struct py_type py_poison_type = {
    .name = "unevaluated",
    .repr = unary_use,
    .str = unary_use,
    .format = format,
    .hash = hash,
    .truth = truth,
    .length = length,
    .attr = attr,
    .set_attr = set_attr,
    .item = item,
    .set_item = set_item,
    .contains = contains,
    .iter = unary_use,
    .call = call,
    .binary = binary,
    .unary = unary,
    .enter = unary_use,
    .leave = leave,
};
