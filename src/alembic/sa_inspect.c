/* sa.inspect(bind): an Inspector, which asks the server once for each thing. */
#include "alembic/sa_inspect.h"

#include <string.h>

#include "alembic/context.h"
#include "alembic/inspect_checks.sql.h"
#include "alembic/inspect_columns.sql.h"
#include "alembic/inspect_comment.sql.h"
#include "alembic/inspect_enums.sql.h"
#include "alembic/inspect_foreign_keys.sql.h"
#include "alembic/inspect_indexes.sql.h"
#include "alembic/inspect_keys.sql.h"
#include "alembic/inspect_names.sql.h"
#include "alembic/sa_functions.h"
#include "alembic/sa_inspect_shape.h"
#include "alembic/sa_result.h"
#include "base/arena.h"
#include "base/mem.h"
#include "py/py.h"
#include "stdlib/json.h"

/* Is there such a relation (kinds are those of pg_class.relkind: "{r,p}")? */
static bool sa_has_relation(struct py *py, const char *kinds, const char *name, const char *schema,
                            bool *found);

struct inspector {
    struct py_object object;
    struct py_dict *cache; /* "get_columns/schema/table" -> what it gave */
};

/* What the queries are given. */
struct question {
    const char *table, *schema, *kind, *kinds;
    bool temporary;
};

static struct py_object *text_or_none(struct py *py, const char *text)
{
    return text ? py_string(py, text) : py_none();
}

/* The rows of a query whose names are bound. */
static struct alembic_rows *ask(struct py *py, TALLOC_CTX *mem, const char *sql,
                                const struct question *q)
{
    struct sa_compiler c = sa_compiler_dml(py, mem);
    struct py_dict *params = py_dict_new(py);
    struct alembic_rows *rows;

    if (!py_dict_put_text(py, params, "table", text_or_none(py, q->table)) ||
        !py_dict_put_text(py, params, "schema", text_or_none(py, q->schema)) ||
        !py_dict_put_text(py, params, "kind", text_or_none(py, q->kind)) ||
        !py_dict_put_text(py, params, "kinds", text_or_none(py, q->kinds)) ||
        !py_dict_put_text(py, params, "temporary", py_bool(q->temporary)) ||
        !sa_write_statement(&c, sa_text(py, sql), params) || !sa_compiled(&c))
        return NULL;
    rows = alembic_query(py, mem, sa_compiled(&c));
    if (!rows && !py_raised(py))
        py_refuse(py, "the database cannot be looked at with --sql");
    return rows;
}

static struct py_object *no_such_table(struct py *py, const struct question *q)
{
    if (q->schema)
        return py_raise(py, &sa_no_such_table_error, "%s.%s", q->schema, q->table);
    return py_raise(py, &sa_no_such_table_error, "%s", q->table);
}

/* The JSON that a query makes of a table. */
static struct py_object *ask_json(struct py *py, const char *sql, const struct question *q)
{
    MEM_SCRATCH(scratch);
    struct alembic_rows *rows = ask(py, scratch, sql, q);

    if (!rows)
        return NULL;
    if (rows->n == 0 || !rows->values[0])
        return no_such_table(py, q);
    return stdlib_json_parse(py, rows->values[0]);
}

static struct py_object *ask_names(struct py *py, const struct question *q)
{
    MEM_SCRATCH(scratch);
    struct alembic_rows *rows = ask(py, scratch, alembic_inspect_names_sql, q);
    struct py_list *list = py_list_new(py);

    for (size_t i = 0; rows && i < rows->n; i++)
        if (!py_list_add(py, list, py_string(py, rows->values[i * rows->n_columns])))
            return NULL;
    return rows ? &list->object : NULL;
}

static bool sa_has_relation(struct py *py, const char *kinds, const char *name, const char *schema,
                            bool *found)
{
    const struct question q = {.table = name, .schema = schema, .kinds = kinds, .temporary = true};
    struct py_object *names = ask_names(py, &q);

    *found = names && py_as_sequence(names)->n > 0;
    return names != NULL;
}

/* ---- what is asked for, by the method of the Inspector ------------------------------------------
 */

static const struct {
    const char *method, *sql;
    const char *kind;                                                 /* of inspect_keys.sql */
    struct py_object *(*shape)(struct py *py, struct py_object *raw); /* NULL: as it is */
} of_tables[] = {
    {"get_columns", alembic_inspect_columns_sql, NULL, sa_shape_columns},
    {"get_indexes", alembic_inspect_indexes_sql, NULL, sa_shape_indexes},
    {"get_pk_constraint", alembic_inspect_keys_sql, "p", sa_shape_primary_key},
    {"get_unique_constraints", alembic_inspect_keys_sql, "u", NULL},
    {"get_foreign_keys", alembic_inspect_foreign_keys_sql, NULL, NULL},
    {"get_check_constraints", alembic_inspect_checks_sql, NULL, sa_shape_checks},
    {"get_table_comment", alembic_inspect_comment_sql, NULL, NULL},
};

static const struct {
    const char *method, *kinds;
    bool temporary;
} of_schemas[] = {
    {"get_table_names", "{r,p}", false},           {"get_view_names", "{v}", false},
    {"get_materialized_view_names", "{m}", false}, {"get_sequence_names", "{S}", false},
    {"get_foreign_table_names", "{f}", false},
};

static struct py_object *fresh(struct py *py, const char *method, const struct question *q)
{
    for (size_t i = 0; i < sizeof(of_tables) / sizeof(of_tables[0]); i++)
        if (strcmp(of_tables[i].method, method) == 0) {
            const struct question with_kind = {
                .table = q->table, .schema = q->schema, .kind = of_tables[i].kind};
            struct py_object *raw = ask_json(py, of_tables[i].sql, &with_kind);

            return raw && of_tables[i].shape ? of_tables[i].shape(py, raw) : raw;
        }
    for (size_t i = 0; i < sizeof(of_schemas) / sizeof(of_schemas[0]); i++)
        if (strcmp(of_schemas[i].method, method) == 0) {
            const struct question names = {.schema = q->schema,
                                           .kinds = of_schemas[i].kinds,
                                           .temporary = of_schemas[i].temporary};

            return ask_names(py, &names);
        }
    return ask_json(py, alembic_inspect_enums_sql, q);
}

/* Lists of dicts are copied, so that scripts may change what they were given. */
static struct py_object *copied(struct py *py, struct py_object *value)
{
    static const struct py_args no_arguments = {0};
    const struct py_list *list = py_is(value, &py_list_type) ? py_as_sequence(value) : NULL;
    struct py_list *copy;

    if (!list)
        return py_as_dict(value) ? py_call_method(py, value, "copy", &no_arguments) : value;
    copy = py_list_new(py);
    for (size_t i = 0; i < list->n; i++) {
        struct py_object *item = py_as_dict(list->items[i])
                                     ? py_call_method(py, list->items[i], "copy", &no_arguments)
                                     : list->items[i];

        if (!item || !py_list_add(py, copy, item))
            return NULL;
    }
    return &copy->object;
}

struct py_object *sa_inspect(struct py *py, struct py_object *self, const char *method,
                             const char *table, const char *schema)
{
    struct inspector *inspector = (void *)self;
    const struct question q = {.table = table, .schema = schema};
    const char *key =
        py_text(py_stringf(py, "%s/%s/%s", method, schema ? schema : "", table ? table : ""));
    struct py_object *known = py_dict_at(inspector->cache, key);

    if (!known) {
        known = fresh(py, method, &q);
        if (!known || !py_dict_put_text(py, inspector->cache, key, known))
            return NULL;
    }
    return copied(py, known);
}

/* ---- the methods --------------------------------------------------------------------------------
 */

static struct py_object *about_table(struct py *py, struct py_object *self,
                                     const struct py_args *args, const char *method)
{
    struct py_object *slots[3];
    const char *table, *schema;

    if (!py_bind(py, method, (const char *const[]){"table_name", "?schema", "**kw", NULL}, args,
                 slots) ||
        !sa_text_of(py, slots[0], "table_name", &table) ||
        !sa_text_of(py, slots[1], "schema", &schema))
        return NULL;
    return sa_inspect(py, self, method, table, schema);
}

static struct py_object *about_schema(struct py *py, struct py_object *self,
                                      const struct py_args *args, const char *method)
{
    struct py_object *slots[2];
    const char *schema;

    if (!py_bind(py, method, (const char *const[]){"?schema", "**kw", NULL}, args, slots) ||
        !sa_text_of(py, slots[0], "schema", &schema))
        return NULL;
    return sa_inspect(py, self, method, NULL, schema);
}

#define TABLE(name)                                                                                \
    static struct py_object *name(struct py *py, struct py_object *self,                           \
                                  const struct py_args *args)                                      \
    {                                                                                              \
        return about_table(py, self, args, #name);                                                 \
    }
#define SCHEMA(name)                                                                               \
    static struct py_object *name(struct py *py, struct py_object *self,                           \
                                  const struct py_args *args)                                      \
    {                                                                                              \
        return about_schema(py, self, args, #name);                                                \
    }

TABLE(get_columns)
TABLE(get_indexes)
TABLE(get_pk_constraint)
TABLE(get_unique_constraints)
TABLE(get_foreign_keys)
TABLE(get_check_constraints)
TABLE(get_table_comment)
SCHEMA(get_table_names)
SCHEMA(get_view_names)
SCHEMA(get_materialized_view_names)
SCHEMA(get_sequence_names)
SCHEMA(get_foreign_table_names)
SCHEMA(get_enums)

static struct py_object *has(struct py *py, const struct py_args *args, const char *kinds,
                             const char *what)
{
    struct py_object *slots[3];
    const char *name, *schema;
    bool found;

    if (!py_bind(py, what, (const char *const[]){"name", "?schema", "**kw", NULL}, args, slots) ||
        !sa_text_of(py, slots[0], "name", &name) || !sa_text_of(py, slots[1], "schema", &schema) ||
        !sa_has_relation(py, kinds, name, schema, &found))
        return NULL;
    return py_bool(found);
}

static struct py_object *has_table(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    static const char *const signature[] = {"table_name", "?schema", "**kw", NULL};
    struct py_object *slots[3], *positional[2];

    (void)self;
    if (!py_bind(py, "has_table", signature, args, slots))
        return NULL;
    positional[0] = slots[0];
    positional[1] = slots[1] ? slots[1] : py_none();
    return has(py, &(struct py_args){positional, 2, NULL, 0}, "{r,p,f,v,m}", "has_table");
}

static struct py_object *has_sequence(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    static const char *const signature[] = {"sequence_name", "?schema", "**kw", NULL};
    struct py_object *slots[3], *positional[2];

    (void)self;
    if (!py_bind(py, "has_sequence", signature, args, slots))
        return NULL;
    positional[0] = slots[0];
    positional[1] = slots[1] ? slots[1] : py_none();
    return has(py, &(struct py_args){positional, 2, NULL, 0}, "{S}", "has_sequence");
}

/* Is there an index of that name on the table?  A table that is not there has none. */
static struct py_object *has_index(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    static const char *const signature[] = {"table_name", "index_name", "?schema", "**kw", NULL};
    struct py_object *slots[4], *all;
    const char *table, *name, *schema;
    const struct py_list *list;

    if (!py_bind(py, "has_index", signature, args, slots) ||
        !sa_text_of(py, slots[0], "table_name", &table) ||
        !sa_text_of(py, slots[1], "index_name", &name) ||
        !sa_text_of(py, slots[2], "schema", &schema))
        return NULL;
    if (!(all = sa_inspect(py, self, "get_indexes", table, schema)))
        return py_catch(py, &sa_no_such_table_error) ? py_bool(false) : NULL;
    list = py_as_sequence(all);
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(py_text(py_dict_at(py_as_dict(list->items[i]), "name")), name) == 0)
            return py_bool(true);
    return py_bool(false);
}

static struct py_object *names_of(struct py *py, const char *sql)
{
    struct py_object *result = sa_run_text(py, sql);
    struct py_object *scalars =
        result ? py_call_method(py, result, "scalars", &(struct py_args){0}) : NULL;

    return scalars ? py_call_method(py, scalars, "all", &(struct py_args){0}) : NULL;
}

static struct py_object *get_schema_names(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    (void)self, (void)args;
    return names_of(py, "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg_%' "
                        "ORDER BY nspname");
}

static struct py_object *has_schema(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *slots[2], *all;
    bool found = false;

    if (!py_bind(py, "has_schema", (const char *const[]){"schema_name", "**kw", NULL}, args,
                 slots) ||
        !(all = get_schema_names(py, self, args)))
        return NULL;
    for (size_t i = 0; !found && i < py_as_sequence(all)->n; i++)
        if (!py_equal(py, py_as_sequence(all)->items[i], slots[0], &found))
            return NULL;
    return py_bool(found);
}

static struct py_object *clear_cache(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    (void)args;
    ((struct inspector *)(void *)self)->cache = py_dict_new(py);
    return py_none();
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    (void)self;
    if (strcmp(name, "default_schema_name") == 0)
        return sa_scalar_of(py, sa_run_text(py, "SELECT current_schema()"));
    if (strcmp(name, "bind") == 0 || strcmp(name, "engine") == 0)
        return alembic_bind(py);
    return strcmp(name, "dialect") == 0 ? sa_dialect(py) : NULL;
}

static struct py_object *from_engine(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    (void)self, (void)args;
    return sa_inspector(py);
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    (void)type, (void)args;
    return sa_inspector(py);
}

static const struct py_method methods[] = {
    {"get_columns", get_columns, PY_METHOD},
    {"get_indexes", get_indexes, PY_METHOD},
    {"get_pk_constraint", get_pk_constraint, PY_METHOD},
    {"get_unique_constraints", get_unique_constraints, PY_METHOD},
    {"get_foreign_keys", get_foreign_keys, PY_METHOD},
    {"get_check_constraints", get_check_constraints, PY_METHOD},
    {"get_table_comment", get_table_comment, PY_METHOD},
    {"get_table_names", get_table_names, PY_METHOD},
    {"get_view_names", get_view_names, PY_METHOD},
    {"get_materialized_view_names", get_materialized_view_names, PY_METHOD},
    {"get_sequence_names", get_sequence_names, PY_METHOD},
    {"get_foreign_table_names", get_foreign_table_names, PY_METHOD},
    {"get_enums", get_enums, PY_METHOD},
    {"get_schema_names", get_schema_names, PY_METHOD},
    {"has_table", has_table, PY_METHOD},
    {"has_sequence", has_sequence, PY_METHOD},
    {"has_index", has_index, PY_METHOD},
    {"has_schema", has_schema, PY_METHOD},
    {"clear_cache", clear_cache, PY_METHOD},
    {"from_engine", from_engine, PY_STATIC_METHOD},
    {NULL},
};

const struct py_type sa_inspector_type = {
    .name = "PGInspector",
    .module = "sqlalchemy.dialects.postgresql.base",
    .make = make,
    .methods = methods,
    .attr = attr,
};

struct py_object *sa_inspector(struct py *py)
{
    struct inspector *inspector = arena_new_object(py_arena(py), struct inspector);

    inspector->object.type = &sa_inspector_type;
    inspector->cache = py_dict_new(py);
    return &inspector->object;
}

struct py_object *sa_inspect_function(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    struct py_object *slots[2];

    (void)self;
    if (!py_bind(py, "inspect", (const char *const[]){"subject", "?raiseerr", NULL}, args, slots) ||
        !sa_known(py, slots[0]))
        return NULL;
    if (py_is(slots[0], &sa_connection_type) || py_is(slots[0], &sa_engine_type))
        return sa_inspector(py);
    if (py_as_type(slots[0]))
        return py_refuse(py, "sa.inspect() of a class is not supported");
    return py_raise(py, &sa_no_inspection_error,
                    "No inspection system is available for object of type <class '%s.%s'>",
                    py_type_of(slots[0])->module ? py_type_of(slots[0])->module : "builtins",
                    py_type_of(slots[0])->name);
}

/* ---- bind.dialect -------------------------------------------------------------------------------
 */

static struct py_object *of_dialect(struct py *py, const struct py_args *args, py_native *method)
{
    const struct py_args rest = {args->values + 1, args->n - 1, args->keywords, args->n_keywords};
    struct py_object *inspector = sa_inspector(py);

    if (args->n == 0)
        return py_raise(py, &py_type_error, "missing 1 required positional argument: 'connection'");
    /* The call is over before they are. */
    /* cppcheck-suppress returnDanglingLifetime */
    return method(py, inspector, &rest);
}

#define DIALECT(name)                                                                              \
    struct py_object *sa_dialect_##name(struct py *py, struct py_object *self,                     \
                                        const struct py_args *args)                                \
    {                                                                                              \
        (void)self;                                                                                \
        return of_dialect(py, args, name);                                                         \
    }

DIALECT(has_table)
DIALECT(has_index)
DIALECT(has_schema)
DIALECT(has_sequence)
DIALECT(get_table_names)
DIALECT(get_columns)
DIALECT(get_indexes)
