#include <string.h>

#include "alembic/ddl.h"
#include "alembic/sa_types.h"
#include "py/py.h"

static bool is_integer_of(const struct sa_type *type, const struct sa_type_rule *rule)
{
    return py_is_subtype(&type->rule->type, &rule->type);
}

/* SERIAL, BIGSERIAL or SMALLSERIAL for the column that numbers itself; else NULL. */
static bool serial_word(struct py *py, struct sa_column *column, const char **word)
{
    struct sa_column *numbered = NULL;
    const struct sa_type *type;

    *word = NULL;
    if (!column->primary_key || column->identity || column->default_value ||
        (column->sequence && !column->sequence->optional) || !column->table)
        return true;
    if (!sa_autoincrement_column(py, column->table, &numbered))
        return false;
    if (numbered != column)
        return true;
    type = sa_type_real(sa_column_type_of(py, column));
    if (is_integer_of(type, &sa_big_integer))
        *word = "BIGSERIAL";
    else if (is_integer_of(type, &sa_small_integer))
        *word = "SMALLSERIAL";
    else
        *word = "SERIAL";
    return true;
}

static bool write_computed(struct sa_compiler *c, const struct sa_computed *computed)
{
    if (computed->persisted == SA_NO)
        return py_raise(c->py, &sa_compile_error,
                        "PostrgreSQL computed columns do not support 'virtual' persistence; set "
                        "the 'persisted' flag to None or True for PostgreSQL support.");
    sa_write(c, " GENERATED ALWAYS AS (");
    if (!ddl_write_expression(c, computed->expression))
        return false;
    sa_write(c, ") STORED");
    return true;
}

static bool has_default(const struct sa_column *column)
{
    const struct py_object *given = column->server_default;

    return given && (!py_is(given, &sa_fetched_type) || py_is(given, &sa_default_type));
}

static bool write_type_and_default(struct sa_compiler *c, struct sa_column *column)
{
    const struct sa_type *type = sa_column_type_of(c->py, column);

    if (!type || !sa_write_type(c, type))
        return false;
    if (!has_default(column))
        return true;
    sa_write(c, " DEFAULT ");
    return ddl_write_default(c, column->server_default);
}

bool ddl_write_column(struct sa_compiler *c, struct sa_column *column)
{
    bool nullable = column->nullable == SA_UNSET ? !column->primary_key && !column->identity
                                                 : column->nullable == SA_YES;
    const char *serial;

    if (!serial_word(c->py, column, &serial))
        return false;
    sa_write_name(c, column->name);
    sa_write(c, " ");
    if (serial)
        sa_write(c, serial);
    else if (!write_type_and_default(c, column))
        return false;
    if (column->computed && !write_computed(c, column->computed))
        return false;
    if (column->identity) {
        sa_write(c, " ");
        if (!ddl_write_identity(c, column->identity))
            return false;
    }
    if (!nullable && !column->identity)
        sa_write(c, " NOT NULL");
    else if (nullable && column->identity)
        sa_write(c, " NULL");
    return true;
}

bool ddl_write_column_checks(struct sa_compiler *c, const struct sa_column *column)
{
    for (size_t i = 0; i < column->n_checks; i++) {
        sa_write(c, " ");
        if (!ddl_write_constraint(c, column->checks[i]))
            return false;
    }
    return true;
}

void ddl_write_comment(struct sa_compiler *c, const char *comment)
{
    if (comment)
        sa_write_string(c, comment, strlen(comment));
    else
        sa_write(c, "NULL");
}
