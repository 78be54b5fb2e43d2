#include <string.h>

#include "alembic/ddl.h"
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/py.h"

bool sa_choice_of(struct py *py, struct py_object *o, enum sa_choice *choice)
{
    bool yes;

    *choice = SA_UNSET;
    if (sa_absent(o))
        return true;
    if (!sa_known(py, o) || !py_truth(py, o, &yes))
        return false;
    *choice = yes ? SA_YES : SA_NO;
    return true;
}

struct sa_column *sa_as_column(struct py_object *o)
{
    return o && py_is(o, &sa_light_column_type) ? (struct sa_column *)(void *)o : NULL;
}

/* The column that a ForeignKey() points at, if the MetaData knows it. */
static struct sa_column *referred(struct py *py, const struct sa_column *column)
{
    struct sa_target target;
    struct py_object *key, *table;

    if (sa_as_column(column->foreign_keys[0]->target))
        return sa_as_column(column->foreign_keys[0]->target);
    if (!column->table || !column->table->metadata ||
        !sa_target_of(py, column->foreign_keys[0]->target, &target))
        return NULL;
    key = target.schema ? py_stringf(py, "%s.%s", target.schema, target.table)
                        : py_string(py, target.table);
    table = py_dict_at(column->table->metadata->tables, py_text(key));
    return table ? sa_table_column(sa_as_table(table), target.column ? target.column : column->key)
                 : NULL;
}

/* Without a type of its own, a foreign key has that of the column it points at. */
struct sa_type *sa_column_type_of(struct py *py, struct sa_column *column)
{
    struct sa_column *other =
        !column->clause.sql_type && !column->type_argument && column->n_foreign_keys > 0
            ? referred(py, column)
            : NULL;

    if (py_raised(py))
        return NULL;
    if (other && other != column && other->type_argument)
        return sa_type_of(py, other->type_argument);
    if (!column->clause.sql_type)
        column->clause.sql_type = sa_type_of(py, column->type_argument);
    return column->clause.sql_type;
}

static bool compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_column *column = (const void *)clause;

    if (column->is_literal) {
        sa_write(c, column->name.text);
        return true;
    }
    if (c->with_table && column->table &&
        (column->table->name.text || sa_as_alias(&column->table->clause))) {
        if (!sa_write_table_of(c, column->table))
            return false;
        sa_write(c, ".");
    }
    sa_write_name(c, column->name);
    return true;
}

static const struct sa_clause_kind kind = {.name = "column", .compile = compile};

struct sa_column *sa_column_new(struct py *py, struct sa_name name, struct sa_type *type)
{
    struct sa_column *column = arena_new_object(py_arena(py), struct sa_column);

    column->clause.object.type = &sa_column_type;
    column->clause.kind = &kind;
    column->clause.sql_type = type;
    column->name = name;
    column->key = name.text;
    return column;
}

struct sa_column *sa_column_copy(struct py *py, const struct sa_column *column)
{
    struct sa_column *copy = arena_new_object(py_arena(py), struct sa_column);
    struct sa_column *other =
        !column->type_argument && column->n_foreign_keys > 0 ? referred(py, column) : NULL;

    *copy = *column;
    copy->table = NULL;
    if (column->table) /* whose constraints they are part of */
        copy->n_foreign_keys = 0;
    if (other && other != column)
        copy->type_argument = other->type_argument;
    return copy;
}

/* ---- Column(...) --------------------------------------------------------------------------------
 */

static bool append(struct py *py, void *array, size_t *n, void *item)
{
    void **old = *(void ***)array;
    void **grown = arena_new_array(py_arena(py), void *, *n + 1);

    if (*n > 0)
        memcpy(grown, old, *n * sizeof(*old));
    grown[(*n)++] = item;
    *(void ***)array = grown;
    return true;
}

static bool not_an_item(struct py *py, struct py_object *item)
{
    const char *shown = sa_known(py, item) ? py_repr_text(py, item) : NULL;

    return shown && py_raise(py, &sa_argument_error,
                             "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, "
                             "got %s",
                             shown);
}

/* ForeignKey, CheckConstraint, Identity and the like among the arguments. */
static bool take_item(struct py *py, struct sa_column *column, struct py_object *item)
{
    if (py_is(item, &sa_foreign_key_type))
        return append(py, &column->foreign_keys, &column->n_foreign_keys, item);
    if (py_is(item, &sa_constraint_type))
        return append(py, &column->checks, &column->n_checks, item);
    if (py_is(item, &sa_identity_type)) {
        column->identity = (void *)item;
        column->server_default = item;
    } else if (py_is(item, &sa_computed_type)) {
        column->computed = (void *)item;
        column->server_default = item;
    } else if (py_is(item, &sa_sequence_type)) {
        column->sequence = (void *)item;
    } else if (py_is(item, &sa_fetched_type)) {
        column->server_default = item;
    } else {
        return not_an_item(py, item);
    }
    return true;
}

static bool is_type(struct py_object *o)
{
    const struct py_type *class = py_as_type(o);

    return py_poison_origin(o) || py_is(o, &sa_engine_rule.type) ||
           (class && py_is_subtype(class, &sa_engine_rule.type));
}

/* Column("name", Type, ...), Column(Type, ...), Column("name", ForeignKey(...)) */
static bool take_positional(struct py *py, struct sa_column *column, const struct py_list *args)
{
    size_t i = 0;

    if (i < args->n && py_text(args->items[i])) {
        if (column->name.text)
            return py_raise(py, &sa_argument_error,
                            "May not pass name positionally and as a keyword.");
        if (!sa_name_of(py, args->items[i++], "name", &column->name))
            return false;
    }
    if (i < args->n && is_type(args->items[i])) {
        if (column->type_argument)
            return py_raise(py, &sa_argument_error,
                            "May not pass type_ positionally and as a keyword.");
        column->type_argument = args->items[i++];
    }
    for (; i < args->n; i++)
        if (!py_is_none(args->items[i]) && !take_item(py, column, args->items[i]))
            return false;
    return true;
}

static const char *const signature[] = {
    "*args",     "?name",        "?type_",          "?key",
    "?nullable", "?primary_key", "?server_default", "?unique",
    "?index",    "?comment",     "?autoincrement",  "?default",
    "?onupdate", "?quote",       "?system",         "?server_onupdate",
    "?info",     "?doc",         "**dialect",       NULL};
enum {
    ARGS,
    NAME,
    TYPE,
    KEY,
    NULLABLE,
    PRIMARY_KEY,
    SERVER_DEFAULT,
    UNIQUE,
    INDEX,
    COMMENT,
    AUTOINCREMENT,
    DEFAULT,
    ONUPDATE,
    QUOTE,
    SYSTEM,
    SERVER_ONUPDATE,
    INFO,
    DOC,
    DIALECT,
    SLOTS
};

static bool take_flag(struct py *py, struct py_object *value, bool *flag)
{
    return sa_absent(value) || (sa_known(py, value) && py_truth(py, value, flag));
}

static bool take_server_default(struct py *py, struct sa_column *column, struct py_object *value)
{
    if (sa_absent(value))
        return true;
    if (!sa_known(py, value))
        return false;
    if (py_is(value, &sa_fetched_type))
        return take_item(py, column, value);
    if (!py_text(value) && !sa_clause_of(value))
        return py_raise(py, &sa_argument_error,
                        "Argument 'arg' is expected to be one of type '<class 'str'>' or "
                        "'<class 'sqlalchemy.sql.elements.ClauseElement'>' or "
                        "'<class 'sqlalchemy.sql.elements.TextClause'>', got '<class '%s'>'",
                        py_type_of(value)->name);
    column->server_default = value;
    return true;
}

static bool take_default(struct py *py, struct sa_column *column, struct py_object *value)
{
    if (sa_absent(value))
        return true;
    if (py_is(value, &sa_sequence_type))
        return take_item(py, column, value);
    column->default_value = value;
    return true;
}

/* True, False, "auto", "ignore_fk" */
static bool take_autoincrement(struct py *py, struct sa_column *column, struct py_object *value)
{
    if (value && py_text(value))
        return true;
    return sa_choice_of(py, value, &column->autoincrement);
}

/* Given, None is as good as False. */
static bool take_nullable(struct py *py, struct sa_column *column, struct py_object *value)
{
    if (value && py_is_none(value))
        column->nullable = SA_NO;
    return sa_absent(value) || sa_choice_of(py, value, &column->nullable);
}

static bool take_keywords(struct py *py, struct sa_column *column, struct py_object *const *slots)
{
    enum sa_choice quote;

    if (!take_nullable(py, column, slots[NULLABLE]) ||
        !take_flag(py, slots[PRIMARY_KEY], &column->primary_key) ||
        !take_flag(py, slots[UNIQUE], &column->unique) ||
        !take_flag(py, slots[INDEX], &column->index) ||
        !take_flag(py, slots[SYSTEM], &column->system) ||
        !sa_text_of(py, slots[COMMENT], "comment", &column->comment) ||
        !take_autoincrement(py, column, slots[AUTOINCREMENT]) ||
        !take_default(py, column, slots[DEFAULT]) ||
        !take_server_default(py, column, slots[SERVER_DEFAULT]) ||
        !sa_choice_of(py, slots[QUOTE], &quote))
        return false;
    if (quote != SA_UNSET)
        column->name.quote = quote == SA_YES ? SA_QUOTE : SA_NO_QUOTE;
    column->onupdate = slots[ONUPDATE];
    column->key = column->name.text;
    return sa_absent(slots[KEY]) || sa_text_of(py, slots[KEY], "key", &column->key);
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct py_object *slots[SLOTS];
    struct sa_column *column;
    struct sa_name name;

    if (!py_bind(py, "Column.__init__", signature, args, slots) ||
        !sa_name_of(py, slots[NAME], "name", &name))
        return NULL;
    column = sa_column_new(py, name, NULL);
    column->clause.object.type = type;
    column->type_argument = sa_absent(slots[TYPE]) ? NULL : slots[TYPE];
    if (!take_positional(py, column, py_as_sequence(slots[ARGS])) ||
        !take_keywords(py, column, slots))
        return NULL;
    return &column->clause.object;
}

/* column("name", Type) */
static struct py_object *make_light(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    static const char *const light_signature[] = {"text", "?type_", "?is_literal", "?_selectable",
                                                  NULL};
    struct py_object *slots[4];
    struct sa_column *column;
    struct sa_name name;

    if (!py_bind(py, "column", light_signature, args, slots) ||
        !sa_name_of(py, slots[0], "text", &name))
        return NULL;
    if (!name.text)
        return py_raise(py, &py_type_error, "the name of a column must be a str, not NoneType");
    column = sa_column_new(py, name, NULL);
    column->clause.object.type = type;
    column->type_argument = sa_absent(slots[1]) ? NULL : slots[1];
    column->is_light = true;
    return take_flag(py, slots[2], &column->is_literal) ? &column->clause.object : NULL;
}

/* ---- what scripts see ---------------------------------------------------------------------------
 */

static struct py_object *text_or_none(struct py *py, const char *text)
{
    return text ? py_string(py, text) : py_none();
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    struct sa_column *column = (void *)self;

    if (strcmp(name, "name") == 0)
        return text_or_none(py, column->name.text);
    if (strcmp(name, "key") == 0)
        return text_or_none(py, column->key);
    if (strcmp(name, "type") == 0) {
        struct sa_type *type = sa_column_type_of(py, column);

        return type ? &type->object : NULL;
    }
    if (strcmp(name, "nullable") == 0)
        return py_bool(column->nullable == SA_UNSET ? !column->primary_key
                                                    : column->nullable == SA_YES);
    if (strcmp(name, "primary_key") == 0)
        return py_bool(column->primary_key);
    if (strcmp(name, "comment") == 0)
        return text_or_none(py, column->comment);
    if (strcmp(name, "server_default") == 0)
        return column->server_default ? column->server_default : py_none();
    if (strcmp(name, "default") == 0)
        return column->default_value ? column->default_value : py_none();
    if (strcmp(name, "table") == 0)
        return column->table ? &column->table->clause.object : py_none();
    return NULL;
}

static bool set_attr(struct py *py, struct py_object *self, const char *name,
                     struct py_object *value)
{
    struct sa_column *column = (void *)self;

    if (value && strcmp(name, "nullable") == 0)
        return sa_choice_of(py, value, &column->nullable);
    if (value && strcmp(name, "type") == 0) {
        column->clause.sql_type = sa_type_of(py, value);
        return column->clause.sql_type != NULL;
    }
    if (value && strcmp(name, "comment") == 0)
        return sa_text_of(py, value, name, &column->comment);
    if (value && strcmp(name, "server_default") == 0) {
        column->server_default = NULL;
        return take_server_default(py, column, value);
    }
    return py_refuse(py, "cannot set \"%s\" of a column", name);
}

static struct py_object *copy(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return &sa_column_copy(py, (void *)self)->clause.object;
}

static const struct py_method methods[] = {
    {"copy", copy, PY_METHOD},
    {"_copy", copy, PY_METHOD},
    {NULL},
};

const struct py_type sa_light_column_type = {
    .name = "ColumnClause",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .make = make_light,
    .methods = methods,
    .attr = attr,
    .set_attr = set_attr,
};

const struct py_type sa_column_type = {
    .name = "Column",
    .module = "sqlalchemy.sql.schema",
    .base = &sa_light_column_type,
    .make = make,
};
