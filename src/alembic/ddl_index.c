#include <ctype.h>
#include <string.h>

#include "alembic/ddl.h"
#include "base/mem.h"
#include "py/py.h"

static bool is_method(const char *text)
{
    for (const char *p = text; *p; p++)
        if (!isalnum((unsigned char)*p) && *p != '_' && (unsigned char)*p < 0x80)
            return false;
    return *text != '\0';
}

bool ddl_write_method(struct sa_compiler *c, const char *method)
{
    MEM_SCRATCH(scratch);
    char *lower = mem_strdup(scratch, method);

    if (is_method(method))
        for (char *p = lower; *p; p++)
            *p = (char)tolower((unsigned char)*p);
    return ddl_write_phrase(c, lower, is_method, "^(?:btree|hash|gist|gin|[\\w_]+)$");
}

/* The operator class that postgresql_ops gives an element, which is found by its key. */
static bool write_operator_class(struct sa_compiler *c, struct py_object *item,
                                 const struct py_dict *ops)
{
    const struct sa_column *column = sa_as_column(item);
    const char *key = py_text(item);
    struct py_object *class;

    if (!ops)
        return true;
    if (column)
        key = column->key;
    else if (py_is(item, &sa_textual_type))
        key = ((const struct sa_textual *)(const void *)item)->text;
    else if (!key) {
        struct py_object *attr = py_attr_or_null(c->py, item, "key");

        key = attr ? py_text(attr) : NULL;
    }
    class = key ? py_dict_at(ops, key) : NULL;
    if (class && !py_text(class))
        return py_raise(c->py, &py_type_error, "can only concatenate str (not \"%s\") to str",
                        py_type_of(class)->name);
    if (class)
        sa_writef(c, " %s", py_text(class));
    return true;
}

bool ddl_write_element(struct sa_compiler *c, struct py_object *item, const struct py_dict *ops)
{
    struct sa_clause *clause = sa_clause_of(item);
    bool ok;

    if (!sa_known(c->py, item))
        return false;
    if (!clause && py_text(item)) {
        sa_write_text_name(c, py_text(item));
        return write_operator_class(c, item, ops);
    }
    if (!clause)
        return py_raise(c->py, &py_value_error, "String or text() construct expected");
    c->with_table = false;
    ok = sa_as_column(item) ? sa_compile(c, clause) : sa_compile_grouped(c, clause);
    return ok && write_operator_class(c, item, ops);
}

/* An option of the index; NULL when it is not given or None. */
static struct py_object *option(const struct sa_index *index, const char *name)
{
    struct py_object *value = py_dict_at(index->options, name);

    return sa_absent(value) ? NULL : value;
}

static bool flag(struct py *py, const struct sa_index *index, const char *name, bool *yes)
{
    struct py_object *value = option(index, name);

    *yes = false;
    return !value || (sa_known(py, value) && py_truth(py, value, yes));
}

static bool write_nulls(struct sa_compiler *c, const struct sa_index *index)
{
    enum sa_choice choice;

    if (!sa_choice_of(c->py, option(index, "postgresql_nulls_not_distinct"), &choice))
        return false;
    if (choice != SA_UNSET)
        sa_write(c, choice == SA_YES ? " NULLS NOT DISTINCT" : " NULLS DISTINCT");
    return true;
}

/* WITH (m = 16, ef_construction = 64) */
static bool write_parameters(struct sa_compiler *c, struct py_object *parameters)
{
    const struct py_dict *dict = parameters ? py_as_dict(parameters) : NULL;
    const char *separator = "";

    if (parameters && !dict)
        return py_raise(c->py, &py_attribute_error, "'%s' object has no attribute 'items'",
                        py_type_of(parameters)->name);
    if (!dict || dict->n == 0)
        return true;
    sa_write(c, " WITH (");
    for (size_t i = 0; i < dict->n_entries; i++) {
        const char *key, *value;

        if (!dict->entries[i].key)
            continue;
        key = py_str_text(c->py, dict->entries[i].key);
        value = key ? py_str_text(c->py, dict->entries[i].value) : NULL;
        if (!value)
            return false;
        sa_writef(c, "%s%s = %s", separator, key, value);
        separator = ", ";
    }
    sa_write(c, ")");
    return true;
}

static bool write_tail(struct sa_compiler *c, const struct sa_index *index)
{
    struct py_object *tablespace = option(index, "postgresql_tablespace");
    struct py_object *where = option(index, "postgresql_where");
    const char *name;

    if (!ddl_write_include(c, option(index, "postgresql_include"), index->table, false) ||
        !write_nulls(c, index) || !write_parameters(c, option(index, "postgresql_with")) ||
        !sa_text_of(c->py, tablespace, "postgresql_tablespace", &name))
        return false;
    if (name && *name) {
        sa_write(c, " TABLESPACE ");
        sa_write_text_name(c, name);
    }
    if (!where)
        return true;
    sa_write(c, " WHERE ");
    return ddl_write_expression(c, where);
}

static bool write_elements(struct sa_compiler *c, const struct sa_index *index)
{
    struct py_object *ops = option(index, "postgresql_ops");
    const struct py_dict *dict = ops ? py_as_dict(ops) : NULL;

    if (ops && !dict)
        return py_raise(c->py, &py_type_error, "postgresql_ops must be a dict, not %s",
                        py_type_of(ops)->name);
    sa_write(c, "(");
    for (size_t i = 0; i < index->n; i++) {
        sa_write(c, i > 0 ? ", " : "");
        if (!ddl_write_element(c, index->items[i], dict))
            return false;
    }
    sa_write(c, ")");
    return true;
}

bool ddl_write_create_index(struct sa_compiler *c, const struct sa_index *index, bool if_not_exists)
{
    struct py_object *using = option(index, "postgresql_using");
    const char *method;
    bool concurrently;

    if (!index->name.text)
        return py_raise(c->py, &sa_compile_error,
                        "CREATE INDEX requires that the index have a name");
    if (!flag(c->py, index, "postgresql_concurrently", &concurrently) ||
        !sa_text_of(c->py, using, "postgresql_using", &method))
        return false;
    sa_writef(c, "CREATE %sINDEX %s%s", index->unique ? "UNIQUE " : "",
              concurrently ? "CONCURRENTLY " : "", if_not_exists ? "IF NOT EXISTS " : "");
    if (!ddl_write_long_name(c, index->name))
        return false;
    sa_write(c, " ON ");
    ddl_write_table_name(c, index->table);
    sa_write(c, " ");
    if (method && *method) {
        sa_write(c, "USING ");
        if (!ddl_write_method(c, method))
            return false;
        sa_write(c, " ");
    }
    return write_elements(c, index) && write_tail(c, index);
}

bool ddl_write_drop_index(struct sa_compiler *c, const struct sa_index *index, bool if_exists)
{
    bool concurrently;

    if (!flag(c->py, index, "postgresql_concurrently", &concurrently))
        return false;
    sa_writef(c, "\nDROP INDEX %s%s", concurrently ? "CONCURRENTLY " : "",
              if_exists ? "IF EXISTS " : "");
    if (index->table->schema) {
        sa_write_text_name(c, index->table->schema);
        sa_write(c, ".");
    }
    return ddl_write_long_name(c, index->name);
}
