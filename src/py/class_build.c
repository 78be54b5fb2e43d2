/* From a class statement to its value. */
#include <string.h>

#include "base/arena.h"
#include "py/class.h"
#include "py/function.h"
#include "py/interp.h"
#include "py/property.h"
#include "py/type.h"

static const struct py_type *metatype_of_bases(const struct py_list *bases)
{
    for (size_t i = 0; i < bases->n; i++) {
        const struct py_type *base = py_as_type(bases->items[i]);
        struct py_ancestry a = py_ancestry_of(base ? base : &py_object_type);

        for (; a.type; py_ancestry_next(&a))
            if (a.type->metatype)
                return a.type->metatype;
    }
    return NULL;
}

/* "metaclass=" is for the metatype; the other keywords are for the class. */
static bool take_metatype(struct py *py, struct py_args *keywords, const struct py_type **metatype)
{
    struct py_keyword *rest = arena_new_array(py->arena, struct py_keyword, keywords->n_keywords);
    size_t n = 0;

    for (size_t i = 0; i < keywords->n_keywords; i++) {
        const struct py_keyword *keyword = &keywords->keywords[i];

        if (strcmp(keyword->name, "metaclass") != 0) {
            rest[n++] = *keyword;
            continue;
        }
        *metatype = py_as_type(keyword->value);
        if (!*metatype || !py_is_subtype(*metatype, &py_type_type))
            return py_refuse(py, "this metaclass is not supported") != NULL;
    }
    keywords->keywords = rest;
    keywords->n_keywords = n;
    return true;
}

struct py_object *py_class_build(struct py *py, const char *name, struct py_object *bases,
                                 struct py_dict *dict, const struct py_args *keywords)
{
    struct py_object *const values[] = {py_string(py, name), bases, &dict->object};
    struct py_args args = {values, 3, keywords->keywords, keywords->n_keywords};
    const struct py_type *metatype = metatype_of_bases(py_as_sequence(bases));
    struct py_class *cls;

    if (!take_metatype(py, &args, &metatype))
        return NULL;
    if (metatype && PY_SLOT(metatype, make) != py_type_type.make)
        return KNOWN_SLOT(metatype, make)(py, metatype, &args);
    cls = py_class_new(py, name, bases, dict, metatype);
    return cls ? py_type_object(&cls->type) : NULL;
}

static bool name_values(struct py *py, struct py_object *made, const struct py_dict *dict)
{
    for (size_t i = 0; i < dict->n_entries; i++) {
        const struct py_entry *entry = &dict->entries[i];

        if (entry->key && py_type_of(entry->value)->dict &&
            py_class_find(entry->value->type, "__set_name__")) {
            struct py_object *const values[] = {made, entry->key};
            const struct py_args named = {.values = values, .n = 2};

            if (!py_call_method(py, entry->value, "__set_name__", &named))
                return false;
        }
    }
    return true;
}

bool py_class_announce(struct py *py, struct py_object *made, const struct py_args *keywords)
{
    const struct py_class *cls = py_as_type(made) ? py_as_class(py_as_type(made)) : NULL;
    const struct py_type *metatype;
    struct py_args rest = *keywords;

    if (!cls)
        return true;
    if (!name_values(py, made, cls->type.dict) || !take_metatype(py, &rest, &metatype))
        return false;
    for (size_t i = 1; cls->type.mro[i]; i++) {
        const struct py_dict *dict = cls->type.mro[i]->dict;
        struct py_object *found = dict ? py_dict_at(dict, "__init_subclass__") : NULL;

        if (found)
            return py_call(py, py_method_new(py, py_wrapped_function(found), made), &rest) != NULL;
    }
    return true;
}
