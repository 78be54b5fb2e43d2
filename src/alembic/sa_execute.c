/* From a statement and its parameters to complete SQL texts, and to their results. */
#include <string.h>

#include "alembic/sa_functions.h"
#include "alembic/sa_result.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"
#include "sql/commands.h"

enum { ROWS_OF_INSERT = 1000, VALUES_OF_INSERT = 32700 }; /* of insertmanyvalues */

/* ---- running ------------------------------------------------------------------------------------
 */

/* Several commands in one text: the rows are those of the last, as with psycopg2. */
static struct alembic_rows *query_last(struct py *py, const char *sql)
{
    MEM_SCRATCH(scratch);
    static const struct alembic_rows nothing = {.affected = -1};
    TALLOC_CTX *mem = arena_context(py_arena(py));
    struct sql_commands *commands = sql_commands(scratch, sql);
    struct alembic_rows *rows;

    if (commands->n == 1 && commands->items[0].control == SQL_CONTROL_NONE)
        return alembic_query(py, mem, sql);
    for (size_t i = 0; i < commands->n; i++) {
        const struct sql_command *command = &commands->items[i];

        if (i + 1 == commands->n && command->control == SQL_CONTROL_NONE)
            return alembic_query(py, mem, command->sql);
        if (!alembic_execute(py, command->sql))
            return NULL;
    }
    rows = mem_new(mem, struct alembic_rows);
    *rows = nothing;
    return rows;
}

static struct py_object *run_rows(struct py *py, const char *sql, struct sa_rows *rows)
{
    const struct alembic_context *context = alembic_context(py);
    const struct alembic_sink *sink = context->sink;

    if (!sql)
        return NULL;
    if (context->offline || sink->notes || !sink->query) {
        if (!alembic_execute(py, sql))
            return NULL;
        if (context->offline || !sink->query)
            return py_none();
        rows->sql = arena_strdup(py_arena(py), sql);
        return sa_result_new(py, rows);
    }
    rows->rows = query_last(py, sql);
    return rows->rows ? sa_result_new(py, rows) : NULL;
}

struct py_object *sa_run_text(struct py *py, const char *sql)
{
    return run_rows(py, sql, arena_new_object(py_arena(py), struct sa_rows));
}

/* The types of the columns: of a SELECT, of RETURNING, of text().columns(). */
static bool take_columns(struct py *py, struct sa_clause *statement, struct sa_rows *rows)
{
    struct sa_select *select = sa_as_select(statement);
    struct sa_dml *dml = sa_as_dml(statement);

    while (select && select->compound)
        select = sa_as_select(select->selects.items[0]);
    if (select)
        return sa_expand_columns(py, &select->columns, &rows->columns);
    if (!dml)
        return true;
    return sa_expand_columns(py, &dml->returning, &rows->columns) &&
           sa_implicit_returning(py, dml, &rows->implicit);
}

static struct py_object *run_one(struct py *py, struct sa_clause *statement,
                                 const struct py_dict *params)
{
    MEM_SCRATCH(scratch);
    struct sa_rows *rows = arena_new_object(py_arena(py), struct sa_rows);
    struct sa_compiler c = sa_compiler_dml(py, scratch);
    const struct sa_dml *dml = sa_as_dml(statement);

    if (dml && !(statement = (struct sa_clause *)(void *)sa_dml_with(py, dml, params)))
        return NULL;
    if (!take_columns(py, statement, rows) || !sa_write_statement(&c, statement, params))
        return NULL;
    return run_rows(py, sa_compiled(&c), rows);
}

/* The rows of an INSERT go together, up to a thousand at a time. */
static struct py_object *run_inserts(struct py *py, const struct sa_dml *dml,
                                     const struct py_list *params)
{
    const struct py_dict *first = py_as_dict(params->items[0]);
    size_t most = first && first->n > 0 ? VALUES_OF_INSERT / first->n : ROWS_OF_INSERT;
    struct py_object *result = NULL;

    if (most > ROWS_OF_INSERT)
        most = ROWS_OF_INSERT;
    for (size_t at = 0; at < params->n; at += most) {
        size_t n = params->n - at < most ? params->n - at : most;
        struct sa_dml *part = sa_dml_rows(py, dml, params->items + at, n);

        if (!part || !(result = run_one(py, &part->clause, NULL)))
            return NULL;
    }
    return result;
}

static struct py_object *run_many(struct py *py, struct sa_clause *statement,
                                  const struct py_list *params)
{
    const struct sa_dml *dml = sa_as_dml(statement);
    struct py_object *result = NULL;

    for (size_t i = 0; i < params->n; i++)
        if (!py_as_dict(params->items[i]))
            return py_raise(py, &sa_argument_error,
                            "List argument must consist only of dictionaries");
    if (params->n == 0)
        return run_one(py, statement, NULL);
    if (dml && dml->what == SA_INSERT && !dml->is_multi && !dml->select && params->n > 1)
        return run_inserts(py, dml, params);
    for (size_t i = 0; i < params->n; i++)
        if (!py_step(py, 1) || !(result = run_one(py, statement, py_as_dict(params->items[i]))))
            return NULL;
    return result;
}

/* What scripts execute: statements, and functions as a SELECT of them. */
static struct sa_clause *executable(struct py *py, struct py_object *o)
{
    struct sa_clause *clause = sa_known(py, o) ? sa_clause_of(o) : NULL;
    const char *shown;

    if (clause && (py_is(o, &sa_function_type) || py_is(o, &sa_sequence_type))) {
        const struct py_args one = {&o, 1, NULL, 0};

        return sa_clause_of(sa_select_function(py, NULL, &one));
    }
    if (clause && !py_is(o, &sa_element_type) && !py_is(o, &sa_from_type))
        return clause;
    shown = py_raised(py) ? NULL : py_repr_text(py, o);
    return shown ? py_raise(py, &sa_object_not_executable_error, "Not an executable object: %s",
                            shown)
                 : NULL;
}

struct py_object *sa_run(struct py *py, struct py_object *o, struct py_object *params)
{
    struct sa_clause *statement = executable(py, o);
    const struct py_list *list = params ? py_as_sequence(params) : NULL;

    if (!statement)
        return NULL;
    if (sa_absent(params))
        return run_one(py, statement, NULL);
    if (!sa_known(py, params))
        return NULL;
    if (py_as_dict(params))
        return run_one(py, statement, py_as_dict(params));
    if (list)
        return run_many(py, statement, list);
    return py_raise(py, &sa_argument_error, "mapping or list expected for parameters");
}

/* ---- exec_driver_sql() --------------------------------------------------------------------------
 */

static bool write_param(struct sa_compiler *c, struct py_object *value)
{
    return value && sa_write_value(c, NULL, value);
}

/* The value of "%(name)s" at 'p', which is behind the percent sign; '*p' moves behind it. */
static struct py_object *named(struct py *py, const char **p, struct py_object *params)
{
    size_t n = strcspn(*p + 1, ")");
    const struct py_dict *dict = py_as_dict(params);
    const char *name = arena_strndup(py_arena(py), *p + 1, n);
    struct py_object *value = dict ? py_dict_at(dict, name) : NULL;

    if (!dict)
        return py_raise(py, &py_type_error, "tuple indices must be integers or slices, not str");
    if (!value)
        return py_raise_value(py, &py_key_error, py_string(py, name));
    *p += n + 1 + ((*p)[n + 1] == ')') + ((*p)[n + 1] == ')' && (*p)[n + 2] == 's');
    return value;
}

const char *sa_driver_text(struct py *py, const char *sql, struct py_object *params)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_dml(py, scratch);
    const struct py_list *list = py_as_sequence(params);
    size_t at = 0;

    c.literal_binds = false;
    for (const char *p = sql; *p;) {
        size_t plain = strcspn(p, "%");

        buf_addn(c.sql, p, plain);
        p += plain;
        if (!*p)
            break;
        p++;
        if (*p == '%') {
            buf_addc(c.sql, *p++);
        } else if (py_is_none(params)) {
            buf_addc(c.sql, '%');
        } else if (*p == '(') {
            if (!write_param(&c, named(py, &p, params)))
                return NULL;
        } else if (*p == 's' && list && at < list->n) {
            p++;
            if (!write_param(&c, list->items[at++]))
                return NULL;
        } else {
            return py_raise(py, &py_index_error, "tuple index out of range");
        }
    }
    if (list && at < list->n)
        return py_raise(py, &py_type_error, "not all arguments converted during string formatting");
    return sa_compiled(&c) ? arena_strdup(py_arena(py), c.sql->text) : NULL;
}
