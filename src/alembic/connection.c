/* What op.get_bind() gives. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/names.h"
#include "alembic/op.h"
#include "alembic/sa_result.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"

/* Connection.execute(statement, parameters), which has no other keywords since SQLAlchemy 2. */
static struct py_object *execute(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"statement", "?parameters", "*", "?execution_options",
                                            NULL};
    struct py_object *slots[3];

    (void)self;
    if (!py_bind(py, "Connection.execute", signature, args, slots))
        return NULL;
    return sa_run(py, slots[0], slots[1]);
}

static struct py_object *scalar(struct py *py, struct py_object *self, const struct py_args *args)
{
    return sa_scalar_of(py, execute(py, self, args));
}

static struct py_object *scalars(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const struct py_args no_arguments = {0};
    struct py_object *result = execute(py, self, args);

    return result ? py_call_method(py, result, "scalars", &no_arguments) : NULL;
}

static struct py_object *exec_driver_sql(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    static const char *const signature[] = {"statement", "?parameters", "?execution_options", NULL};
    struct py_object *slots[3], *result = NULL;
    const struct py_list *many;
    const char *sql;

    (void)self;
    if (!py_bind(py, "Connection.exec_driver_sql", signature, args, slots) ||
        !sa_text_of(py, slots[0], "statement", &sql))
        return NULL;
    if (sa_absent(slots[1]))
        return sa_run_text(py, sa_driver_text(py, sql, py_none()));
    many = py_is(slots[1], &py_list_type) ? py_as_sequence(slots[1]) : NULL;
    if (!many)
        return sa_run_text(py, sa_driver_text(py, sql, slots[1]));
    for (size_t i = 0; i < many->n; i++)
        if (!(result = sa_run_text(py, sa_driver_text(py, sql, many->items[i]))))
            return NULL;
    return result ? result : py_none();
}

/* ---- transactions -------------------------------------------------------------------------------
 */

static bool end(struct py *py, bool commit)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    const struct alembic_sink *sink = alembic_context(py)->sink;

    return !sink->end || sink->end(sink->data, commit, py_here(py), err) || alembic_raise(py, err);
}

static struct py_object *commit(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self, (void)args;
    return end(py, true) ? py_none() : NULL;
}

static struct py_object *rollback(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self, (void)args;
    return end(py, false) ? py_none() : NULL;
}

/* Alembic has begun a transaction already. */
static struct py_object *begin(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self, (void)args;
    return py_raise(py, &sa_invalid_request_error,
                    "This connection has already initialized a SQLAlchemy Transaction() object via "
                    "begin() or autobegin; can't call begin() here unless rollback() or commit() "
                    "is called first.");
}

struct savepoint {
    struct py_object object;
    unsigned number;
    bool done;
};

static bool savepoint_run(struct py *py, struct savepoint *s, const char *what)
{
    return alembic_execute(py, py_text(py_stringf(py, "%s sa_savepoint_%u", what, s->number)));
}

static struct py_object *savepoint_end(struct py *py, struct py_object *self, const char *what)
{
    struct savepoint *s = (void *)self;

    if (s->done)
        return py_none();
    s->done = true;
    return savepoint_run(py, s, what) ? py_none() : NULL;
}

static struct py_object *savepoint_commit(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    (void)args;
    return savepoint_end(py, self, "RELEASE SAVEPOINT");
}

static struct py_object *savepoint_rollback(struct py *py, struct py_object *self,
                                            const struct py_args *args)
{
    (void)args;
    return savepoint_end(py, self, "ROLLBACK TO SAVEPOINT");
}

static struct py_object *savepoint_enter(struct py *py, struct py_object *self)
{
    (void)py;
    return self;
}

static bool savepoint_leave(struct py *py, struct py_object *self, struct py_object *exception,
                            bool *swallowed)
{
    *swallowed = false;
    return savepoint_end(py, self, exception ? "ROLLBACK TO SAVEPOINT" : "RELEASE SAVEPOINT") !=
           NULL;
}

static struct py_object *savepoint_attr(struct py *py, struct py_object *self, const char *name)
{
    (void)py;
    return strcmp(name, "is_active") == 0
               ? py_bool(!((const struct savepoint *)(const void *)self)->done)
               : NULL;
}

static const struct py_method savepoint_methods[] = {
    {"commit", savepoint_commit, PY_METHOD},
    {"rollback", savepoint_rollback, PY_METHOD},
    {"close", savepoint_rollback, PY_METHOD},
    {NULL},
};

static const struct py_type savepoint_type = {
    .name = "NestedTransaction",
    .module = "sqlalchemy.engine.base",
    .methods = savepoint_methods,
    .attr = savepoint_attr,
    .enter = savepoint_enter,
    .leave = savepoint_leave,
};

/*
 * A savepoint is there to be rolled back to when a statement fails, which
 * only shows when the statements run.
 */
struct py_object *sa_begin_nested(struct py *py)
{
    struct alembic_context *context = alembic_context(py);
    struct savepoint *s = arena_new_object(py_arena(py), struct savepoint);

    s->object.type = &savepoint_type;
    s->number = ++context->n_savepoints;
    if (context->sink->notes && !context->offline) {
        MEM_SCRATCH(scratch);

        return alembic_query(py, scratch, "SAVEPOINT sa_savepoint_1") || py_raised(py) ? NULL
                                                                                       : &s->object;
    }
    return savepoint_run(py, s, "SAVEPOINT") ? &s->object : NULL;
}

static struct py_object *begin_nested(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    (void)self, (void)args;
    return sa_begin_nested(py);
}

static struct py_object *in_transaction(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    (void)py, (void)self, (void)args;
    return py_bool(true);
}

/* ---- the connection -----------------------------------------------------------------------------
 */

static struct py_object *self_alone(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)py, (void)args;
    return self;
}

static struct py_object *close_connection(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    (void)py, (void)self, (void)args;
    return py_none();
}

/* connection.execution_options(isolation_level="AUTOCOMMIT") */
static struct py_object *execution_options(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    for (size_t i = 0; i < args->n_keywords; i++)
        if (strcmp(args->keywords[i].name, "isolation_level") == 0)
            return py_refuse(py, "execution_options(isolation_level=...) of the connection is not "
                                 "supported; use op.get_context().autocommit_block()");
    return self;
}

static struct py_object *second(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self, (void)args;
    return py_refuse(py, "a second connection beside op.get_bind() is not supported");
}

static const struct py_method engine_methods[] = {
    {"connect", second, PY_METHOD},
    {"begin", second, PY_METHOD},
    {"raw_connection", second, PY_METHOD},
    {"dispose", close_connection, PY_METHOD},
    {"execution_options", self_alone, PY_METHOD},
    {NULL},
};

static struct py_object *engine_attr(struct py *py, struct py_object *self, const char *name)
{
    (void)self;
    if (strcmp(name, "dialect") == 0)
        return sa_dialect(py);
    if (strcmp(name, "name") == 0)
        return py_string(py, "postgresql");
    return strcmp(name, "driver") == 0 ? py_string(py, "psycopg2") : NULL;
}

const struct py_type sa_engine_type = {
    .name = "Engine",
    .module = "sqlalchemy.engine.base",
    .methods = engine_methods,
    .attr = engine_attr,
};

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    struct py_object *engine;

    (void)self;
    if (strcmp(name, "dialect") == 0)
        return sa_dialect(py);
    if (strcmp(name, "closed") == 0 || strcmp(name, "invalidated") == 0)
        return py_bool(false);
    if (strcmp(name, "default_isolation_level") == 0)
        return py_string(py, "READ COMMITTED");
    if (strcmp(name, "engine") != 0)
        return NULL;
    engine = arena_new_object(py_arena(py), struct py_object);
    engine->type = &sa_engine_type;
    return engine;
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
    {"exec_driver_sql", exec_driver_sql, PY_METHOD},
    {"commit", commit, PY_METHOD},
    {"rollback", rollback, PY_METHOD},
    {"begin", begin, PY_METHOD},
    {"begin_nested", begin_nested, PY_METHOD},
    {"in_transaction", in_transaction, PY_METHOD},
    {"get_transaction", self_alone, PY_METHOD},
    {"execution_options", execution_options, PY_METHOD},
    {"connect", self_alone, PY_METHOD},
    {"close", close_connection, PY_METHOD},
    {NULL},
};

const struct py_type sa_connection_type = {
    .name = "Connection",
    .module = "sqlalchemy.engine.base",
    .methods = methods,
    .attr = attr,
    .enter = enter,
    .leave = leave,
};

/* With --sql scripts have a connection that prints and knows nothing. */
static const struct py_method mock_methods[] = {
    {"execute", execute, PY_METHOD},
    {"connect", self_alone, PY_METHOD},
    {"execution_options", self_alone, PY_METHOD},
    {NULL},
};

static const struct py_type mock_type = {
    .name = "MockConnection",
    .module = "sqlalchemy.engine.mock",
    .methods = mock_methods,
    .attr = attr,
};

struct py_object *alembic_bind(struct py *py)
{
    struct py_object *o = arena_new_object(py_arena(py), struct py_object);

    o->type = alembic_context(py)->offline ? &mock_type : &sa_connection_type;
    return o;
}
