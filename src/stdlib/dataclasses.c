/* dataclasses: @dataclass gives a class an __init__, __repr__ and __eq__ of its annotations. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/class.h"
#include "py/py.h"
#include "stdlib/module.h"

/* field(default=..., default_factory=...). */
struct field {
    struct py_object object;
    struct py_object *value, *factory; /* each may be NULL */
    bool init, repr;
};

/* A method of C as an attribute of a class: bound to the instance that is asked. */
struct method {
    struct py_object object;
    const char *name;
    py_native *call;
};

static struct py_object *method_bind(struct py *py, struct py_object *self, struct py_object *o,
                                     const struct py_type *type)
{
    const struct method *m = (const struct method *)self;

    (void)type;
    return o ? py_native_function(py, m->name, m->call, o) : self;
}

/* Asked by the class: the instance is the first argument. */
static struct py_object *method_call(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    const struct method *m = (const struct method *)self;
    struct py_args rest = *args;

    if (args->n == 0)
        return py_raise(py, &py_type_error, "%s() needs an argument", m->name);
    rest.values++;
    rest.n--;
    /* The call is over before they are. */
    /* cppcheck-suppress returnDanglingLifetime */
    return m->call(py, args->values[0], &rest);
}

static const struct py_type method_type = {
    .name = "method_descriptor", .bind = method_bind, .call = method_call};

static void set_method(struct py *py, const struct py_type *type, const char *name, py_native *call)
{
    struct method *m = arena_new_object(py_arena(py), struct method);

    if (py_dict_at(type->dict, name))
        return;
    *m = (struct method){{&method_type}, name, call};
    py_dict_put_text(py, type->dict, name, &m->object);
}

/* ---- fields ---------------------------------------------------------------------------------- */

static const char fields_name[] = "__dataclass_fields__";

static const struct py_type field_type = {.name = "Field", .module = "dataclasses"};

static struct py_object *new_field(struct py *py, struct field from)
{
    struct field *f = arena_new_object(py_arena(py), struct field);

    *f = from;
    f->object.type = &field_type;
    return &f->object;
}

static struct py_object *call_field(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    static const char *const names[] = {"*",        "?default", "?default_factory", "?init",
                                        "?repr",    "?hash",    "?compare",         "?metadata",
                                        "?kw_only", NULL};
    struct py_object *slots[8];
    struct field f = {.init = true, .repr = true};

    (void)self;
    if (!py_bind(py, "field", names, args, slots) ||
        (slots[2] && !py_truth(py, slots[2], &f.init)) ||
        (slots[3] && !py_truth(py, slots[3], &f.repr)))
        return NULL;
    f.value = slots[0];
    f.factory = slots[1];
    return new_field(py, f);
}

static bool is_class_variable(struct py_object *annotation)
{
    const char *text = py_text(annotation);

    return text && strncmp(text, "ClassVar", 8) == 0;
}

/* The fields of a class: those of its bases first. */
static struct py_dict *collect(struct py *py, const struct py_type *type)
{
    struct py_dict *fields = py_dict_new(py);
    struct py_object *own = py_dict_at(type->dict, "__annotations__");
    struct py_dict *annotations = own ? py_as_dict(own) : NULL;
    size_t n = 0;

    for (const struct py_type *const *t = type->mro; *t; t++)
        n++;
    while (n-- > 1) {
        struct py_object *inherited =
            type->mro[n]->dict ? py_dict_at(type->mro[n]->dict, fields_name) : NULL;
        struct py_dict *from = inherited ? py_as_dict(inherited) : NULL;

        for (size_t i = 0; from && i < from->n_entries; i++)
            if (from->entries[i].key)
                py_dict_put(py, fields, from->entries[i].key, from->entries[i].value);
    }
    for (size_t i = 0; annotations && i < annotations->n_entries; i++) {
        struct py_object *key = annotations->entries[i].key, *value;

        if (!key || is_class_variable(annotations->entries[i].value))
            continue;
        value = py_dict_at(type->dict, py_text(key));
        if (value && value->type == &field_type) {
            py_dict_remove_text(type->dict, py_text(key));
            if (((struct field *)value)->value)
                py_dict_put_text(py, type->dict, py_text(key), ((struct field *)value)->value);
        } else {
            value = new_field(py, (struct field){.value = value, .init = true, .repr = true});
        }
        py_dict_put(py, fields, key, value);
    }
    return fields;
}

static struct py_dict *fields_of(const struct py_type *type)
{
    struct py_object *found = py_class_find(type, fields_name);

    return found ? py_as_dict(found) : NULL;
}

/* ---- methods --------------------------------------------------------------------------------- */

static struct py_object *default_of(struct py *py, const struct field *f)
{
    static const struct py_args none;

    return f->factory ? py_call(py, f->factory, &none) : f->value;
}

static struct py_object *init(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const struct py_args none;
    struct py_dict *fields = fields_of(self->type);
    const char **names = arena_new_array(py_arena(py), const char *, fields->n_entries + 1);
    struct py_object **slots =
        arena_new_array(py_arena(py), struct py_object *, fields->n_entries + 1);
    size_t n = 0;

    for (size_t i = 0; i < fields->n_entries; i++) {
        const struct field *f = (const struct field *)fields->entries[i].value;
        const char *name = py_text(fields->entries[i].key);

        if (f->init)
            names[n++] = f->value || f->factory ? py_text(py_stringf(py, "?%s", name)) : name;
    }
    if (!py_bind(py, "__init__", names, args, slots))
        return NULL;
    n = 0;
    for (size_t i = 0; i < fields->n_entries; i++) {
        const struct field *f = (const struct field *)fields->entries[i].value;
        struct py_object *value = f->init ? slots[n++] : NULL;

        if (!value)
            value = default_of(py, f);
        if (py_raised(py))
            return NULL;
        if (value)
            py_dict_put(py, ((struct py_instance *)self)->attrs, fields->entries[i].key, value);
    }
    if (py_class_find(self->type, "__post_init__") &&
        !py_call_method(py, self, "__post_init__", &none))
        return NULL;
    return py_none();
}

static struct py_object *repr(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct py_dict *fields = fields_of(self->type);
    struct buf *out = buf_new(scratch, BUF_MAX);
    bool first = true;

    (void)args;
    buf_addf(out, "%s(", self->type->name);
    for (size_t i = 0; i < fields->n_entries; i++) {
        const char *name = py_text(fields->entries[i].key);
        struct py_object *value = py_attr(py, self, name);
        const char *text = value ? py_repr_text(py, value) : NULL;

        if (!text)
            return NULL;
        if (!((struct field *)fields->entries[i].value)->repr)
            continue;
        buf_addf(out, "%s%s=%s", first ? "" : ", ", name, text);
        first = false;
    }
    buf_addc(out, ')');
    return py_stringn(py, out->text, out->length);
}

static struct py_object *as_tuple(struct py *py, struct py_object *self)
{
    struct py_dict *fields = fields_of(self->type);
    struct py_list *list = py_list_new(py);

    for (size_t i = 0; i < fields->n_entries; i++) {
        struct py_object *value = py_attr(py, self, py_text(fields->entries[i].key));

        if (!value || !py_list_add(py, list, value))
            return NULL;
    }
    return py_tuple(py, list->items, list->n);
}

static struct py_object *eq(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *other, *a, *b;

    if (!py_bind(py, "__eq__", (const char *const[]){"other", NULL}, args, &other))
        return NULL;
    if (other->type != self->type)
        return py_not_implemented();
    a = as_tuple(py, self);
    b = a ? as_tuple(py, other) : NULL;
    return b ? py_binary(py, PY_EQ, a, b) : NULL;
}

static struct py_object *hash(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *tuple = as_tuple(py, self);
    uint64_t value;

    (void)args;
    return tuple && py_hash(py, tuple, &value) ? py_int(py, (int64_t)value) : NULL;
}

static struct py_object *decorate(struct py *py, struct py_object *o, bool frozen)
{
    struct py_class *cls = py_as_type(o) ? py_as_class(py_as_type(o)) : NULL;

    if (!cls)
        return py_raise(py, &py_type_error, "dataclass() takes a class");
    py_dict_put_text(py, cls->type.dict, fields_name, &collect(py, &cls->type)->object);
    set_method(py, &cls->type, "__init__", init);
    set_method(py, &cls->type, "__repr__", repr);
    set_method(py, &cls->type, "__eq__", eq);
    if (frozen)
        set_method(py, &cls->type, "__hash__", hash);
    py_class_update(cls);
    return o;
}

static struct py_object *decorate_plain(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    bool frozen = self == py_bool(true);

    return args->n == 1 ? decorate(py, args->values[0], frozen)
                        : py_raise(py, &py_type_error, "dataclass() takes a class");
}

static struct py_object *dataclass(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    bool frozen = false;

    (void)self;
    if (args->n == 1 && args->n_keywords == 0)
        return decorate(py, args->values[0], false);
    for (size_t i = 0; i < args->n_keywords; i++)
        if (strcmp(args->keywords[i].name, "frozen") == 0 &&
            !py_truth(py, args->keywords[i].value, &frozen))
            return NULL;
    return py_native_function(py, "dataclass", decorate_plain, py_bool(frozen));
}

/* ---- asdict() and its like ---------------------------------------------------------------------
 */

static struct py_object *plain(struct py *py, struct py_object *value)
{
    struct py_dict *fields = py_as_class(py_type_of(value)) ? fields_of(value->type) : NULL;
    struct py_dict *dict = py_dict_new(py);
    const struct py_list *items = py_as_sequence(value);

    if (items) {
        struct py_list *list = py_list_new(py);

        for (size_t i = 0; i < items->n; i++) {
            struct py_object *item = plain(py, items->items[i]);

            if (!item || !py_list_add(py, list, item))
                return NULL;
        }
        return py_is(value, &py_tuple_type) ? py_tuple(py, list->items, list->n) : &list->object;
    }
    if (!fields)
        return value;
    for (size_t i = 0; i < fields->n_entries; i++) {
        struct py_object *of = py_attr(py, value, py_text(fields->entries[i].key));

        of = of ? plain(py, of) : NULL;
        if (!of || !py_dict_put(py, dict, fields->entries[i].key, of))
            return NULL;
    }
    return &dict->object;
}

static struct py_object *asdict(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *value;

    (void)self;
    return py_bind(py, "asdict", (const char *const[]){"obj", NULL}, args, &value)
               ? plain(py, value)
               : NULL;
}

const struct stdlib_name stdlib_dataclasses[] = {
    {.name = "asdict", .call = asdict},
    {.name = "dataclass", .call = dataclass},
    {.name = "field", .call = call_field},
    {.name = NULL},
};
