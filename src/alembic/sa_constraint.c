/* The classes of constraints, and ForeignKey. */
#include <string.h>

#include "alembic/ddl.h"
#include "base/arena.h"
#include "py/py.h"

struct sa_constraint *sa_as_constraint(struct py_object *o)
{
    return o && py_is(o, &sa_constraint_type) ? (struct sa_constraint *)(void *)o : NULL;
}

static const struct py_type *const classes[];

struct sa_constraint *sa_constraint_new(struct py *py, enum sa_constraint_kind kind,
                                        struct sa_name name)
{
    struct sa_constraint *constraint = arena_new_object(py_arena(py), struct sa_constraint);

    constraint->object.type = classes[kind];
    constraint->kind = kind;
    constraint->order = arena_bytes(py_arena(py)); /* which only grows */
    constraint->name = name;
    return constraint;
}

/* ---- what most of them share --------------------------------------------------------------------
 */

#define SHARED "?name", "?deferrable", "?initially", "?comment", "?info", "**dialect"
enum { NAME, DEFERRABLE, INITIALLY, COMMENT, INFO, DIALECT, N_SHARED };

static bool take_dialect(struct py *py, struct sa_constraint *constraint, struct py_dict *dialect)
{
    static const char *const accepted[] = {"postgresql_include", "postgresql_nulls_not_distinct",
                                           "postgresql_not_valid", "postgresql_ops", NULL};
    struct py_object *include = py_dict_at(dialect, "postgresql_include");
    struct py_object *not_valid = py_dict_at(dialect, "postgresql_not_valid");

    if (!sa_check_options(py, constraint->object.type->name, dialect, accepted) ||
        !sa_choice_of(py, py_dict_at(dialect, "postgresql_nulls_not_distinct"),
                      &constraint->nulls_not_distinct))
        return false;
    constraint->include = sa_absent(include) ? NULL : include;
    return sa_absent(not_valid) || py_truth(py, not_valid, &constraint->reference.not_valid);
}

static bool take_shared(struct py *py, struct sa_constraint *constraint,
                        struct py_object *const *slots)
{
    return sa_name_of(py, slots[NAME], "name", &constraint->name) &&
           sa_choice_of(py, slots[DEFERRABLE], &constraint->reference.deferrable) &&
           sa_text_of(py, slots[INITIALLY], "initially", &constraint->reference.initially) &&
           take_dialect(py, constraint, py_as_dict(slots[DIALECT]));
}

static void take_columns(struct py *py, struct sa_constraint *constraint,
                         const struct py_list *columns)
{
    constraint->items = arena_new_array(py_arena(py), struct py_object *, columns->n + 1);
    constraint->n = columns->n;
    for (size_t i = 0; i < columns->n; i++)
        constraint->items[i] = columns->items[i];
}

/* A constraint on columns of a table joins it at once, as SQLAlchemy's do. */
static struct py_object *made(struct py *py, struct sa_constraint *constraint)
{
    struct sa_column *first = constraint->n > 0 ? sa_as_column(constraint->items[0]) : NULL;

    if (first && first->table && !first->table->is_light && constraint->kind != SA_CHECK &&
        !sa_table_add(py, first->table, &constraint->object))
        return NULL;
    return &constraint->object;
}

static struct py_object *make_on_columns(struct py *py, const struct py_args *args,
                                         enum sa_constraint_kind kind, const char *function)
{
    static const char *const signature[] = {"*columns", SHARED, NULL};
    struct py_object *slots[1 + N_SHARED];
    struct sa_constraint *constraint = sa_constraint_new(py, kind, sa_plain_name(NULL));

    if (!py_bind(py, function, signature, args, slots) || !take_shared(py, constraint, slots + 1))
        return NULL;
    take_columns(py, constraint, py_as_sequence(slots[0]));
    return made(py, constraint);
}

static struct py_object *make_primary_key(struct py *py, const struct py_type *type,
                                          const struct py_args *args)
{
    (void)type;
    return make_on_columns(py, args, SA_PRIMARY_KEY, "PrimaryKeyConstraint.__init__");
}

static struct py_object *make_unique(struct py *py, const struct py_type *type,
                                     const struct py_args *args)
{
    (void)type;
    return make_on_columns(py, args, SA_UNIQUE, "UniqueConstraint.__init__");
}

static struct py_object *make_check(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    static const char *const signature[] = {
        "sqltext",       "?name",        "?deferrable",  "?initially", "?table",    "?info",
        "?_create_rule", "?_autoattach", "?_type_bound", "?comment",   "**dialect", NULL};
    enum {
        SQLTEXT,
        C_NAME,
        C_DEFERRABLE,
        C_INITIALLY,
        TABLE,
        C_INFO,
        RULE,
        ATTACH,
        BOUND,
        C_COMMENT,
        C_DIALECT,
        SLOTS
    };
    struct py_object *slots[SLOTS];
    struct sa_constraint *check = sa_constraint_new(py, SA_CHECK, sa_plain_name(NULL));

    (void)type;
    if (!py_bind(py, "CheckConstraint.__init__", signature, args, slots))
        return NULL;

    struct py_object *shared[N_SHARED] = {
        slots[C_NAME], slots[C_DEFERRABLE], slots[C_INITIALLY], NULL, NULL, slots[C_DIALECT]};

    if (!sa_known(py, slots[SQLTEXT]) || !take_shared(py, check, shared))
        return NULL;
    check->condition = slots[SQLTEXT];
    return &check->object;
}

/* ---- foreign keys -------------------------------------------------------------------------------
 */

static bool take_reference(struct py *py, struct sa_reference *reference,
                           struct py_object *const *slots)
{
    /* onupdate, ondelete, deferrable, initially, use_alter, match */
    return sa_text_of(py, slots[0], "onupdate", &reference->onupdate) &&
           sa_text_of(py, slots[1], "ondelete", &reference->ondelete) &&
           sa_choice_of(py, slots[2], &reference->deferrable) &&
           sa_text_of(py, slots[3], "initially", &reference->initially) &&
           (sa_absent(slots[4]) || py_truth(py, slots[4], &reference->use_alter)) &&
           sa_text_of(py, slots[5], "match", &reference->match);
}

static struct py_object *make_foreign_key_constraint(struct py *py, const struct py_type *type,
                                                     const struct py_args *args)
{
    static const char *const signature[] = {
        "columns",     "refcolumns", "?name",      "?onupdate",     "?ondelete",
        "?deferrable", "?initially", "?use_alter", "?link_to_name", "?match",
        "?table",      "?info",      "?comment",   "**dialect",     NULL};
    enum {
        COLUMNS,
        TARGETS,
        F_NAME,
        ONUPDATE,
        ONDELETE,
        F_DEFERRABLE,
        F_INITIALLY,
        USE_ALTER,
        LINK,
        MATCH,
        TABLE,
        F_INFO,
        F_COMMENT,
        F_DIALECT,
        SLOTS
    };
    struct py_object *slots[SLOTS];
    struct sa_constraint *key = sa_constraint_new(py, SA_FOREIGN_KEY, sa_plain_name(NULL));
    size_t n_targets;

    (void)type;
    if (!py_bind(py, "ForeignKeyConstraint.__init__", signature, args, slots) ||
        !sa_known(py, slots[COLUMNS]) || !sa_known(py, slots[TARGETS]))
        return NULL;

    struct py_object *reference[] = {slots[ONUPDATE],    slots[ONDELETE],  slots[F_DEFERRABLE],
                                     slots[F_INITIALLY], slots[USE_ALTER], slots[MATCH]};

    key->items = py_items(py, slots[COLUMNS], &key->n);
    key->targets = key->items ? py_items(py, slots[TARGETS], &n_targets) : NULL;
    if (!key->targets || !sa_name_of(py, slots[F_NAME], "name", &key->name) ||
        !take_reference(py, &key->reference, reference) ||
        !take_dialect(py, key, py_as_dict(slots[F_DIALECT])))
        return NULL;
    if (n_targets != key->n)
        return py_raise(py, &sa_argument_error,
                        "ForeignKeyConstraint number of constrained columns must match the number "
                        "of referenced columns.");
    return made(py, key);
}

static struct py_object *make_foreign_key(struct py *py, const struct py_type *type,
                                          const struct py_args *args)
{
    static const char *const signature[] = {
        "column",    "?_constraint", "?use_alter",     "?name",         "?onupdate",
        "?ondelete", "?deferrable",  "?initially",     "?link_to_name", "?match",
        "?info",     "?comment",     "?_unresolvable", "**dialect",     NULL};
    enum {
        COLUMN,
        CONSTRAINT,
        USE_ALTER,
        F_NAME,
        ONUPDATE,
        ONDELETE,
        F_DEFERRABLE,
        F_INITIALLY,
        LINK,
        MATCH,
        F_INFO,
        F_COMMENT,
        UNRESOLVABLE,
        F_DIALECT,
        SLOTS
    };
    static const char *const accepted[] = {"postgresql_not_valid", NULL};
    struct py_object *slots[SLOTS];
    struct sa_foreign_key *key = arena_new_object(py_arena(py), struct sa_foreign_key);

    if (!py_bind(py, "ForeignKey.__init__", signature, args, slots) || !sa_known(py, slots[COLUMN]))
        return NULL;

    struct py_object *reference[] = {slots[ONUPDATE],    slots[ONDELETE],  slots[F_DEFERRABLE],
                                     slots[F_INITIALLY], slots[USE_ALTER], slots[MATCH]};
    struct py_object *not_valid = py_dict_at(py_as_dict(slots[F_DIALECT]), "postgresql_not_valid");

    key->object.type = type;
    key->target = slots[COLUMN];
    if (!sa_name_of(py, slots[F_NAME], "name", &key->name) ||
        !take_reference(py, &key->reference, reference) ||
        !sa_check_options(py, "ForeignKey", py_as_dict(slots[F_DIALECT]), accepted) ||
        (not_valid && !py_truth(py, not_valid, &key->reference.not_valid)))
        return NULL;
    return &key->object;
}

bool sa_target_of(struct py *py, struct py_object *target, struct sa_target *out)
{
    const struct sa_column *column = sa_as_column(target);
    const char *text = py_text(target);
    char *copy, *dot;

    *out = (struct sa_target){0};
    if (!sa_known(py, target))
        return false;
    if (column && column->table) {
        *out =
            (struct sa_target){column->table->schema, column->table->name.text, column->name.text};
        return true;
    }
    if (!text)
        return py_raise(py, &sa_argument_error,
                        "String column name or Column object expected, got %s.",
                        py_repr_text(py, target));
    copy = arena_strdup(py_arena(py), text);
    dot = strrchr(copy, '.');
    out->table = copy;
    if (!dot)
        return true;
    *dot = '\0';
    out->column = dot + 1;
    dot = strrchr(copy, '.');
    if (dot) {
        *dot = '\0';
        out->schema = copy;
        out->table = dot + 1;
    }
    return true;
}

/* ---- EXCLUDE ------------------------------------------------------------------------------------
 */

static bool take_exclusions(struct py *py, struct sa_constraint *constraint,
                            const struct py_list *elements)
{
    constraint->exclusions = arena_new_array(py_arena(py), struct sa_exclusion, elements->n + 1);
    take_columns(py, constraint, elements);
    for (size_t i = 0; i < elements->n; i++) {
        const struct py_list *pair = py_as_sequence(elements->items[i]);

        if (!sa_known(py, elements->items[i]))
            return false;
        if (!pair || pair->n != 2 || !py_text(pair->items[1]))
            return py_raise(py, &py_value_error, "not enough values to unpack (expected 2)");
        constraint->exclusions[i] = (struct sa_exclusion){pair->items[0], py_text(pair->items[1])};
        constraint->items[i] = pair->items[0];
    }
    return true;
}

static struct py_object *make_exclude(struct py *py, const struct py_type *type,
                                      const struct py_args *args)
{
    static const char *const signature[] = {"*elements", "?name",     "?deferrable", "?initially",
                                            "?comment",  "?info",     "?using",      "?where",
                                            "?ops",      "**dialect", NULL};
    struct py_object *slots[10];
    struct sa_constraint *exclude = sa_constraint_new(py, SA_EXCLUDE, sa_plain_name(NULL));

    (void)type;
    if (!py_bind(py, "ExcludeConstraint.__init__", signature, args, slots))
        return NULL;

    struct py_object *shared[N_SHARED] = {slots[1], slots[2], slots[3], NULL, NULL, slots[9]};

    if (!take_exclusions(py, exclude, py_as_sequence(slots[0])) ||
        !take_shared(py, exclude, shared) || !sa_text_of(py, slots[6], "using", &exclude->using))
        return NULL;
    exclude->condition = sa_absent(slots[7]) ? NULL : slots[7];
    exclude->ops = sa_absent(slots[8]) ? NULL : py_as_dict(slots[8]);
    return &exclude->object;
}

/* ---- the classes --------------------------------------------------------------------------------
 */

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_constraint *constraint = (const void *)self;

    if (strcmp(name, "name") == 0)
        return constraint->name.text ? py_string(py, constraint->name.text) : py_none();
    return NULL;
}

const struct py_type sa_constraint_type = {
    .name = "Constraint", .module = "sqlalchemy.sql.schema", .attr = attr};

#define CONSTRAINT(id, class, maker)                                                               \
    const struct py_type id = {.name = class,                                                      \
                               .module = "sqlalchemy.sql.schema",                                  \
                               .base = &sa_constraint_type,                                        \
                               .make = maker}

CONSTRAINT(sa_primary_key_type, "PrimaryKeyConstraint", make_primary_key);
CONSTRAINT(sa_foreign_key_constraint_type, "ForeignKeyConstraint", make_foreign_key_constraint);
CONSTRAINT(sa_unique_type, "UniqueConstraint", make_unique);
CONSTRAINT(sa_check_type, "CheckConstraint", make_check);
CONSTRAINT(sa_exclude_type, "ExcludeConstraint", make_exclude);

const struct py_type sa_foreign_key_type = {
    .name = "ForeignKey", .module = "sqlalchemy.sql.schema", .make = make_foreign_key};

static const struct py_type *const classes[] = {
    [SA_PRIMARY_KEY] = &sa_primary_key_type, [SA_FOREIGN_KEY] = &sa_foreign_key_constraint_type,
    [SA_UNIQUE] = &sa_unique_type,           [SA_CHECK] = &sa_check_type,
    [SA_EXCLUDE] = &sa_exclude_type,
};
