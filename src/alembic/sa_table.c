#include <string.h>

#include "alembic/ddl.h"
#include "base/arena.h"
#include "py/py.h"

struct sa_table *sa_as_table(struct py_object *o)
{
    return o && py_is(o, &sa_table_type) ? (struct sa_table *)(void *)o : NULL;
}

static bool compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    ddl_write_table_name(c, (const void *)clause);
    return true;
}

static const struct sa_clause_kind kind = {.name = "table", .compile = compile};

void ddl_write_table_name(struct sa_compiler *c, const struct sa_table *table)
{
    sa_write_qualified(c, table->schema, table->name);
}

struct sa_table *sa_table_new(struct py *py, struct sa_name name, const char *schema,
                              struct sa_metadata *metadata)
{
    struct sa_table *table = arena_new_object(py_arena(py), struct sa_table);

    table->clause.object.type = &sa_table_type;
    table->clause.kind = &kind;
    table->name = name;
    table->schema = schema;
    table->metadata = metadata;
    return table;
}

struct sa_column *sa_table_column(const struct sa_table *table, const char *key)
{
    for (size_t i = 0; i < table->n; i++)
        if (strcmp(table->columns[i]->key, key) == 0)
            return table->columns[i];
    return NULL;
}

/* Room for one more in an array that doubles. */
static void *grown(struct py *py, void *array, size_t n, size_t *size)
{
    void **bigger;

    if (n < *size)
        return array;
    *size = *size ? 2 * *size : 8;
    bigger = arena_new_array(py_arena(py), void *, *size);
    if (n > 0)
        memcpy(bigger, array, n * sizeof(*bigger));
    return bigger;
}

static bool add_constraint(struct py *py, struct sa_table *table, struct sa_constraint *constraint);

static struct py_object **one_item(struct py *py, struct py_object *item)
{
    struct py_object **items = arena_new_array(py_arena(py), struct py_object *, 1);

    items[0] = item;
    return items;
}

/* ---- what a column brings with it ---------------------------------------------------------------
 */

static bool add_index_of(struct py *py, struct sa_table *table, struct sa_column *column)
{
    struct sa_index *index = sa_index_new(py, sa_plain_name(NULL));

    index->items = one_item(py, &column->clause.object);
    index->n = 1;
    index->unique = column->unique;
    return sa_table_add(py, table, &index->object);
}

static bool add_unique_of(struct py *py, struct sa_table *table, struct sa_column *column)
{
    struct sa_constraint *unique = sa_constraint_new(py, SA_UNIQUE, sa_plain_name(NULL));

    unique->items = one_item(py, &column->clause.object);
    unique->n = 1;
    unique->implicit = true;
    return add_constraint(py, table, unique);
}

/* The Enum of a column, as far as it can be told before its type is asked for. */
static struct sa_enum *enum_of(const struct sa_column *column)
{
    const struct sa_type *type =
        column->clause.sql_type ? column->clause.sql_type : sa_as_type(column->type_argument);

    return type ? sa_type_real(type)->enumeration : NULL;
}

/* Enum(native_enum=False, create_constraint=True): CHECK (c IN ('a', 'b')) */
static bool add_check_of(struct py *py, struct sa_table *table, struct sa_column *column)
{
    struct sa_enum *e = enum_of(column);
    struct sa_constraint *check;

    if (e && e->inherit_schema)
        e->schema = table->schema;
    if (!e || e->native || !e->create_constraint)
        return true;
    check = sa_constraint_new(py, SA_CHECK, e->name);
    check->items = one_item(py, &column->clause.object);
    check->n = 1;
    check->of_type = true;
    return add_constraint(py, table, check);
}

static bool add_foreign_key_of(struct py *py, struct sa_table *table, struct sa_column *column,
                               struct sa_foreign_key *key)
{
    struct sa_constraint *constraint = sa_constraint_new(py, SA_FOREIGN_KEY, key->name);

    constraint->items = one_item(py, &column->clause.object);
    constraint->targets = one_item(py, key->target);
    constraint->n = 1;
    constraint->reference = key->reference;
    constraint->implicit = true;
    return add_constraint(py, table, constraint);
}

/* The constraint that primary_key=True columns share. */
static bool add_to_primary_key(struct py *py, struct sa_table *table, struct sa_column *column)
{
    struct sa_constraint *key = table->primary_key;
    struct py_object **items;
    struct sa_column **columns;

    if (!key) {
        key = sa_constraint_new(py, SA_PRIMARY_KEY, sa_plain_name(NULL));
        key->implicit = true;
        key->table = table;
        table->primary_key = key;
    }
    if (!key->implicit)
        return true;
    items = arena_new_array(py_arena(py), struct py_object *, key->n + 1);
    columns = arena_new_array(py_arena(py), struct sa_column *, key->n + 1);
    for (size_t i = 0; i < key->n; i++) {
        items[i] = key->items[i];
        columns[i] = key->columns[i];
    }
    items[key->n] = &column->clause.object;
    columns[key->n++] = column;
    key->items = items;
    key->columns = columns;
    key->name = sa_plain_name(NULL);
    return sa_name_constraint(py, key);
}

static bool add_column(struct py *py, struct sa_table *table, struct sa_column *column)
{
    if (!column->name.text || !*column->name.text)
        return py_raise(py, &sa_argument_error,
                        "Column must be constructed with a non-blank name or assign a non-blank "
                        ".name before adding to a Table.");
    if (column->table && column->table != table)
        return py_raise(py, &sa_argument_error, "Column object '%s' already assigned to Table '%s'",
                        column->key, column->table->name.text);
    if (!py_step(py, 1 + table->n / 16))
        return false;
    if (sa_table_column(table, column->key))
        return py_raise(py, &sa_duplicate_column_error,
                        "A column with name '%s' is already present in table '%s'.", column->key,
                        table->name.text);
    table->columns = grown(py, table->columns, table->n, &table->size);
    table->columns[table->n++] = column;
    column->table = table;
    if (table->is_light)
        return true;
    if (column->primary_key && !add_to_primary_key(py, table, column))
        return false;
    if (column->index ? !add_index_of(py, table, column)
                      : column->unique && !add_unique_of(py, table, column))
        return false;
    if (!add_check_of(py, table, column))
        return false;
    for (size_t i = 0; i < column->n_foreign_keys; i++)
        if (!add_foreign_key_of(py, table, column, column->foreign_keys[i]))
            return false;
    for (size_t i = 0; i < column->n_checks; i++) {
        column->checks[i]->table = table;
        if (!sa_name_constraint(py, column->checks[i]))
            return false;
    }
    return true;
}

/* ---- constraints and indexes --------------------------------------------------------------------
 */

static struct sa_column *resolve(struct py *py, struct sa_table *table, struct py_object *item,
                                 const char *what)
{
    const char *name = py_text(item);
    struct sa_column *column = name ? sa_table_column(table, name) : sa_as_column(item);

    if (!sa_known(py, item))
        return NULL;
    if (!name && !column)
        return py_raise(py, &sa_argument_error, "Element %s is not a string name or column element",
                        py_repr_text(py, item));
    if (!column)
        return py_raise(py, &sa_column_not_found_error,
                        "Can't create %s on table '%s': no column named '%s' is present.", what,
                        table->name.text, name);
    return column;
}

static bool resolve_columns(struct py *py, struct sa_table *table, struct sa_constraint *constraint)
{
    static const char *const names[] = {"PrimaryKeyConstraint", "ForeignKeyConstraint",
                                        "UniqueConstraint", "CheckConstraint", "ExcludeConstraint"};

    constraint->columns = arena_new_array(py_arena(py), struct sa_column *, constraint->n + 1);
    for (size_t i = 0; i < constraint->n; i++) {
        if (constraint->kind == SA_CHECK || constraint->kind == SA_EXCLUDE) {
            constraint->columns[i] = sa_as_column(constraint->items[i]);
            continue;
        }
        constraint->columns[i] = resolve(py, table, constraint->items[i], names[constraint->kind]);
        if (!constraint->columns[i] || !py_step(py, 1 + table->n / 16))
            return false;
    }
    return true;
}

/* An explicit PrimaryKeyConstraint makes its columns key columns, or takes those that are. */
static void take_primary_key(struct sa_table *table, struct sa_constraint *key)
{
    const struct sa_constraint *old = table->primary_key;

    if (key->n == 0 && old) {
        key->items = old->items;
        key->columns = old->columns;
        key->n = old->n;
    }
    for (size_t i = 0; i < key->n; i++)
        key->columns[i]->primary_key = true;
    table->primary_key = key;
}

static bool add_constraint(struct py *py, struct sa_table *table, struct sa_constraint *constraint)
{
    if (!resolve_columns(py, table, constraint))
        return false;
    constraint->table = table;
    if (constraint->kind == SA_PRIMARY_KEY) {
        take_primary_key(table, constraint);
    } else {
        table->constraints =
            grown(py, table->constraints, table->n_constraints, &table->size_constraints);
        table->constraints[table->n_constraints++] = constraint;
    }
    return sa_name_constraint(py, constraint);
}

static bool add_index(struct py *py, struct sa_table *table, struct sa_index *index)
{
    for (size_t i = 0; i < index->n; i++) {
        if (!py_text(index->items[i]))
            continue;

        struct sa_column *column = resolve(py, table, index->items[i], "Index");

        if (!column)
            return false;
        index->items[i] = &column->clause.object;
    }
    index->table = table;
    table->indexes = grown(py, table->indexes, table->n_indexes, &table->size_indexes);
    table->indexes[table->n_indexes++] = index;
    return sa_name_index(py, index);
}

bool sa_table_add(struct py *py, struct sa_table *table, struct py_object *item)
{
    const char *shown;

    if (sa_as_column(item))
        return add_column(py, table, sa_as_column(item));
    if (sa_as_constraint(item))
        return add_constraint(py, table, sa_as_constraint(item));
    if (sa_as_index(item))
        return add_index(py, table, sa_as_index(item));
    shown = sa_known(py, item) ? py_repr_text(py, item) : NULL;
    return shown && py_raise(py, &sa_argument_error,
                             "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, "
                             "got %s",
                             shown);
}

/* ---- the column that numbers itself -------------------------------------------------------------
 */

static bool may_number_itself(struct py *py, struct sa_column *column, bool *may)
{
    const struct sa_type *type = sa_column_type_of(py, column);
    bool explicit = column->autoincrement == SA_YES;
    enum sa_kind what;

    *may = false;
    if (!type)
        return false;
    while (type->script_type && type->stands_for)
        type = type->stands_for;
    what = type->rule->kind;
    if (what != SA_INTEGER && what != SA_NUMERIC && what != SA_FLOAT)
        return !explicit || py_raise(py, &sa_argument_error,
                                     "Column type %s on column '%s.%s' is not compatible with "
                                     "autoincrement=True",
                                     py_str_text(py, &column->clause.sql_type->object),
                                     column->table->name.text, column->name.text);
    *may =
        explicit || (column->autoincrement == SA_UNSET && !column->default_value &&
                     (!column->server_default || column->identity) && column->n_foreign_keys == 0);
    return true;
}

/* A ForeignKeyConstraint of the table counts as the column's own ForeignKey(). */
static bool refers(const struct sa_table *table, const struct sa_column *column)
{
    for (size_t i = 0; i < table->n_constraints; i++) {
        const struct sa_constraint *constraint = table->constraints[i];

        for (size_t k = 0; constraint->kind == SA_FOREIGN_KEY && k < constraint->n; k++)
            if (constraint->columns[k] == column)
                return true;
    }
    return false;
}

bool sa_autoincrement_column(struct py *py, const struct sa_table *table, struct sa_column **column)
{
    const struct sa_constraint *key = table->primary_key;
    bool may;

    *column = NULL;
    for (size_t i = 0; key && i < key->n; i++) {
        if (key->n > 1 && key->columns[i]->autoincrement != SA_YES)
            continue;
        if (!may_number_itself(py, key->columns[i], &may))
            return false;
        if (!may || (key->columns[i]->autoincrement != SA_YES && refers(table, key->columns[i])))
            continue;
        if (*column)
            return py_raise(py, &sa_argument_error,
                            "Only one Column may be marked autoincrement=True, found both %s and "
                            "%s.",
                            key->columns[i]->name.text, (*column)->name.text);
        *column = key->columns[i];
    }
    return true;
}
