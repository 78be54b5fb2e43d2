#include "py/class.h"

#include <string.h>

#include "base/arena.h"
#include "py/interp.h"
#include "py/type.h"

struct py_class *py_as_class(const struct py_type *type)
{
    union {
        const struct py_type *in;
        struct py_class *out;
    } as = {.in = type};

    return type->dict && py_is_subtype(type, &py_instance_type) ? as.out : NULL;
}

struct py_object *py_class_find(const struct py_type *type, const char *name)
{
    for (struct py_ancestry a = py_ancestry_of(type); a.type; py_ancestry_next(&a)) {
        struct py_object *found = a.type->dict ? py_dict_at(a.type->dict, name) : NULL;

        if (found)
            return found;
    }
    return NULL;
}

/* ---- the order in which names are looked up: C3 --------------------------------------------- */

/* Types that are still to be put in order. */
struct line {
    const struct py_type **types;
    size_t n, next;
};

static void add_to_line(struct line *line, const struct py_type *type)
{
    if (type != &py_object_type && type != &py_instance_type)
        line->types[line->n++] = type;
}

static struct line line_of(struct py *py, const struct py_type *type)
{
    struct line line = {0};
    size_t n = 0;

    for (struct py_ancestry a = py_ancestry_of(type); a.type; py_ancestry_next(&a))
        n++;
    line.types = arena_new_array(py->arena, const struct py_type *, n);
    for (struct py_ancestry a = py_ancestry_of(type); a.type; py_ancestry_next(&a))
        add_to_line(&line, a.type);
    return line;
}

static bool comes_later(const struct line *lines, size_t n, const struct py_type *type)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = lines[i].next + 1; j < lines[i].n; j++)
            if (lines[i].types[j] == type)
                return true;
    return false;
}

/* The first type that stands behind no other one any more. */
static const struct py_type *take_next(struct line *lines, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct py_type *type;

        if (lines[i].next == lines[i].n)
            continue;
        type = lines[i].types[lines[i].next];
        if (comes_later(lines, n, type))
            continue;
        for (size_t j = 0; j < n; j++)
            if (lines[j].next < lines[j].n && lines[j].types[lines[j].next] == type)
                lines[j].next++;
        return type;
    }
    return NULL;
}

static bool order(struct py *py, struct py_class *cls, const struct py_list *bases)
{
    struct line *lines = arena_new_array(py->arena, struct line, bases->n + 1);
    const struct py_type **mro;
    size_t n = 0, left = 0;

    lines[bases->n].types = arena_new_array(py->arena, const struct py_type *, bases->n);
    for (size_t i = 0; i < bases->n; i++) {
        lines[i] = line_of(py, py_as_type(bases->items[i]));
        add_to_line(&lines[bases->n], py_as_type(bases->items[i]));
        left += lines[i].n;
    }
    mro = arena_new_array(py->arena, const struct py_type *, left + 4);
    mro[n++] = &cls->type;
    for (const struct py_type *type; (type = take_next(lines, bases->n + 1));)
        mro[n++] = type;
    for (size_t i = 0; i <= bases->n; i++)
        if (lines[i].next < lines[i].n)
            return py_raise(
                       py, &py_type_error,
                       "Cannot create a consistent method resolution\norder (MRO) for bases") !=
                   NULL;
    mro[n++] = &py_instance_type;
    mro[n] = &py_object_type;
    cls->type.mro = mro;
    return true;
}

/* ---- classes -------------------------------------------------------------------------------- */

/* Does it do nothing of its own, like typing.Generic? */
static bool is_plain(const struct py_type *type)
{
    const size_t from = offsetof(struct py_type, make);
    const char *slots = (const char *)type + from;

    for (size_t i = 0; i < sizeof(*type) - from; i++)
        if (slots[i])
            return false;
    return !type->methods;
}

/* What does not expect instances of other classes would take them for its own values. */
static bool can_be_base(const struct py_type *type)
{
    bool all_plain = true;

    for (struct py_ancestry a = py_ancestry_of(type); a.type; py_ancestry_next(&a)) {
        if (a.type->dict || a.type->is_base || a.type->metatype)
            return true;
        if (a.type != &py_object_type && !is_plain(a.type))
            all_plain = false;
    }
    return all_plain;
}

/* Values that cannot be the same one. */
static const struct py_type *const layouts[] = {
    &py_str_type,  &py_int_type,   &py_float_type, &py_bytes_type,     &py_list_type,
    &py_dict_type, &py_tuple_type, &py_set_type,   &py_frozenset_type, &py_base_exception,
};

static const struct py_type *layout_of(const struct py_type *type)
{
    for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++)
        if (py_is_subtype(type, layouts[i]))
            return layouts[i];
    return NULL;
}

static bool check_base(struct py *py, struct py_object *o)
{
    const struct py_type *base = py_as_type(o);

    if (py_poison_origin(o))
        return py_refuse(py, "a base of this class could not be evaluated: %s",
                         py_poison_origin(o)) != NULL;
    if (!base)
        return py_refuse(py, "a class cannot derive from this '%s' object here",
                         py_type_of(o)->name) != NULL;
    if (py_is_subtype(base, &py_type_type))
        return py_refuse(py, "metaclasses of scripts are not supported") != NULL;
    if (base == &py_bool_type)
        return py_raise(py, &py_type_error, "type 'bool' is not an acceptable base type") != NULL;
    return can_be_base(base) ||
           py_refuse(py, "classes that derive from %s%s%s are not supported",
                     base->module ? base->module : "", base->module ? "." : "", base->name) != NULL;
}

static bool check_bases(struct py *py, const struct py_list *bases)
{
    const struct py_type *layout = NULL;

    for (size_t i = 0; i < bases->n; i++) {
        const struct py_type *own;

        if (!check_base(py, bases->items[i]))
            return false;
        for (size_t j = 0; j < i; j++)
            if (bases->items[j] == bases->items[i])
                return py_raise(py, &py_type_error, "duplicate base class %s",
                                py_as_type(bases->items[i])->name) != NULL;
        own = layout_of(py_as_type(bases->items[i]));
        if (own && layout && own != layout)
            return py_raise(py, &py_type_error, "multiple bases have instance lay-out conflict") !=
                   NULL;
        layout = own ? own : layout;
    }
    return true;
}

static void inherit(struct py_class *cls, const struct py_type *metatype)
{
    for (const struct py_type *const *t = cls->type.mro + 1; *t; t++) {
        if (!metatype)
            metatype = (*t)->metatype;
        if (!cls->native && !(*t)->dict && *t != &py_instance_type && *t != &py_object_type &&
            PY_SLOT(*t, make) != py_object_type.make)
            cls->native = *t;
    }
    cls->type.metatype = metatype;
    cls->type.object.type = metatype ? metatype : &py_type_type;
}

void py_class_update(struct py_class *cls)
{
    if (cls->native)
        py_class_forward_slots(cls);
    py_class_define_slots(cls);
}

struct py_class *py_class_new(struct py *py, const char *name, struct py_object *bases,
                              struct py_dict *dict, const struct py_type *metatype)
{
    const struct py_list *list = py_as_sequence(bases);
    struct py_class *cls = arena_new_object(py->arena, struct py_class);
    struct py_object *module = py_dict_at(dict, "__module__");

    if (!check_bases(py, list) || !order(py, cls, list))
        return NULL;
    cls->type.name = cls->qualname = arena_strdup(py->arena, name);
    cls->type.module = module ? py_text(module) : NULL;
    cls->type.base = cls->type.mro[1];
    cls->type.dict = dict;
    cls->type.make = py_class_make;
    cls->type.attr = py_instance_attr;
    cls->type.set_attr = py_instance_set_attr;
    cls->bases = bases;
    inherit(cls, metatype);
    py_class_update(cls);
    return cls;
}
