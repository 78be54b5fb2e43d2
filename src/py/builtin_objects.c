/* getattr(), isinstance(), vars() ...: about values themselves. */
#include <string.h>

#include "py/builtins.h"
#include "py/class.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/type.h"

/* ---- types ---------------------------------------------------------------------------------- */

typedef bool type_test(const struct py_object *o, const struct py_type *type);

static bool is_instance(const struct py_object *o, const struct py_type *type)
{
    return py_is(o, type);
}

static bool is_subclass(const struct py_object *o, const struct py_type *type)
{
    return py_is_subtype((const struct py_type *)(const void *)o, type);
}

/* 'types' is one, or a tuple of them, also in tuples; None stands for its type in X | None. */
static bool any_of(struct py *py, const char *function, type_test *test, struct py_object *o,
                   struct py_object *types, bool *result)
{
    const struct py_list *list = py_is(types, &py_tuple_type) ? py_as_sequence(types) : NULL;

    if (py_poison_origin(types))
        return py_refuse(py, "%s() of a type that could not be evaluated: %s", function,
                         py_poison_origin(types)) != NULL;
    if (py_is_none(types))
        *result = test(o, &py_none_type);
    else if (py_as_type(types))
        *result = test(o, py_as_type(types));
    else if (!list)
        return py_raise(py, &py_type_error, "%s() arg 2 must be a %s, a tuple of %s, or a union",
                        function, strcmp(function, "isinstance") == 0 ? "type" : "class",
                        strcmp(function, "isinstance") == 0 ? "types" : "classes") != NULL;
    if (!list)
        return true;
    *result = false;
    for (size_t i = 0; !*result && i < list->n; i++) {
        bool ok = py_step(py, 1) && py_enter(py, "");

        if (!ok)
            return false;
        ok = any_of(py, function, test, o, list->items[i], result);
        py_leave(py);
        if (!ok)
            return false;
    }
    return true;
}

static struct py_object *isinstance(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *slots[2];
    bool result;

    (void)self;
    if (!py_positional(py, "isinstance", args, 2, 2, slots))
        return NULL;
    if (py_poison_origin(slots[0]))
        return py_refuse(py, "isinstance() of a value that could not be evaluated: %s",
                         py_poison_origin(slots[0]));
    return any_of(py, "isinstance", is_instance, slots[0], slots[1], &result) ? py_bool(result)
                                                                              : NULL;
}

static struct py_object *issubclass(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *slots[2];
    bool result;

    (void)self;
    if (!py_positional(py, "issubclass", args, 2, 2, slots))
        return NULL;
    if (py_poison_origin(slots[0]))
        return py_refuse(py, "issubclass() of a value that could not be evaluated: %s",
                         py_poison_origin(slots[0]));
    if (!py_as_type(slots[0]))
        return py_raise(py, &py_type_error, "issubclass() arg 1 must be a class");
    return any_of(py, "issubclass", is_subclass, slots[0], slots[1], &result) ? py_bool(result)
                                                                              : NULL;
}

static struct py_object *callable(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o;

    (void)self;
    if (!py_positional(py, "callable", args, 1, 1, &o))
        return NULL;
    return py_bool(PY_SLOT(py_type_of(o), call) != NULL);
}

/* ---- attributes ----------------------------------------------------------------------------- */

static const char *name_given(struct py *py, struct py_object *name)
{
    const char *text = py_text(name);

    return text ? text
                : py_raise(py, &py_type_error, "attribute name must be string, not '%s'",
                           py_type_of(name)->name);
}

static struct py_object *get(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[3], *value;
    const char *name;

    (void)self;
    if (!py_positional(py, "getattr", args, 2, 3, slots) || !(name = name_given(py, slots[1])))
        return NULL;
    if (!slots[2])
        return py_attr(py, slots[0], name);
    value = py_attr_or_null(py, slots[0], name);
    if (!value && py_raised(py) && !py_catch(py, &py_attribute_error))
        return NULL;
    return value ? value : slots[2];
}

static struct py_object *has(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2], *value;
    const char *name;

    (void)self;
    if (!py_positional(py, "hasattr", args, 2, 2, slots) || !(name = name_given(py, slots[1])))
        return NULL;
    value = py_attr_or_null(py, slots[0], name);
    if (!value && py_raised(py) && !py_catch(py, &py_attribute_error))
        return NULL;
    return py_bool(value != NULL);
}

static struct py_object *set(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[3];
    const char *name;

    (void)self;
    if (!py_positional(py, "setattr", args, 3, 3, slots) || !(name = name_given(py, slots[1])))
        return NULL;
    return py_set_attr(py, slots[0], name, slots[2]) ? py_none() : NULL;
}

static struct py_object *delete (struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];
    const char *name;

    (void)self;
    if (!py_positional(py, "delattr", args, 2, 2, slots) || !(name = name_given(py, slots[1])))
        return NULL;
    return py_set_attr(py, slots[0], name, NULL) ? py_none() : NULL;
}

/* ---- names ---------------------------------------------------------------------------------- */

static struct py_object *globals(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *none[1];

    (void)self;
    if (!py_positional(py, "globals", args, 0, 0, none))
        return NULL;
    return py->frame ? &py->frame->module->dict->object : &py_dict_new(py)->object;
}

static struct py_object *locals(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *none[1];

    (void)self;
    if (!py_positional(py, "locals", args, 0, 0, none))
        return NULL;
    return py->frame ? &py_locals(py, py->frame)->object : &py_dict_new(py)->object;
}

static struct py_object *vars(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o, *dict;

    (void)self;
    if (!py_positional(py, "vars", args, 0, 1, &o))
        return NULL;
    if (!o)
        return &py_locals(py, py->frame)->object;
    dict = py_attr_or_null(py, o, "__dict__");
    return dict || py_raised(py)
               ? dict
               : py_raise(py, &py_type_error, "vars() argument must have __dict__ attribute");
}

static void add_names(struct py *py, struct py_dict *names, const struct py_dict *from)
{
    for (size_t i = 0; from && i < from->n_entries; i++)
        if (from->entries[i].key && py_text(from->entries[i].key) &&
            strcmp(py_text(from->entries[i].key), "*") != 0)
            py_dict_put(py, names, from->entries[i].key, NULL);
}

static void add_names_of_type(struct py *py, struct py_dict *names, const struct py_type *type)
{
    for (struct py_ancestry a = py_ancestry_of(type); a.type; py_ancestry_next(&a)) {
        add_names(py, names, a.type->dict);
        for (const struct py_method *m = a.type->methods; m && m->name; m++)
            py_dict_put(py, names, py_string(py, m->name), NULL);
    }
}

static struct py_object *dir(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_dict *names = py_set_new(py);
    struct py_object *o, *list;

    (void)self;
    if (!py_positional(py, "dir", args, 0, 1, &o))
        return NULL;
    if (!o)
        add_names(py, names, py_locals(py, py->frame));
    else if (py_is(o, &py_module_type))
        add_names(py, names, ((struct py_module *)o)->dict);
    else if (py_as_type(o))
        add_names_of_type(py, names, py_as_type(o));
    else
        add_names_of_type(py, names, py_type_of(o));
    if (o && py_is(o, &py_instance_type))
        add_names(py, names, ((struct py_instance *)o)->attrs);
    list = py_builtin(py, "sorted");
    return py_call_with(py, list, &names->object);
}

const struct py_builtin py_builtins_of_objects[] = {
    {"isinstance", isinstance},
    {"issubclass", issubclass},
    {"callable", callable},
    {"getattr", get},
    {"hasattr", has},
    {"setattr", set},
    {"delattr", delete},
    {"globals", globals},
    {"locals", locals},
    {"vars", vars},
    {"dir", dir},
    {NULL, NULL},
};
