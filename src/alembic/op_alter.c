/* alter_column: up to five statements. */
#include <string.h>

#include "alembic/op.h"
#include "base/mem.h"

#define KEYWORDS                                                                                   \
    "?nullable", "?comment", "?server_default", "?new_column_name", "?type_", "?existing_type",    \
        "?existing_server_default", "?existing_nullable", "?existing_comment",                     \
        "?postgresql_using", "**dialect"
enum {
    NULLABLE,
    COMMENT,
    SERVER_DEFAULT,
    NEW_NAME,
    TYPE,
    EXISTING_TYPE,
    EXISTING_DEFAULT,
    EXISTING_NULLABLE,
    EXISTING_COMMENT,
    USING,
    DIALECT,
    N_KEYWORDS
};

struct alteration {
    const struct op_where *where;
    struct sa_name column;
    struct py_object *const *slots;
};

/* ALTER TABLE t ALTER COLUMN c, with a blank behind it. */
static struct sa_compiler begin(const struct alteration *a, TALLOC_CTX *mem)
{
    struct sa_compiler c = sa_compiler_ddl(a->where->py, mem);

    op_write_alter(&c, a->where);
    sa_write(&c, " ALTER COLUMN ");
    sa_write_name(&c, a->column);
    sa_write(&c, " ");
    return c;
}

/* Alembic's False: "do not touch". */
static bool untouched(const struct py_object *o)
{
    return !o || o == py_bool(false);
}

static bool alter_type(const struct alteration *a)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = begin(a, scratch);
    const struct sa_type *type = sa_type_of(a->where->py, a->slots[TYPE]);
    const char *using;

    if (!type || !sa_text_of(c.py, a->slots[USING], "postgresql_using", &using))
        return false;
    sa_write(&c, "TYPE ");
    if (!sa_write_type(&c, type))
        return false;
    sa_write(&c, " ");
    if (using && *using)
        sa_writef(&c, "USING %s", using);
    return op_run(a->where, &c);
}

static bool alter_nullable(const struct alteration *a)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = begin(a, scratch);
    bool nullable;

    if (!op_flag(c.py, a->slots[NULLABLE], &nullable))
        return false;
    sa_write(&c, nullable ? "DROP NOT NULL" : "SET NOT NULL");
    return op_run(a->where, &c);
}

/* ---- defaults -----------------------------------------------------------------------------------
 */

/* An identity that replaces another: what differs, in the order of the alphabet. */
static bool write_identity_changes(struct sa_compiler *c, const struct sa_identity *now,
                                   const struct sa_identity *before)
{
    static const char *const names[] = {"always",     "cache",      "cycle",
                                        "increment",  "maxvalue",   "minvalue",
                                        "nomaxvalue", "nominvalue", "start"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct py_object *value = py_dict_at(now->options, names[i]);
        struct py_object *old = before ? py_dict_at(before->options, names[i]) : NULL;
        struct py_dict *one = py_dict_new(c->py);
        bool same = false;

        if (strcmp(names[i], "always") == 0) {
            if (now->always != (before && before->always))
                sa_writef(c, "SET GENERATED %s ", now->always ? "ALWAYS" : "BY DEFAULT");
            continue;
        }
        if (!value)
            continue;
        if (old && !py_equal(c->py, value, old, &same))
            return false;
        if (same)
            continue;
        sa_write(c, "SET ");
        if (!py_dict_put_text(c->py, one, names[i], value) || !ddl_write_identity_options(c, one))
            return false;
        sa_write(c, " ");
    }
    return true;
}

static bool write_identity(struct sa_compiler *c, struct py_object *now, struct py_object *before)
{
    bool is_identity = !sa_absent(now) && py_is(now, &sa_identity_type);

    if (sa_absent(now)) {
        sa_write(c, "DROP IDENTITY");
        return true;
    }
    if (!is_identity)
        return py_raise(c->py, &py_attribute_error, "'%s' object has no attribute 'always'",
                        py_type_of(now)->name);
    if (before && py_is_none(before)) {
        sa_write(c, "ADD ");
        return ddl_write_identity(c, (const void *)now);
    }
    return write_identity_changes(c, (const void *)now,
                                  before && py_is(before, &sa_identity_type) ? (const void *)before
                                                                             : NULL);
}

static bool is_either(struct py_object *a, struct py_object *b, const struct py_type *type)
{
    return (a && py_is(a, type)) || (b && py_is(b, type));
}

static bool alter_default(const struct alteration *a)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = begin(a, scratch);
    struct py_object *now = a->slots[SERVER_DEFAULT], *before = a->slots[EXISTING_DEFAULT];

    if (is_either(now, before, &sa_computed_type))
        return py_raise(c.py, &sa_compile_error,
                        "Adding or removing a \"computed\" construct, e.g. GENERATED ALWAYS AS, "
                        "to or from an existing column is not supported.");
    if (is_either(now, before, &sa_identity_type)) {
        if (!write_identity(&c, now, before))
            return false;
    } else if (py_is_none(now)) {
        sa_write(&c, "DROP DEFAULT");
    } else {
        sa_write(&c, "SET DEFAULT ");
        if (!ddl_write_default(&c, now))
            return false;
    }
    return op_run(a->where, &c);
}

/* ---- comment, name ------------------------------------------------------------------------------
 */

static bool alter_comment(const struct alteration *a)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(a->where->py, scratch);
    const char *comment;

    if (!sa_text_of(c.py, a->slots[COMMENT], "comment", &comment))
        return false;
    sa_write(&c, "COMMENT ON COLUMN ");
    op_write_dotted(&c, a->where->schema, a->where->table);
    sa_write(&c, ".");
    sa_write_name(&c, a->column);
    sa_write(&c, " IS ");
    ddl_write_comment(&c, comment);
    return op_run(a->where, &c);
}

static bool rename_column(const struct alteration *a)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(a->where->py, scratch);
    struct sa_name name;

    if (!sa_name_of(c.py, a->slots[NEW_NAME], "new_column_name", &name))
        return false;
    op_write_alter(&c, a->where);
    sa_write(&c, " RENAME ");
    sa_write_name(&c, a->column);
    sa_write(&c, " TO ");
    sa_write_name(&c, name);
    return op_run(a->where, &c);
}

/* ---- the CHECK that a type brings with it -------------------------------------------------------
 */

static bool change_type_check(const struct alteration *a, struct py_object *type, bool add)
{
    const struct sa_type *made = sa_as_type(type);
    struct sa_column *column;
    struct sa_table *table;

    if (!made || !sa_type_real(made)->enumeration)
        return true;
    table = op_table(a->where);
    column = sa_column_new(a->where->py, a->column, NULL);
    column->type_argument = type;
    if (!sa_table_add(a->where->py, table, &column->clause.object))
        return false;
    for (size_t i = 0; i < table->n_constraints; i++)
        if (!(add ? op_add_constraint(a->where, table->constraints[i])
                  : op_drop_constraint(a->where, table->constraints[i], false)))
            return false;
    return true;
}

static bool alter(const struct alteration *a)
{
    bool new_type = !sa_absent(a->slots[TYPE]);
    struct py_object *server_default = a->slots[SERVER_DEFAULT];

    if (new_type && !sa_absent(a->slots[EXISTING_TYPE]) &&
        !change_type_check(a, a->slots[EXISTING_TYPE], false))
        return false;
    if (!sa_absent(a->slots[USING]) && !new_type)
        return py_raise(a->where->py, &alembic_command_error,
                        "postgresql_using must be used with the type_ parameter");
    return (!new_type || alter_type(a)) && (sa_absent(a->slots[NULLABLE]) || alter_nullable(a)) &&
           (untouched(server_default) || alter_default(a)) &&
           (untouched(a->slots[COMMENT]) || alter_comment(a)) &&
           (sa_absent(a->slots[NEW_NAME]) || rename_column(a)) &&
           (!new_type || change_type_check(a, a->slots[TYPE], true));
}

static struct py_object *run(const struct op_where *where, struct py_object *column,
                             struct py_object *const *slots)
{
    struct alteration a = {.where = where, .slots = slots};

    if (!sa_name_of(where->py, column, "column_name", &a.column))
        return NULL;
    if (!a.column.text)
        return py_raise(where->py, &py_type_error, "column_name must be a str, not NoneType");
    return alter(&a) ? py_none() : NULL;
}

struct py_object *op_alter_column(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"table_name", "column_name", "*",
                                            "?schema",    KEYWORDS,      NULL};
    struct py_object *slots[3 + N_KEYWORDS];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "alter_column", signature, args, slots) ||
        !op_where_table(py, slots[0], slots[2], &where))
        return NULL;
    return run(&where, slots[1], slots + 3);
}

struct py_object *batch_alter_column(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    static const char *const signature[] = {"column_name",   "*",      "?insert_before",
                                            "?insert_after", KEYWORDS, NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[3 + N_KEYWORDS];

    return py_bind(py, "alter_column", signature, args, slots) ? run(&where, slots[0], slots + 3)
                                                               : NULL;
}
