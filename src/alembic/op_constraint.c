#include <string.h>

#include "alembic/op.h"
#include "base/arena.h"
#include "base/mem.h"

bool op_add_constraint(const struct op_where *where, const struct sa_constraint *constraint)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(where->py, scratch);

    sa_write(&c, "ALTER TABLE ");
    ddl_write_table_name(&c, constraint->table);
    sa_write(&c, " ADD ");
    return ddl_write_constraint(&c, constraint) && op_run(where, &c);
}

bool op_drop_constraint(const struct op_where *where, const struct sa_constraint *constraint,
                        bool if_exists)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(where->py, scratch);

    if (!constraint->name.text)
        return py_raise(where->py, &sa_compile_error,
                        "Can't emit DROP CONSTRAINT for constraint %s(); it has no name",
                        constraint->object.type->name);
    sa_write(&c, "ALTER TABLE ");
    ddl_write_table_name(&c, constraint->table);
    sa_writef(&c, " DROP CONSTRAINT %s", if_exists ? "IF EXISTS " : "");
    return ddl_write_long_name(&c, constraint->name) && op_run(where, &c);
}

static struct py_object *add(const struct op_where *where, struct sa_table *table,
                             struct sa_constraint *constraint)
{
    return sa_table_add(where->py, table, &constraint->object) &&
                   op_add_constraint(where, constraint)
               ? py_none()
               : NULL;
}

static struct sa_table *table_with(const struct op_where *where, struct py_object *names)
{
    struct sa_table *table = op_table(where);
    struct py_object **items;
    size_t n;

    if (!sa_known(where->py, names))
        return NULL;
    items = py_items(where->py, names, &n);
    for (size_t i = 0; items && i < n; i++) {
        struct sa_name name;
        struct sa_column *column;

        if (!sa_name_of(where->py, items[i], "a column", &name))
            return NULL;
        column = sa_column_new(where->py, name, NULL);
        if ((!name.text || !sa_table_column(table, name.text)) &&
            !sa_table_add(where->py, table, &column->clause.object))
            return NULL;
    }
    return items ? table : NULL;
}

/* A constraint of the class 'type' made with the keywords that are left over. */
static struct sa_constraint *make(struct py *py, const struct py_type *type,
                                  struct py_object *const *values, size_t n, struct py_object *name,
                                  const struct py_dict *rest)
{
    size_t n_rest = rest ? rest->n_entries : 0;
    struct py_keyword *keywords = arena_new_array(py_arena(py), struct py_keyword, n_rest + 1);
    struct py_args args = {values, n, keywords, 1};

    keywords[0] = (struct py_keyword){"name", name};
    for (size_t i = 0; rest && i < n_rest; i++)
        if (rest->entries[i].key)
            keywords[args.n_keywords++] =
                (struct py_keyword){py_text(rest->entries[i].key), rest->entries[i].value};
    /* The call is over before they are. */
    /* cppcheck-suppress returnDanglingLifetime */
    return (void *)type->make(py, type, &args);
}

/* ---- primary key, unique ------------------------------------------------------------------------
 */

static struct py_object *create_on_columns(const struct op_where *where, const struct py_type *type,
                                           struct py_object *name, struct py_object *columns,
                                           const struct py_dict *rest)
{
    struct sa_table *table = table_with(where, columns);
    size_t n;
    struct py_object **items = table ? py_items(where->py, columns, &n) : NULL;
    struct sa_constraint *constraint = items ? make(where->py, type, items, n, name, rest) : NULL;

    return constraint ? add(where, table, constraint) : NULL;
}

struct py_object *op_create_primary_key(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "table_name", "columns", "*",
                                            "?schema",         NULL};
    struct py_object *slots[4];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "create_primary_key", signature, args, slots) ||
        !op_where_table(py, slots[1], slots[3], &where))
        return NULL;
    return create_on_columns(&where, &sa_primary_key_type, slots[0], slots[2], NULL);
}

struct py_object *batch_create_primary_key(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "columns", NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[2];

    return py_bind(py, "create_primary_key", signature, args, slots)
               ? create_on_columns(&where, &sa_primary_key_type, slots[0], slots[1], NULL)
               : NULL;
}

struct py_object *op_create_unique_constraint(struct py *py, struct py_object *self,
                                              const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "table_name", "columns", "*",
                                            "?schema",         "**rest",     NULL};
    struct py_object *slots[5];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "create_unique_constraint", signature, args, slots) ||
        !op_where_table(py, slots[1], slots[3], &where))
        return NULL;
    return create_on_columns(&where, &sa_unique_type, slots[0], slots[2], py_as_dict(slots[4]));
}

struct py_object *batch_create_unique_constraint(struct py *py, struct py_object *self,
                                                 const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "columns", "**rest", NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[3];

    return py_bind(py, "create_unique_constraint", signature, args, slots)
               ? create_on_columns(&where, &sa_unique_type, slots[0], slots[1],
                                   py_as_dict(slots[2]))
               : NULL;
}

/* ---- check, exclude -----------------------------------------------------------------------------
 */

static struct py_object *create_check(const struct op_where *where, struct py_object *name,
                                      struct py_object *condition, const struct py_dict *rest)
{
    struct sa_constraint *check = make(where->py, &sa_check_type, &condition, 1, name, rest);

    return check ? add(where, op_table(where), check) : NULL;
}

struct py_object *op_create_check_constraint(struct py *py, struct py_object *self,
                                             const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "table_name", "condition", "*",
                                            "?schema",         "**rest",     NULL};
    struct py_object *slots[5];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "create_check_constraint", signature, args, slots) ||
        !op_where_table(py, slots[1], slots[3], &where))
        return NULL;
    return create_check(&where, slots[0], slots[2], py_as_dict(slots[4]));
}

struct py_object *batch_create_check_constraint(struct py *py, struct py_object *self,
                                                const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "condition", "**rest", NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[3];

    return py_bind(py, "create_check_constraint", signature, args, slots)
               ? create_check(&where, slots[0], slots[1], py_as_dict(slots[2]))
               : NULL;
}

static struct py_object *create_exclude(const struct op_where *where, struct py_object *name,
                                        struct py_object *elements, const struct py_dict *rest)
{
    const struct py_list *list = py_as_sequence(elements);
    struct sa_constraint *exclude =
        make(where->py, &sa_exclude_type, list->items, list->n, name, rest);

    return exclude ? add(where, op_table(where), exclude) : NULL;
}

struct py_object *op_create_exclude_constraint(struct py *py, struct py_object *self,
                                               const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "table_name", "*elements",
                                            "?schema",         "**rest",     NULL};
    struct py_object *slots[5];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "create_exclude_constraint", signature, args, slots) ||
        !op_where_table(py, slots[1], slots[3], &where))
        return NULL;
    return create_exclude(&where, slots[0], slots[2], py_as_dict(slots[4]));
}

struct py_object *batch_create_exclude_constraint(struct py *py, struct py_object *self,
                                                  const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "*elements", "**rest", NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[3];

    return py_bind(py, "create_exclude_constraint", signature, args, slots)
               ? create_exclude(&where, slots[0], slots[1], py_as_dict(slots[2]))
               : NULL;
}

/* ---- foreign keys -------------------------------------------------------------------------------
 */

struct key_arguments {
    struct py_object *name, *target, *local, *remote, *target_schema;
    struct py_dict *rest;
};

/* The targets "table.column", which a dotted table name could not say. */
static bool take_targets(const struct op_where *where, struct sa_constraint *key,
                         const struct key_arguments *args)
{
    struct sa_name name;
    const char *schema;
    struct sa_table *target;
    struct py_object **remote;
    size_t n;

    if (!sa_name_of(where->py, args->target, "referent_table", &name) ||
        !sa_text_of(where->py, args->target_schema, "referent_schema", &schema))
        return false;
    if (!name.text)
        return py_raise(where->py, &py_type_error, "referent_table must be a str, not NoneType");
    target = sa_table_new(where->py, name, schema && *schema ? schema : NULL, NULL);
    remote = py_items(where->py, args->remote, &n);
    for (size_t i = 0; remote && i < n && i < key->n; i++) {
        struct sa_name column_name;
        struct sa_column *column;

        if (!sa_name_of(where->py, remote[i], "a column", &column_name))
            return false;
        column = sa_column_new(where->py, column_name, NULL);
        column->table = target;
        key->targets[i] = &column->clause.object;
    }
    return remote != NULL;
}

static struct py_object *create_key(const struct op_where *where, const struct key_arguments *args)
{
    struct sa_table *table = table_with(where, args->local);
    struct py_object *values[] = {args->local, args->remote};
    struct sa_constraint *key =
        table ? make(where->py, &sa_foreign_key_constraint_type, values, 2, args->name, args->rest)
              : NULL;

    return key && take_targets(where, key, args) ? add(where, table, key) : NULL;
}

struct py_object *op_create_foreign_key(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    static const char *const signature[] = {
        "constraint_name", "source_table",     "referent_table", "local_cols", "remote_cols", "*",
        "?source_schema",  "?referent_schema", "**rest",         NULL};
    struct py_object *slots[8];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "create_foreign_key", signature, args, slots) ||
        !op_where_table(py, slots[1], slots[5], &where))
        return NULL;
    return create_key(&where, &(struct key_arguments){slots[0], slots[2], slots[3], slots[4],
                                                      slots[6], py_as_dict(slots[7])});
}

struct py_object *batch_create_foreign_key(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    static const char *const signature[] = {
        "constraint_name",  "referent_table", "local_cols", "remote_cols", "*",
        "?referent_schema", "**rest",         NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[6];

    if (!py_bind(py, "create_foreign_key", signature, args, slots))
        return NULL;
    return create_key(&where, &(struct key_arguments){slots[0], slots[1], slots[2], slots[3],
                                                      slots[4], py_as_dict(slots[5])});
}

/* ---- drop_constraint ----------------------------------------------------------------------------
 */

static bool kind_of(struct py *py, struct py_object *type, enum sa_constraint_kind *kind)
{
    static const struct {
        const char *name;
        enum sa_constraint_kind kind;
    } kinds[] = {{"foreignkey", SA_FOREIGN_KEY},
                 {"primary", SA_PRIMARY_KEY},
                 {"unique", SA_UNIQUE},
                 {"check", SA_CHECK}};

    *kind = SA_EXCLUDE; /* which no naming convention is about */
    if (sa_absent(type))
        return true;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (py_text(type) && strcmp(py_text(type), kinds[i].name) == 0) {
            *kind = kinds[i].kind;
            return true;
        }
    return py_raise(py, &py_type_error,
                    "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None");
}

static struct py_object *drop(const struct op_where *where, struct py_object *name_argument,
                              struct py_object *type, struct py_object *if_exists_argument)
{
    struct sa_table *table = op_table(where);
    struct sa_constraint *constraint;
    enum sa_constraint_kind kind;
    struct sa_name name;
    bool if_exists;

    if (!sa_known(where->py, type) || !kind_of(where->py, type, &kind) ||
        !sa_name_of(where->py, name_argument, "constraint_name", &name) ||
        !op_flag(where->py, if_exists_argument, &if_exists))
        return NULL;
    constraint = sa_constraint_new(where->py, kind, name);
    return sa_table_add(where->py, table, &constraint->object) &&
                   op_drop_constraint(where, constraint, if_exists)
               ? py_none()
               : NULL;
}

struct py_object *op_drop_constraint_of(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "table_name", "?type_", "*",
                                            "?schema",         "?if_exists", NULL};
    struct py_object *slots[5];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "drop_constraint", signature, args, slots) ||
        !op_where_table(py, slots[1], slots[3], &where))
        return NULL;
    return drop(&where, slots[0], slots[2], slots[4]);
}

struct py_object *batch_drop_constraint(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    static const char *const signature[] = {"constraint_name", "?type_", NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[2];

    return py_bind(py, "drop_constraint", signature, args, slots)
               ? drop(&where, slots[0], slots[1], NULL)
               : NULL;
}
