/* INSERT, UPDATE and DELETE in SQL text. */
#include <string.h>

#include "alembic/ddl.h"
#include "alembic/sa_dml.h"
#include "base/arena.h"
#include "py/py.h"

bool sa_write_column_value(struct sa_compiler *c, struct sa_column *column, struct py_object *value)
{
    struct sa_clause *clause = sa_known(c->py, value) ? sa_clause_of(value) : NULL;
    struct sa_bind *bind = sa_as_bind(clause);
    struct sa_type *type;

    if (py_raised(c->py))
        return false;
    if (clause && sa_is_query(clause))
        clause = sa_scalar(c->py, clause);
    else if (clause && !(bind && !clause->sql_type))
        clause = sa_group(c->py, clause, NULL);
    else if (!(type = sa_column_type_of(c->py, column)))
        return false;
    else if (bind) {
        clause = sa_bind_with(c->py, clause, bind->value);
        clause->sql_type = type;
    } else {
        return sa_write_value(c, type, value);
    }
    return clause && sa_compile(c, clause);
}

/* default= or onupdate= of a column that nobody gave a value for; NULL for none. */
static struct py_object *default_of(struct py *py, struct py_object *value)
{
    static const struct py_args no_arguments = {0};

    if (!value || !sa_known(py, value) || sa_clause_of(value))
        return value;
    if (py_as_type(value) || py_type_of(value)->call)
        return py_call(py, value, &no_arguments);
    return value;
}

static struct py_object *value_for(struct py *py, const struct sa_dml *dml,
                                   const struct py_dict *row, const struct sa_column *column)
{
    struct py_object *given = py_dict_at(row, column->key);

    if (given || dml->table->is_light)
        return given;
    if (dml->what == SA_INSERT && column->sequence && !column->default_value)
        return &column->sequence->clause.object;
    return default_of(py, dml->what == SA_INSERT ? column->default_value : column->onupdate);
}

/* Names that are no columns of the table. */
static bool check_names(struct py *py, const struct sa_table *table, const struct py_dict *row)
{
    struct py_object *names = NULL;

    for (size_t i = 0; i < row->n_entries; i++) {
        const char *key = row->entries[i].key ? py_text(row->entries[i].key) : NULL;

        if (key && !sa_table_column(table, key))
            names = names ? py_stringf(py, "%s, %s", py_text(names), key) : py_string(py, key);
    }
    return !names || py_raise(py, &sa_compile_error, "Unconsumed column names: %s", py_text(names));
}

/* ---- INSERT -------------------------------------------------------------------------------------
 */

/* Which columns the rows have a value for; the first row decides. */
static bool choose_columns(struct sa_compiler *c, const struct sa_dml *dml,
                           const struct py_dict *row, struct sa_list *columns)
{
    struct py *py = c->py;

    if (!check_names(py, dml->table, row))
        return false;
    for (size_t i = 0; i < dml->table->n; i++) {
        struct sa_column *column = dml->table->columns[i];
        bool has_default = !dml->table->is_light &&
                           (column->default_value || (column->sequence && !column->default_value));

        if ((py_dict_at(row, column->key) || has_default) &&
            !sa_list_add(py, columns, &column->clause))
            return false;
    }
    return true;
}

static bool write_row(struct sa_compiler *c, const struct sa_dml *dml, const struct py_dict *row,
                      const struct sa_list *columns)
{
    sa_write(c, "(");
    for (size_t i = 0; i < columns->n; i++) {
        struct sa_column *column = sa_as_column(&columns->items[i]->object);
        struct py_object *value = value_for(c->py, dml, row, column);

        if (!value)
            return py_raised(c->py) ? false
                                    : py_raise(c->py, &sa_compile_error,
                                               "INSERT value for column %s.%s is explicitly "
                                               "rendered as a boundparameter in the VALUES clause; "
                                               "a Python-side value or SQL expression is required",
                                               dml->table->name.text, column->name.text);
        sa_write(c, i > 0 ? ", " : "");
        if (!sa_write_column_value(c, column, value))
            return false;
    }
    sa_write(c, ")");
    return true;
}

static bool write_names(struct sa_compiler *c, const struct sa_list *columns)
{
    sa_write(c, " (");
    for (size_t i = 0; i < columns->n; i++) {
        sa_write(c, i > 0 ? ", " : "");
        sa_write_name(c, sa_as_column(&columns->items[i]->object)->name);
    }
    sa_write(c, ")");
    return true;
}

static bool write_from_select(struct sa_compiler *c, const struct sa_dml *dml)
{
    struct sa_list columns = {0};

    for (size_t i = 0; i < dml->names->n_entries; i++) {
        struct sa_column *column = sa_table_column(dml->table, py_text(dml->names->entries[i].key));

        if (column ? !sa_list_add(c->py, &columns, &column->clause)
                   : !check_names(c->py, dml->table, dml->names))
            return false;
    }
    write_names(c, &columns);
    sa_write(c, " ");
    return sa_write_query(c, dml->select, false);
}

static bool write_rows(struct sa_compiler *c, const struct sa_dml *dml)
{
    struct sa_list columns = {0};
    const struct py_list *rows = dml->rows;

    if (!choose_columns(c, dml,
                        rows && rows->n > 0 ? py_as_dict(rows->items[0]) : py_dict_new(c->py),
                        &columns))
        return false;
    if (columns.n == 0) {
        sa_write(c, " DEFAULT VALUES");
        return true;
    }
    write_names(c, &columns);
    sa_write(c, " VALUES ");
    if (!rows || rows->n == 0)
        return write_row(c, dml, py_dict_new(c->py), &columns);
    for (size_t i = 0; i < rows->n; i++) {
        sa_write(c, i > 0 ? ", " : "");
        if (!py_step(c->py, 1) || !write_row(c, dml, py_as_dict(rows->items[i]), &columns))
            return false;
    }
    return true;
}

bool sa_implicit_returning(struct py *py, const struct sa_dml *dml, struct sa_list *columns)
{
    const struct sa_constraint *key = dml->table->primary_key;
    const struct py_dict *row =
        dml->rows && dml->rows->n > 0 ? py_as_dict(dml->rows->items[0]) : NULL;
    bool missing = false;

    if (dml->what != SA_INSERT || dml->table->is_light || dml->is_inline || dml->is_multi ||
        dml->select || dml->returning.n > 0 || !key)
        return true;
    for (size_t i = 0; i < key->n; i++) {
        struct py_object *given = row ? py_dict_at(row, key->columns[i]->key) : NULL;
        bool known =
            (given && !sa_clause_of(given)) || (!given && key->columns[i]->default_value &&
                                                !sa_clause_of(key->columns[i]->default_value));

        missing = missing || !known;
    }
    for (size_t i = 0; missing && i < key->n; i++)
        if (!sa_list_add(py, columns, &key->columns[i]->clause))
            return false;
    return true;
}

static bool write_returning(struct sa_compiler *c, const struct sa_dml *dml)
{
    struct sa_list columns = dml->returning;

    if (!sa_implicit_returning(c->py, dml, &columns))
        return false;
    if (columns.n == 0)
        return true;
    sa_write(c, " RETURNING ");
    return sa_write_columns(c, &columns, false);
}

static bool write_insert(struct sa_compiler *c, const struct sa_dml *dml)
{
    sa_write(c, "INSERT INTO ");
    ddl_write_table_name(c, dml->table);
    return (dml->select ? write_from_select(c, dml) : write_rows(c, dml)) &&
           sa_write_conflict(c, dml);
}

/* ---- UPDATE, DELETE -----------------------------------------------------------------------------
 */

static bool write_assignments(struct sa_compiler *c, const struct sa_dml *dml)
{
    const struct py_dict *row =
        dml->rows && dml->rows->n > 0 ? py_as_dict(dml->rows->items[0]) : py_dict_new(c->py);
    const char *separator = " SET ";

    if (!check_names(c->py, dml->table, row))
        return false;
    for (size_t i = 0; i < dml->table->n; i++) {
        struct sa_column *column = dml->table->columns[i];
        struct py_object *value = value_for(c->py, dml, row, column);

        if (!value && py_raised(c->py))
            return false;
        if (!value)
            continue;
        sa_write(c, separator);
        separator = ", ";
        sa_write_name(c, column->name);
        sa_write(c, "=");
        if (!sa_write_column_value(c, column, value))
            return false;
    }
    return *separator == ',' ||
           py_raise(c->py, &sa_statement_error,
                    "(sqlalchemy.exc.InvalidRequestError) A value is required for bind parameter "
                    "'%s'",
                    dml->table->n > 0 ? dml->table->columns[0]->key : "");
}

static bool collect_others(struct py *py, const struct sa_dml *dml, struct sa_list *others)
{
    struct sa_list all = {0};

    for (size_t i = 0; i < dml->where.n; i++)
        if (!sa_collect_froms(py, dml->where.items[i], &all))
            return false;
    for (size_t i = 0; i < all.n; i++)
        if (all.items[i] != &dml->table->clause && !sa_list_add(py, others, all.items[i]))
            return false;
    return true;
}

static bool write_others(struct sa_compiler *c, const char *word, const struct sa_list *others)
{
    if (others->n == 0)
        return true;
    sa_write(c, word);
    return sa_compile_list(c, others->items, others->n, ", ");
}

static bool write_where(struct sa_compiler *c, const struct sa_dml *dml)
{
    struct sa_clause *all;

    if (dml->where.n == 0)
        return true;
    sa_write(c, " WHERE ");
    all = sa_conjunction(c->py, SA_OP_AND, dml->where.items, dml->where.n);
    return all && sa_compile(c, all);
}

static bool write_change(struct sa_compiler *c, const struct sa_dml *dml)
{
    struct sa_statement *statement = sa_statement_of(c);
    const struct sa_scope *around = statement->scope;
    struct sa_list others = {0}, froms = {0};
    const struct sa_scope scope = {&froms, NULL};
    bool ok, update = dml->what == SA_UPDATE;

    if (!collect_others(c->py, dml, &others) || !sa_list_add(c->py, &froms, &dml->table->clause))
        return false;
    for (size_t i = 0; i < others.n; i++)
        if (!sa_list_add(c->py, &froms, others.items[i]))
            return false;
    statement->scope = &scope;
    sa_write(c, update ? "UPDATE " : "DELETE FROM ");
    ok = sa_compile(c, &dml->table->clause) && (!update || write_assignments(c, dml)) &&
         write_others(c, update ? " FROM " : " USING ", &others) && write_where(c, dml);
    statement->scope = around;
    return ok;
}

bool sa_dml_compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_dml *dml = (const void *)clause;
    const bool with_table = c->with_table;
    bool ok;

    c->with_table = true;
    ok = (dml->what == SA_INSERT ? write_insert(c, dml) : write_change(c, dml)) &&
         write_returning(c, dml);
    c->with_table = with_table;
    return ok;
}
