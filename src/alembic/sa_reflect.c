/* autoload_with= and MetaData.reflect(): tables as the server has them. */
#include <string.h>

#include "alembic/names.h"
#include "alembic/sa_inspect.h"
#include "alembic/sa_reflect.h"
#include "base/arena.h"
#include "py/py.h"

static struct py_object *at(struct py_object *dict, const char *key)
{
    struct py_object *value = py_dict_at(py_as_dict(dict), key);

    return value ? value : py_none();
}

static const char *text_at(struct py_object *dict, const char *key)
{
    return py_text(at(dict, key));
}

static bool add_column(struct py *py, struct sa_table *table, struct py_object *from)
{
    struct sa_column *column =
        sa_column_new(py, sa_plain_name(text_at(from, "name")), sa_as_type(at(from, "type")));
    const char *default_text = text_at(from, "default");

    if (sa_table_column(table, column->key)) /* what the script says of it wins */
        return true;
    column->nullable = at(from, "nullable") == py_bool(true) ? SA_YES : SA_NO;
    column->comment = text_at(from, "comment");
    if (default_text)
        column->server_default = &sa_text(py, default_text)->object;
    return sa_table_add(py, table, &column->clause.object);
}

/* A constraint over columns that a list names. */
static struct sa_constraint *constraint_of(struct py *py, enum sa_constraint_kind kind,
                                           struct py_object *from, const char *columns)
{
    const char *name = text_at(from, "name");
    struct sa_constraint *made =
        sa_constraint_new(py, kind, (struct sa_name){.text = name, .final = name != NULL});
    const struct py_list *list = py_as_sequence(at(from, columns));

    made->items = arena_new_array(py_arena(py), struct py_object *, (list ? list->n : 0) + 1);
    for (size_t i = 0; list && i < list->n; i++)
        made->items[made->n++] = list->items[i];
    return made;
}

static bool add_primary_key(struct py *py, struct sa_table *table, struct py_object *from)
{
    const struct py_list *columns = py_as_sequence(at(from, "constrained_columns"));

    for (size_t i = 0; i < columns->n; i++) {
        struct sa_column *column = sa_table_column(table, py_text(columns->items[i]));

        if (column)
            column->primary_key = true;
    }
    return columns->n == 0 || table->primary_key ||
           sa_table_add(py, table,
                        &constraint_of(py, SA_PRIMARY_KEY, from, "constrained_columns")->object);
}

static bool add_foreign_key(struct py *py, struct sa_table *table, struct py_object *from)
{
    struct sa_constraint *key = constraint_of(py, SA_FOREIGN_KEY, from, "constrained_columns");
    const struct py_list *referred = py_as_sequence(at(from, "referred_columns"));
    const char *schema = text_at(from, "referred_schema");
    struct py_object *options = at(from, "options");

    key->targets = arena_new_array(py_arena(py), struct py_object *, key->n + 1);
    for (size_t i = 0; i < key->n && i < referred->n; i++)
        key->targets[i] = py_stringf(py, "%s%s%s.%s", schema ? schema : "", schema ? "." : "",
                                     text_at(from, "referred_table"), py_text(referred->items[i]));
    key->reference.ondelete = text_at(options, "ondelete");
    key->reference.onupdate = text_at(options, "onupdate");
    return sa_table_add(py, table, &key->object);
}

static bool for_each(struct py *py, struct sa_table *table, struct py_object *list,
                     bool (*add)(struct py *, struct sa_table *, struct py_object *))
{
    for (size_t i = 0; list && i < py_as_sequence(list)->n; i++)
        if (!add(py, table, py_as_sequence(list)->items[i]))
            return false;
    return list != NULL;
}

static bool add_unique(struct py *py, struct sa_table *table, struct py_object *from)
{
    return sa_table_add(py, table, &constraint_of(py, SA_UNIQUE, from, "column_names")->object);
}

/* Expressions stay away: SQLAlchemy skips them too. */
static bool add_index(struct py *py, struct sa_table *table, struct py_object *from)
{
    const struct py_list *columns = py_as_sequence(at(from, "column_names"));
    struct sa_index *index =
        sa_index_new(py, (struct sa_name){.text = text_at(from, "name"), .final = true});

    if (!py_is_none(at(from, "expressions")) || !py_is_none(at(from, "duplicates_constraint")))
        return true;
    index->items = arena_new_array(py_arena(py), struct py_object *, columns->n + 1);
    for (size_t i = 0; i < columns->n; i++)
        index->items[index->n++] = columns->items[i];
    index->unique = at(from, "unique") == py_bool(true);
    index->options = py_dict_new(py);
    return sa_table_add(py, table, &index->object);
}

static bool reflect(struct py *py, struct sa_table *table, struct py_object *inspector)
{
    const char *name = table->name.text, *schema = table->schema;
    struct py_object *columns = sa_inspect(py, inspector, "get_columns", name, schema);
    struct py_object *key;

    if (!for_each(py, table, columns, add_column) ||
        !(key = sa_inspect(py, inspector, "get_pk_constraint", name, schema)) ||
        !add_primary_key(py, table, key))
        return false;
    return for_each(py, table, sa_inspect(py, inspector, "get_foreign_keys", name, schema),
                    add_foreign_key) &&
           for_each(py, table, sa_inspect(py, inspector, "get_indexes", name, schema), add_index) &&
           for_each(py, table, sa_inspect(py, inspector, "get_unique_constraints", name, schema),
                    add_unique);
}

bool sa_table_reflect(struct py *py, struct sa_table *table, struct py_object *bind)
{
    (void)bind;
    return reflect(py, table, sa_inspector(py));
}

/* ---- MetaData.reflect() -------------------------------------------------------------------------
 */

static bool add_table(struct py *py, struct sa_metadata *metadata, struct py_object *inspector,
                      const char *name, const char *schema)
{
    const char *key = schema ? py_text(py_stringf(py, "%s.%s", schema, name)) : name;
    struct sa_table *table;

    if (py_dict_at(metadata->tables, key))
        return true;
    table = sa_table_new(py, sa_plain_name(name), schema, metadata);
    return reflect(py, table, inspector) &&
           py_dict_put_text(py, metadata->tables, key, &table->clause.object);
}

/* Is the table among those of only=, which is a list or a function? */
static bool wanted(struct py *py, struct py_object *only, struct py_object *name,
                   struct sa_metadata *metadata, bool *yes)
{
    struct py_object *args[] = {name, &metadata->object}, *answer;
    const struct py_list *list = sa_absent(only) ? NULL : py_as_sequence(only);

    *yes = true;
    if (sa_absent(only))
        return true;
    if (list) {
        *yes = false;
        for (size_t i = 0; !*yes && i < list->n; i++)
            if (!py_equal(py, list->items[i], name, yes))
                return false;
        return true;
    }
    answer = py_call(py, only, &(struct py_args){args, 2, NULL, 0});
    return answer && py_truth(py, answer, yes);
}

struct py_object *sa_metadata_reflect(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    static const char *const signature[] = {
        "bind",         "?schema", "?views", "?only", "?extend_existing", "?autoload_replace",
        "?resolve_fks", "**kw",    NULL};
    struct sa_metadata *metadata = (void *)self;
    struct py_object *slots[8], *inspector = sa_inspector(py), *names;
    const char *schema;

    if (!py_bind(py, "reflect", signature, args, slots) || !sa_known(py, slots[0]) ||
        !sa_text_of(py, slots[1], "schema", &schema))
        return NULL;
    schema = schema ? schema : metadata->schema;
    if (!(names = sa_inspect(py, inspector, "get_table_names", NULL, schema)))
        return NULL;
    for (size_t i = 0; i < py_as_sequence(names)->n; i++) {
        struct py_object *name = py_as_sequence(names)->items[i];
        bool yes;

        if (!wanted(py, slots[3], name, metadata, &yes) ||
            (yes && !add_table(py, metadata, inspector, py_text(name), schema)))
            return NULL;
    }
    return py_none();
}
