/* sqlalchemy.orm.Session over op.get_bind(): statements, but no ORM models. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/names.h"
#include "alembic/sa_declarative.h"
#include "alembic/sa_result.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"
#include "py/py.h"

/* A session of its own engine would be a second connection, which there is not. */
static bool check_bind(struct py *py, struct py_object *bind)
{
    if (sa_absent(bind))
        return true;
    if (!sa_known(py, bind))
        return false;
    return !py_is(bind, &sa_engine_type) ||
           py_refuse(py, "a Session of an engine is a second connection, which is not supported; "
                         "use Session(bind=op.get_bind())");
}

static struct py_object *session_new(struct py *py)
{
    struct py_object *o = arena_new_object(py_arena(py), struct py_object);

    o->type = &sa_session_type;
    return o;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct py_object *slots[2];

    (void)type;
    if (!py_bind(py, "Session.__init__", (const char *const[]){"?bind", "**kw", NULL}, args,
                 slots) ||
        !check_bind(py, slots[0]))
        return NULL;
    return session_new(py);
}

static struct py_object *execute(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"statement",          "?params", "*",
                                            "?execution_options", "**kw",    NULL};
    struct py_object *slots[4];

    (void)self;
    return py_bind(py, "Session.execute", signature, args, slots) ? sa_run(py, slots[0], slots[1])
                                                                  : NULL;
}

static struct py_object *scalar(struct py *py, struct py_object *self, const struct py_args *args)
{
    return sa_scalar_of(py, execute(py, self, args));
}

static struct py_object *scalars(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *result = execute(py, self, args);

    return result ? py_call_method(py, result, "scalars", &(struct py_args){0}) : NULL;
}

/*
 * The transaction is Alembic's: a session that joined it does not commit it,
 * and closing the session leaves it alone.
 */
static struct py_object *nothing(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py, (void)self, (void)args;
    return py_none();
}

static struct py_object *rollback(struct py *py, struct py_object *self, const struct py_args *args)
{
    return py_call_method(py, alembic_bind(py), "rollback", args) && self ? py_none() : NULL;
}

static struct py_object *begin_nested(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    (void)self, (void)args;
    return sa_begin_nested(py);
}

static struct py_object *self_alone(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)py, (void)args;
    return self;
}

static struct py_object *bind_of(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self, (void)args;
    return alembic_bind(py);
}

#define REFUSED(function, what)                                                                    \
    static struct py_object *function(struct py *py, struct py_object *self,                       \
                                      const struct py_args *args)                                  \
    {                                                                                              \
        (void)self, (void)args;                                                                    \
        return py_refuse(py,                                                                       \
                         "Session." what "() works with ORM models, which are not supported; use " \
                         "select(), insert(), update() or SQL with Session.execute()");            \
    }

REFUSED(query, "query")
REFUSED(add, "add")
REFUSED(add_all, "add_all")
REFUSED(get, "get")
REFUSED(delete_object, "delete")
REFUSED(merge, "merge")
REFUSED(refresh, "refresh")
REFUSED(bulk_save, "bulk_save_objects")
REFUSED(bulk_insert, "bulk_insert_mappings")
REFUSED(bulk_update, "bulk_update_mappings")

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    (void)self;
    if (strcmp(name, "bind") == 0)
        return alembic_bind(py);
    return strcmp(name, "is_active") == 0 ? py_bool(true) : NULL;
}

static struct py_object *enter(struct py *py, struct py_object *self)
{
    (void)py;
    return self;
}

static bool leave(struct py *py, struct py_object *self, struct py_object *exception,
                  bool *swallowed)
{
    (void)py, (void)self, (void)exception;
    *swallowed = false;
    return true;
}

static const struct py_method methods[] = {
    {"execute", execute, PY_METHOD},
    {"scalar", scalar, PY_METHOD},
    {"scalars", scalars, PY_METHOD},
    {"commit", nothing, PY_METHOD},
    {"flush", nothing, PY_METHOD},
    {"close", nothing, PY_METHOD},
    {"expire_all", nothing, PY_METHOD},
    {"expunge_all", nothing, PY_METHOD},
    {"rollback", rollback, PY_METHOD},
    {"begin", self_alone, PY_METHOD},
    {"begin_nested", begin_nested, PY_METHOD},
    {"connection", bind_of, PY_METHOD},
    {"get_bind", bind_of, PY_METHOD},
    {"query", query, PY_METHOD},
    {"add", add, PY_METHOD},
    {"add_all", add_all, PY_METHOD},
    {"get", get, PY_METHOD},
    {"delete", delete_object, PY_METHOD},
    {"merge", merge, PY_METHOD},
    {"refresh", refresh, PY_METHOD},
    {"bulk_save_objects", bulk_save, PY_METHOD},
    {"bulk_insert_mappings", bulk_insert, PY_METHOD},
    {"bulk_update_mappings", bulk_update, PY_METHOD},
    {NULL},
};

const struct py_type sa_session_type = {
    .name = "Session",
    .module = "sqlalchemy.orm.session",
    .make = make,
    .methods = methods,
    .attr = attr,
    .enter = enter,
    .leave = leave,
};

/* ---- sessionmaker() -----------------------------------------------------------------------------
 */

static struct py_object *make_maker(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    struct py_object *slots[2], *o = arena_new_object(py_arena(py), struct py_object);

    o->type = type;
    if (!py_bind(py, "sessionmaker.__init__", (const char *const[]){"?bind", "**kw", NULL}, args,
                 slots) ||
        !check_bind(py, slots[0]))
        return NULL;
    return o;
}

static struct py_object *call_maker(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)self;
    return make(py, &sa_session_type, args);
}

static struct py_object *begin_maker(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    (void)self, (void)args;
    return session_new(py);
}

static const struct py_method maker_methods[] = {
    {"configure", nothing, PY_METHOD},
    {"begin", begin_maker, PY_METHOD},
    {NULL},
};

const struct py_type sa_sessionmaker_type = {
    .name = "sessionmaker",
    .module = "sqlalchemy.orm.session",
    .make = make_maker,
    .methods = maker_methods,
    .call = call_maker,
};
