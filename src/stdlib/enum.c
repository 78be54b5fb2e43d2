/*
 * enum: a class statement that derives from Enum makes a class whose names
 * are members.  Members are instances of the class; with class X(str, Enum)
 * they have the text underneath and behave as it.
 */
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "py/class.h"
#include "py/py.h"
#include "stdlib/module.h"

static const struct py_type stdlib_str_enum_type;

/* Is it a class that a script derives from Enum, with members? */
static bool stdlib_is_enum(const struct py_type *type);

static struct py_object *stdlib_enum_value(struct py_object *member);

static const struct py_type stdlib_enum_type;

static const char *stdlib_enum_name(struct py_object *member);

static struct py_object **stdlib_enum_members(struct py *py, const struct py_type *type, size_t *n);

/* The member of that value; NULL without raising when there is none. */
static struct py_object *stdlib_enum_member(struct py *py, const struct py_type *type,
                                            struct py_object *value);

static const char members_name[] = "_member_map_";

static const struct py_type auto_type;

/* ---- members --------------------------------------------------------------------------------- */

static struct py_dict *members_of(const struct py_type *type)
{
    struct py_object *found = py_class_find(type, members_name);

    return found ? py_as_dict(found) : NULL;
}

static struct py_object *stdlib_enum_member(struct py *py, const struct py_type *type,
                                            struct py_object *value)
{
    struct py_dict *members = members_of(type);

    for (size_t i = 0; members && i < members->n_entries; i++) {
        struct py_object *member = members->entries[i].value;
        bool equal;

        if (!members->entries[i].key)
            continue;
        if (!py_equal(py, stdlib_enum_value(member), value, &equal))
            return NULL;
        if (equal)
            return member;
    }
    return NULL;
}

static struct py_object *attr_of(const struct py_object *member, const char *name)
{
    return py_dict_at(((const struct py_instance *)member)->attrs, name);
}

static struct py_object *stdlib_enum_value(struct py_object *member)
{
    return attr_of(member, "_value_");
}

static const char *stdlib_enum_name(struct py_object *member)
{
    return py_text(attr_of(member, "_name_"));
}

static bool stdlib_is_enum(const struct py_type *type)
{
    return py_is_subtype(type, &stdlib_enum_type) && members_of(type);
}

static struct py_object **stdlib_enum_members(struct py *py, const struct py_type *type, size_t *n)
{
    struct py_dict *members = members_of(type);
    struct py_object **list =
        arena_new_array(py_arena(py), struct py_object *, members ? members->n + 1 : 1);

    *n = 0;
    for (size_t i = 0; members && i < members->n_entries; i++) {
        const char *key = members->entries[i].key ? py_text(members->entries[i].key) : NULL;

        /* Another name for the same value is an alias and no member of its own. */
        if (key && strcmp(key, stdlib_enum_name(members->entries[i].value)) == 0)
            list[(*n)++] = members->entries[i].value;
    }
    return list;
}

/* ---- the class statement --------------------------------------------------------------------- */

static bool is_member(const char *name, struct py_object *value)
{
    size_t n = strlen(name);

    if (name[0] == '_' && (n < 3 || name[1] == '_' || name[n - 1] == '_'))
        return false;
    return !py_is(value, &py_function_type) && !py_is(value, &py_property_type) &&
           !py_is(value, &py_native_type) && !py_as_type(value) &&
           strcmp(py_type_of(value)->name, "classmethod") != 0 &&
           strcmp(py_type_of(value)->name, "staticmethod") != 0;
}

/* auto(): one more than the last number, or the name in lower case for texts. */
static struct py_object *automatic(struct py *py, const struct py_class *cls, const char *name,
                                   struct py_object *last)
{
    static const struct py_args none;

    if (py_is_subtype(&cls->type, &stdlib_str_enum_type))
        return py_call_method(py, py_string(py, name), "lower", &none);
    return last && py_is(last, &py_int_type) ? py_binary(py, PY_ADD, last, py_int(py, 1))
                                             : py_int(py, 1);
}

/* The arguments for the native value underneath, or for the class's own __init__. */
static struct py_args arguments(struct py_object *const *value)
{
    const struct py_list *several = py_is(*value, &py_tuple_type) ? py_as_sequence(*value) : NULL;

    return several ? (struct py_args){.values = several->items, .n = several->n}
                   : (struct py_args){.values = value, .n = 1};
}

static struct py_object *new_member(struct py *py, struct py_class *cls, const char *name,
                                    struct py_object *value)
{
    struct py_args args = arguments(&value), none = {.n = 0};
    struct py_object *init = py_class_find(&cls->type, "__init__");
    struct py_object *member = py_class_instance(py, cls, cls->native ? &args : &none);
    struct py_instance *instance = (struct py_instance *)member;

    if (!member)
        return NULL;
    py_dict_put_text(py, instance->attrs, "_name_", py_string(py, name));
    py_dict_put_text(py, instance->attrs, "_value_", value);
    if (init && init->type == &py_function_type) {
        struct py_object **with_self =
            arena_new_array(py_arena(py), struct py_object *, args.n + 1);

        with_self[0] = member;
        for (size_t i = 0; i < args.n; i++)
            with_self[i + 1] = args.values[i];
        if (!py_call(py, init, &(struct py_args){.values = with_self, .n = args.n + 1}))
            return NULL;
    }
    return member;
}

static bool add_member(struct py *py, struct py_class *cls, struct py_dict *members,
                       const char *name, struct py_object *value)
{
    struct py_object *member = stdlib_enum_member(py, &cls->type, value);

    if (py_raised(py))
        return false;
    if (!member)
        member = new_member(py, cls, name, value);
    return member && py_dict_put_text(py, members, name, member) &&
           py_dict_put_text(py, cls->type.dict, name, member);
}

static struct py_object *member_repr(struct py *py, struct py_object *self);
static struct py_object *member_str(struct py *py, struct py_object *self);
static struct py_object *value_str(struct py *py, struct py_object *self);
static struct py_object *member_format(struct py *py, struct py_object *self, const char *spec);

static const struct py_type int_enum;

/* class X(str, Enum) looks like a member and not like a text, unless it says so itself. */
static void look_like_member(struct py_class *cls)
{
    bool as_value =
        py_is_subtype(&cls->type, &stdlib_str_enum_type) || py_is_subtype(&cls->type, &int_enum);

    if (!cls->native)
        return;
    if (!py_class_find(&cls->type, "__repr__"))
        cls->type.repr = member_repr;
    if (!py_class_find(&cls->type, "__str__"))
        cls->type.str = as_value ? value_str : member_str;
    if (!py_class_find(&cls->type, "__format__"))
        cls->type.format = member_format;
}

static struct py_object *class_make(struct py *py, const struct py_type *metatype,
                                    const struct py_args *args)
{
    struct py_dict *names = args->n == 3 ? py_as_dict(args->values[2]) : NULL;
    struct py_dict *members = py_dict_new(py), *dict = py_dict_new(py);
    struct py_object *last = NULL;
    struct py_class *cls;

    if (!names)
        return py_raise(py, &py_type_error, "Enum is a base for classes");
    for (size_t i = 0; i < names->n_entries; i++) {
        const char *name = names->entries[i].key ? py_text(names->entries[i].key) : NULL;

        if (name && !is_member(name, names->entries[i].value))
            py_dict_put_text(py, dict, name, names->entries[i].value);
    }
    py_dict_put_text(py, dict, members_name, &members->object);
    cls = py_class_new(py, py_text(args->values[0]), args->values[1], dict, metatype);
    if (!cls)
        return NULL;
    look_like_member(cls);
    for (size_t i = 0; i < names->n_entries; i++) {
        const char *name = names->entries[i].key ? py_text(names->entries[i].key) : NULL;
        struct py_object *value = names->entries[i].value;

        if (!name || !is_member(name, value))
            continue;
        if (value->type == &auto_type && !(value = automatic(py, cls, name, last)))
            return NULL;
        if (!add_member(py, cls, members, name, value))
            return NULL;
        last = value;
    }
    return &cls->type.object;
}

/* ---- what the class can do ------------------------------------------------------------------- */

static struct py_object *class_call(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    const struct py_type *type = py_as_type(self);
    struct py_object *member;

    if (!stdlib_is_enum(type) || args->n != 1)
        return py_refuse(py, "enums made by a call are not supported");
    if (py_is(args->values[0], type))
        return args->values[0];
    member = stdlib_enum_member(py, type, args->values[0]);
    if (member || py_raised(py))
        return member;
    return py_raise(py, &py_value_error, "%s is not a valid %s", py_repr_text(py, args->values[0]),
                    type->name);
}

static struct py_object *class_item(struct py *py, struct py_object *self, struct py_object *key)
{
    struct py_dict *members = members_of(py_as_type(self));
    struct py_object *member = NULL;

    if (members && !py_dict_find(py, members, key, &member))
        return NULL;
    return member ? member : py_raise_value(py, &py_key_error, key);
}

static struct py_object *class_iter(struct py *py, struct py_object *self)
{
    size_t n;
    struct py_object **members = stdlib_enum_members(py, py_as_type(self), &n);

    return py_iter(py, py_tuple(py, members, n));
}

static bool class_length(struct py *py, struct py_object *self, size_t *n)
{
    stdlib_enum_members(py, py_as_type(self), n);
    return true;
}

static bool class_contains(struct py *py, struct py_object *self, struct py_object *value,
                           bool *found)
{
    *found = py_is(value, py_as_type(self)) || stdlib_enum_member(py, py_as_type(self), value);
    return !py_raised(py);
}

static struct py_object *class_repr(struct py *py, struct py_object *self)
{
    return py_stringf(py, "<enum '%s'>", py_as_type(self)->name);
}

static struct py_object *class_attr(struct py *py, struct py_object *self, const char *name)
{
    struct py_dict *members = members_of(py_as_type(self));

    if (members && strcmp(name, "__members__") == 0)
        return &members->object;
    return py_type_type.attr(py, self, name);
}

static const struct py_type enum_meta = {
    .name = "EnumType",
    .module = "enum",
    .base = &py_type_type,
    .make = class_make,
    .repr = class_repr,
    .attr = class_attr,
    .call = class_call,
    .item = class_item,
    .iter = class_iter,
    .length = class_length,
    .contains = class_contains,
};

/* ---- what a member can do -------------------------------------------------------------------- */

static struct py_object *member_name(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    (void)py;
    (void)args;
    return attr_of(self, "_name_");
}

static struct py_object *member_value(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    (void)py;
    (void)args;
    return attr_of(self, "_value_");
}

static struct py_object *member_repr(struct py *py, struct py_object *self)
{
    const char *value = py_repr_text(py, stdlib_enum_value(self));

    return value ? py_stringf(py, "<%s.%s: %s>", py_type_of(self)->name, stdlib_enum_name(self),
                              value)
                 : NULL;
}

static struct py_object *member_str(struct py *py, struct py_object *self)
{
    return py_stringf(py, "%s.%s", py_type_of(self)->name, stdlib_enum_name(self));
}

static struct py_object *value_str(struct py *py, struct py_object *self)
{
    return py_str(py, stdlib_enum_value(self));
}

static struct py_object *member_format(struct py *py, struct py_object *self, const char *spec)
{
    struct py_object *text = py_str(py, self);

    return text ? py_format(py, text, spec) : NULL;
}

static bool member_hash(struct py *py, struct py_object *self, uint64_t *hash)
{
    const struct py_instance *instance = (const struct py_instance *)self;

    return py_hash(py, instance->native ? instance->native : attr_of(self, "_name_"), hash);
}

static const struct py_method member_methods[] = {
    {.name = "name", .call = member_name, .kind = PY_PROPERTY},
    {.name = "value", .call = member_value, .kind = PY_PROPERTY},
    {.name = NULL},
};

static const struct py_type stdlib_enum_type = {
    .object = {&enum_meta},
    .name = "Enum",
    .module = "enum",
    .methods = member_methods,
    .metatype = &enum_meta,
    .repr = member_repr,
    .str = member_str,
    .format = member_format,
    .hash = member_hash,
};

static const struct py_type *const str_enum_mro[] = {&stdlib_str_enum_type, &stdlib_enum_type,
                                                     &py_str_type, &py_object_type, NULL};

static const struct py_type stdlib_str_enum_type = {
    .object = {&enum_meta},
    .name = "StrEnum",
    .module = "enum",
    .base = &stdlib_enum_type,
    .mro = str_enum_mro,
    .methods = member_methods,
    .metatype = &enum_meta,
    .repr = member_repr,
    .str = value_str,
    .format = member_format,
    .hash = member_hash,
};

static const struct py_type *const int_enum_mro[] = {&int_enum, &stdlib_enum_type, &py_int_type,
                                                     &py_object_type, NULL};

static const struct py_type int_enum = {
    .object = {&enum_meta},
    .name = "IntEnum",
    .module = "enum",
    .base = &stdlib_enum_type,
    .mro = int_enum_mro,
    .methods = member_methods,
    .metatype = &enum_meta,
    .repr = member_repr,
    .str = value_str,
    .format = member_format,
    .hash = member_hash,
};

/* ---- the module ------------------------------------------------------------------------------ */

static struct py_object *auto_make(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    struct py_object *o = arena_new_object(py_arena(py), struct py_object);

    (void)args;
    o->type = type;
    return o;
}

static const struct py_type auto_type = {.name = "auto", .module = "enum", .make = auto_make};

static struct py_object *unique(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    (void)self;
    return args->n > 0 ? args->values[0] : py_none();
}

const struct stdlib_name stdlib_enum[] = {
    {.name = "Enum", .type = &stdlib_enum_type},
    {.name = "EnumMeta", .type = &enum_meta},
    {.name = "EnumType", .type = &enum_meta},
    {.name = "IntEnum", .type = &int_enum},
    {.name = "StrEnum", .type = &stdlib_str_enum_type},
    {.name = "auto", .type = &auto_type},
    {.name = "unique", .call = unique},
    {.name = NULL},
};
