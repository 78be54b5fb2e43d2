/* postgresql.insert(): ON CONFLICT. */
#include <string.h>

#include "alembic/sa_dml.h"
#include "base/arena.h"
#include "py/py.h"

static bool write_target(struct sa_compiler *c, const struct sa_conflict *conflict)
{
    const bool with_table = c->with_table;
    bool ok = true;

    if (conflict->constraint) {
        sa_write(c, " ON CONSTRAINT ");
        sa_write_text_name(c, conflict->constraint);
        return true;
    }
    c->with_table = false;
    for (size_t i = 0; ok && i < conflict->n; i++) {
        sa_write(c, i == 0 ? " (" : ", ");
        if (py_text(conflict->elements[i]))
            sa_write_text_name(c, py_text(conflict->elements[i]));
        else
            ok = sa_compile(c, sa_clause_of(conflict->elements[i]));
        if (ok && i + 1 == conflict->n)
            sa_write(c, ")");
    }
    if (ok && conflict->element_where) {
        sa_write(c, " WHERE ");
        ok = sa_compile(c, conflict->element_where);
    }
    c->with_table = with_table;
    return ok;
}

static bool write_one(struct sa_compiler *c, const char *separator, struct sa_name name,
                      struct sa_column *column, struct py_object *value)
{
    struct sa_clause *clause;

    sa_write(c, separator);
    sa_write_name(c, name);
    sa_write(c, " = ");
    if (column)
        return sa_write_column_value(c, column, value);
    clause = sa_expression(c->py, value, NULL);
    return clause && sa_compile(c, clause);
}

/* Columns of the table in its order, then what is none. */
static bool write_set(struct sa_compiler *c, const struct sa_dml *dml)
{
    const struct py_dict *set = dml->conflict.set;
    const char *separator = " SET ";

    for (size_t i = 0; i < dml->table->n; i++) {
        struct sa_column *column = dml->table->columns[i];
        struct py_object *value = py_dict_at(set, column->key);

        if (!value)
            continue;
        if (!write_one(c, separator, column->name, column, value))
            return false;
        separator = ", ";
    }
    for (size_t i = 0; i < set->n_entries; i++) {
        const char *key = set->entries[i].key ? py_text(set->entries[i].key) : NULL;

        if (!key || sa_table_column(dml->table, key))
            continue;
        if (!write_one(c, separator, sa_plain_name(key), NULL, set->entries[i].value))
            return false;
        separator = ", ";
    }
    return true;
}

bool sa_write_conflict(struct sa_compiler *c, const struct sa_dml *dml)
{
    const struct sa_conflict *conflict = &dml->conflict;

    if (conflict->what == SA_NO_CONFLICT)
        return true;
    sa_write(c, " ON CONFLICT");
    if (!write_target(c, conflict))
        return false;
    if (conflict->what == SA_DO_NOTHING) {
        sa_write(c, " DO NOTHING");
        return true;
    }
    sa_write(c, " DO UPDATE");
    if (!write_set(c, dml))
        return false;
    if (!conflict->where)
        return true;
    sa_write(c, " WHERE ");
    return sa_compile(c, conflict->where);
}

/* ---- taking the arguments -----------------------------------------------------------------------
 */

static bool take_constraint(struct py *py, struct sa_conflict *conflict, struct py_object *o)
{
    struct sa_constraint *constraint = sa_as_constraint(o);
    struct sa_index *index = sa_as_index(o);

    if (sa_absent(o))
        return true;
    if (constraint && constraint->name.text)
        conflict->constraint = constraint->name.text;
    else if (constraint) {
        conflict->elements = constraint->items;
        conflict->n = constraint->n;
    } else if (index) {
        conflict->elements = index->items;
        conflict->n = index->n;
    } else {
        return sa_text_of(py, o, "constraint", &conflict->constraint);
    }
    return true;
}

static bool take_elements(struct py *py, struct sa_conflict *conflict, struct py_object *o)
{
    struct py_object **items;
    size_t n;

    if (sa_absent(o))
        return true;
    if (!(items = py_items(py, o, &n)))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!sa_known(py, items[i]) || (!py_text(items[i]) && !sa_clause_of(items[i])))
            return py_raised(py) ? false
                                 : py_raise(py, &sa_argument_error,
                                            "Column name, Column object or expression expected for "
                                            "index_elements, got %s",
                                            py_repr_text(py, items[i]));
    conflict->elements = items;
    conflict->n = n;
    return true;
}

static bool take_set(struct py *py, struct sa_conflict *conflict, struct py_object *o)
{
    struct py_dict *from = sa_known(py, o) ? py_as_dict(o) : NULL;
    struct py_object **items;
    size_t n;

    if (py_raised(py))
        return false;
    conflict->set = py_dict_new(py);
    if (from) {
        for (size_t i = 0; i < from->n_entries; i++) {
            struct py_object *key = from->entries[i].key;
            struct sa_column *column = key ? sa_as_column(key) : NULL;
            const char *name = column ? column->key : key ? py_text(key) : NULL;

            if (name && !py_dict_put_text(py, conflict->set, name, from->entries[i].value))
                return false;
        }
        return from->n > 0 || py_raise(py, &py_value_error,
                                       "set parameter dictionary must not be "
                                       "empty");
    }
    if (!(items = py_items(py, o, &n))) /* a collection of columns, as "excluded" is */
        return false;
    for (size_t i = 0; i < n; i++)
        if (sa_as_column(items[i]) &&
            !py_dict_put_text(py, conflict->set, sa_as_column(items[i])->key, items[i]))
            return false;
    return true;
}

static struct py_object *on_conflict(struct py *py, struct py_object *self,
                                     struct py_object *const *slots, int what)
{
    struct sa_dml *dml = arena_new_object(py_arena(py), struct sa_dml);
    struct sa_conflict *conflict = &dml->conflict;

    *dml = *(const struct sa_dml *)(const void *)self;
    *conflict = (struct sa_conflict){.what = what == SA_DO_NOTHING ? SA_DO_NOTHING : SA_DO_UPDATE};
    if (!take_constraint(py, conflict, slots[0]) || !take_elements(py, conflict, slots[1]))
        return NULL;
    if (!sa_absent(slots[2]) && !(conflict->element_where = sa_condition(py, slots[2])))
        return NULL;
    if (what == SA_DO_NOTHING)
        return &dml->clause.object;
    if (!conflict->constraint && conflict->n == 0)
        return py_raise(py, &py_value_error,
                        "Either constraint or index_elements, but not both, must be specified "
                        "unless DO NOTHING");
    if (sa_absent(slots[3]))
        return py_raise(py, &py_value_error,
                        "set parameter must be a non-empty dictionary or a "
                        "ColumnCollection such as the `.c.` collection of a "
                        "Table object");
    if (!take_set(py, conflict, slots[3]) ||
        (!sa_absent(slots[4]) && !(conflict->where = sa_condition(py, slots[4]))))
        return NULL;
    return &dml->clause.object;
}

struct py_object *sa_on_conflict_nothing_method(struct py *py, struct py_object *self,
                                                const struct py_args *args)
{
    static const char *const signature[] = {"?constraint", "?index_elements", "?index_where", NULL};
    struct py_object *slots[5] = {0};

    return py_bind(py, "on_conflict_do_nothing", signature, args, slots)
               ? on_conflict(py, self, slots, SA_DO_NOTHING)
               : NULL;
}

struct py_object *sa_on_conflict_update_method(struct py *py, struct py_object *self,
                                               const struct py_args *args)
{
    static const char *const signature[] = {"?constraint", "?index_elements", "?index_where",
                                            "?set_",       "?where",          NULL};
    struct py_object *slots[5] = {0};

    return py_bind(py, "on_conflict_do_update", signature, args, slots)
               ? on_conflict(py, self, slots, SA_DO_UPDATE)
               : NULL;
}
