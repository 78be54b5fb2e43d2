/* Modules as values. */
#include <string.h>

#include "py/interp.h"

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct py_module *m = (const struct py_module *)self;
    struct py_object *found = py_dict_at(m->dict, name);

    if (found)
        return found;
    if (strcmp(name, "__name__") == 0)
        return py_string(py, m->name);
    return strcmp(name, "__dict__") == 0 ? &m->dict->object : NULL;
}

static bool set_attr(struct py *py, struct py_object *self, const char *name,
                     struct py_object *value)
{
    struct py_module *m = (struct py_module *)self;

    if (value)
        return py_dict_put_text(py, m->dict, name, value);
    return py_dict_remove_text(m->dict, name) ||
           py_raise(py, &py_attribute_error, "module '%s' has no attribute '%s'", m->name, name) !=
               NULL;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    return py_stringf(py, "<module '%s'>", ((struct py_module *)self)->name);
}

const struct py_type py_module_type = {
    .name = "module", .repr = repr, .attr = attr, .set_attr = set_attr};
