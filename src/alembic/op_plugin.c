/* Operations that other packages register: each is a function of a module that can be imported. */
#include "alembic/names.h"
#include "py/py.h"

static struct py_object *from(struct py *py, const char *module, const char *name)
{
    struct py_object *imported = py_import(py, module);

    return imported ? py_attr(py, imported, name) : NULL;
}

#define PLUGIN(operation, module)                                                                  \
    static struct py_object *operation(struct py *py)                                              \
    {                                                                                              \
        return from(py, module, #operation);                                                       \
    }

PLUGIN(create_entity, "alembic_utils")
PLUGIN(drop_entity, "alembic_utils")
PLUGIN(replace_entity, "alembic_utils")
PLUGIN(revert_entity, "alembic_utils")
PLUGIN(create_vectorizer, "pgai.vectorizer.configuration")
PLUGIN(drop_vectorizer, "pgai.vectorizer.configuration")

const struct alembic_export alembic_plugin_names[] = {
    {.name = "create_entity", .value = create_entity},
    {.name = "create_vectorizer", .value = create_vectorizer},
    {.name = "drop_entity", .value = drop_entity},
    {.name = "drop_vectorizer", .value = drop_vectorizer},
    {.name = "replace_entity", .value = replace_entity},
    {.name = "revert_entity", .value = revert_entity},
    {.name = NULL},
};
