/* What op.get_bind() gives. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/op.h"
#include "base/arena.h"

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    if (strcmp(name, "dialect") == 0)
        return sa_dialect(py);
    return strcmp(name, "engine") == 0 ? self : NULL;
}

static const struct py_type connection_type = {
    .name = "Connection",
    .module = "sqlalchemy.engine.base",
    .attr = attr,
};

struct py_object *alembic_bind(struct py *py)
{
    struct py_object *o = arena_new_object(py_arena(py), struct py_object);

    o->type = &connection_type;
    return o;
}

bool sa_table_reflect(struct py *py, struct sa_table *table, struct py_object *bind)
{
    (void)bind;
    return py_refuse(py, "cannot read the columns of table \"%s\"", table->name.text);
}

bool sa_write_bound(struct sa_compiler *c, const struct sa_clause *bind, struct py_object *value)
{
    return sa_write_value(c, bind->sql_type, value);
}

struct sa_clause *sa_bind_with(struct py *py, const struct sa_clause *bind, struct py_object *value)
{
    (void)bind, (void)value;
    return py_refuse(py, "cannot give a bindparam() another value");
}
