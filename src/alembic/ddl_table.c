#include <stdlib.h>
#include <string.h>

#include "alembic/ddl.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"

/* "(in table 't', column 'c'): " in front of what is wrong with a column. */
static bool say_where(struct sa_compiler *c, const struct sa_table *table,
                      const struct sa_column *column)
{
    struct py_object *exception = py_catch(c->py, &sa_compile_error);
    const char *text = exception ? py_str_text(c->py, exception) : NULL;

    return text && py_raise(c->py, &sa_compile_error, "(in table '%s', column '%s'): %s",
                            table->name.text, column->name.text, text);
}

static bool write_columns(struct sa_compiler *c, struct sa_table *table, const char **separator)
{
    for (size_t i = 0; i < table->n; i++) {
        struct sa_column *column = table->columns[i];

        if (column->system)
            continue;
        if (!py_step(c->py, 1))
            return false;
        sa_writef(c, "%s\t", *separator);
        if (!ddl_write_column(c, column) || !ddl_write_column_checks(c, column))
            return say_where(c, table, column);
        *separator = ", \n";
    }
    return true;
}

static int by_order(const void *a, const void *b)
{
    const struct sa_constraint *x = *(struct sa_constraint *const *)a;
    const struct sa_constraint *y = *(struct sa_constraint *const *)b;

    return x->order < y->order ? -1 : x->order > y->order;
}

static bool write_one(struct sa_compiler *c, const struct sa_constraint *constraint,
                      const char **separator)
{
    if (constraint->kind == SA_UNIQUE && constraint->n == 0)
        return true;
    sa_writef(c, "%s\t", *separator);
    *separator = ", \n";
    return ddl_write_constraint(c, constraint);
}

static bool write_constraints(struct sa_compiler *c, const struct sa_table *table,
                              const char **separator)
{
    MEM_SCRATCH(scratch);
    struct sa_constraint **sorted =
        mem_array(scratch, struct sa_constraint *, table->n_constraints + 1);

    if (table->primary_key && table->primary_key->n > 0 &&
        !write_one(c, table->primary_key, separator))
        return false;
    for (size_t i = 0; i < table->n_constraints; i++)
        sorted[i] = table->constraints[i];
    qsort(sorted, table->n_constraints, sizeof(*sorted), by_order);
    for (size_t i = 0; i < table->n_constraints; i++)
        if (!(sorted[i]->kind == SA_FOREIGN_KEY && sorted[i]->reference.use_alter) &&
            !write_one(c, sorted[i], separator))
            return false;
    return true;
}

/* ---- what stands behind the parenthesis ---------------------------------------------------------
 */

static bool write_inherits(struct sa_compiler *c, struct py_object *value)
{
    const struct py_list *list = py_as_sequence(value);
    size_t n = list ? list->n : 1;

    sa_write(c, "\n INHERITS ( ");
    for (size_t i = 0; i < n; i++) {
        struct sa_name name;

        if (!sa_name_of(c->py, list ? list->items[i] : value, "postgresql_inherits", &name))
            return false;
        sa_write(c, i > 0 ? ", " : "");
        if (name.text)
            sa_write_name(c, name);
    }
    sa_write(c, " )");
    return true;
}

static bool write_partition_by(struct sa_compiler *c, struct py_object *value)
{
    sa_writef(c, "\n PARTITION BY %s", py_text(value));
    return true;
}

static bool write_using(struct sa_compiler *c, struct py_object *value)
{
    sa_writef(c, "\n USING %s", py_text(value));
    return true;
}

static bool write_with_oids(struct sa_compiler *c, struct py_object *value)
{
    if (py_is(value, &py_bool_type))
        sa_write(c, value == py_bool(true) ? "\n WITH OIDS" : "\n WITHOUT OIDS");
    return true;
}

static bool write_on_commit(struct sa_compiler *c, struct py_object *value)
{
    sa_write(c, "\n ON COMMIT ");
    for (const char *p = py_text(value); *p; p++)
        buf_addc(c->sql, *p == '_' ? ' ' : *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p);
    return true;
}

static bool write_tablespace(struct sa_compiler *c, struct py_object *value)
{
    sa_write(c, "\n TABLESPACE ");
    sa_write_text_name(c, py_text(value));
    return true;
}

static bool write_options(struct sa_compiler *c, const struct sa_table *table)
{
    static const struct {
        const char *name;
        bool (*write)(struct sa_compiler *c, struct py_object *value);
        bool text;
    } options[] = {
        {"postgresql_inherits", write_inherits, false},
        {"postgresql_partition_by", write_partition_by, true},
        {"postgresql_using", write_using, true},
        {"postgresql_with_oids", write_with_oids, false},
        {"postgresql_on_commit", write_on_commit, true},
        {"postgresql_tablespace", write_tablespace, true},
    };

    for (size_t i = 0; table->options && i < sizeof(options) / sizeof(options[0]); i++) {
        struct py_object *value = py_dict_at(table->options, options[i].name);

        if (sa_absent(value) || (py_text(value) && !*py_text(value)))
            continue;
        if (options[i].text && !py_text(value))
            return py_raise(c->py, &py_type_error, "%s must be a str, not %s", options[i].name,
                            py_type_of(value)->name);
        if (!options[i].write(c, value))
            return false;
    }
    return true;
}

static bool write_prefixes(struct sa_compiler *c, const struct sa_table *table)
{
    size_t n = 0;
    struct py_object **prefixes = table->prefixes ? py_items(c->py, table->prefixes, &n) : NULL;

    for (size_t i = 0; prefixes && i < n; i++) {
        const char *text = py_str_text(c->py, prefixes[i]);

        if (!text)
            return false;
        sa_writef(c, "%s ", text);
    }
    return prefixes || !table->prefixes;
}

bool ddl_write_create_table(struct sa_compiler *c, struct sa_table *table, bool if_not_exists)
{
    const char *separator = "\n";

    sa_write(c, "\nCREATE ");
    if (!write_prefixes(c, table))
        return false;
    sa_writef(c, "TABLE %s", if_not_exists ? "IF NOT EXISTS " : "");
    ddl_write_table_name(c, table);
    sa_write(c, " (");
    if (!write_columns(c, table, &separator) || !write_constraints(c, table, &separator))
        return false;
    sa_write(c, "\n)");
    if (!write_options(c, table))
        return false;
    sa_write(c, "\n\n");
    return true;
}
