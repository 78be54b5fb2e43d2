/* DDL as statements that scripts execute: CreateSequence(...), DropTable(...), DDL("...") ... */
#include <string.h>

#include "alembic/context.h"
#include "alembic/ddl.h"
#include "alembic/names.h"
#include "alembic/op.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"

struct statement {
    struct sa_clause clause;
    struct py_object *element; /* the schema item, or a str */
    bool if_exists;            /* also if_not_exists */
    bool cascade;
};

static const struct statement *of(const struct sa_clause *clause)
{
    return (const void *)clause;
}

static bool write_schema(struct sa_compiler *c, const struct statement *s, const char *what,
                         const char *condition)
{
    const char *name;

    if (!sa_text_of(c->py, s->element, "name", &name))
        return false;
    if (!name)
        return py_raise(c->py, &py_type_error, "the name of a schema must be a str");
    sa_writef(c, "%s SCHEMA %s", what, s->if_exists ? condition : "");
    sa_write_text_name(c, name);
    sa_write(c, s->cascade ? " CASCADE" : "");
    return true;
}

static bool create_schema(struct sa_compiler *c, const struct sa_clause *clause)
{
    return write_schema(c, of(clause), "CREATE", "IF NOT EXISTS ");
}

static bool drop_schema(struct sa_compiler *c, const struct sa_clause *clause)
{
    return write_schema(c, of(clause), "DROP", "IF EXISTS ");
}

static bool create_sequence(struct sa_compiler *c, const struct sa_clause *clause)
{
    return ddl_write_create_sequence(c, (const void *)of(clause)->element, of(clause)->if_exists);
}

static bool drop_sequence(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_sequence *sequence = (const void *)of(clause)->element;

    sa_writef(c, "DROP SEQUENCE %s", of(clause)->if_exists ? "IF EXISTS " : "");
    sa_write_qualified(c, sequence->schema, sequence->name);
    return true;
}

static bool create_table(struct sa_compiler *c, const struct sa_clause *clause)
{
    return ddl_write_create_table(c, sa_as_table(of(clause)->element), of(clause)->if_exists);
}

static bool drop_table(struct sa_compiler *c, const struct sa_clause *clause)
{
    sa_writef(c, "\nDROP TABLE %s", of(clause)->if_exists ? "IF EXISTS " : "");
    ddl_write_table_name(c, sa_as_table(of(clause)->element));
    return true;
}

static const struct sa_index *index_of(struct sa_compiler *c, const struct statement *s)
{
    const struct sa_index *index = sa_as_index(s->element);

    return index->table
               ? index
               : py_raise(c->py, &sa_compile_error, "Index '%s' is not associated with any table.",
                          index->name.text ? index->name.text : "None");
}

static bool create_index(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_index *index = index_of(c, of(clause));

    return index && ddl_write_create_index(c, index, of(clause)->if_exists);
}

static bool drop_index(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_index *index = index_of(c, of(clause));

    return index && ddl_write_drop_index(c, index, of(clause)->if_exists);
}

static bool add_constraint(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_constraint *constraint = sa_as_constraint(of(clause)->element);

    if (!constraint->table)
        return py_raise(c->py, &sa_invalid_request_error,
                        "This constraint is not bound to a table.");
    sa_write(c, "ALTER TABLE ");
    ddl_write_table_name(c, constraint->table);
    sa_write(c, " ADD ");
    return ddl_write_constraint(c, constraint);
}

static bool drop_constraint(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_constraint *constraint = sa_as_constraint(of(clause)->element);

    if (!constraint->table || !constraint->name.text)
        return py_raise(c->py, &sa_compile_error,
                        "Can't emit DROP CONSTRAINT for constraint %s(); it has no name",
                        constraint->object.type->name);
    sa_write(c, "ALTER TABLE ");
    ddl_write_table_name(c, constraint->table);
    sa_writef(c, " DROP CONSTRAINT %s", of(clause)->if_exists ? "IF EXISTS " : "");
    if (!ddl_write_long_name(c, constraint->name))
        return false;
    sa_write(c, of(clause)->cascade ? " CASCADE" : "");
    return true;
}

/* DDL("... %% ..."): Python's "%" without values. */
static bool plain(struct sa_compiler *c, const struct sa_clause *clause)
{
    const char *text = py_text(of(clause)->element);

    for (const char *p = text; p && *p; p++) {
        buf_addc(c->sql, *p);
        p += *p == '%' && p[1] == '%';
    }
    return text != NULL;
}

/* ---- the classes --------------------------------------------------------------------------------
 */

static const struct {
    const char *name;
    struct sa_clause_kind kind;
    const struct py_type *element; /* NULL: a str */
} classes[] = {
    {"CreateSchema", {"create_schema", create_schema}, NULL},
    {"DropSchema", {"drop_schema", drop_schema}, NULL},
    {"CreateSequence", {"create_sequence", create_sequence}, &sa_sequence_type},
    {"DropSequence", {"drop_sequence", drop_sequence}, &sa_sequence_type},
    {"CreateTable", {"create_table", create_table}, &sa_table_type},
    {"DropTable", {"drop_table", drop_table}, &sa_table_type},
    {"CreateIndex", {"create_index", create_index}, &sa_index_type},
    {"DropIndex", {"drop_index", drop_index}, &sa_index_type},
    {"AddConstraint", {"add_constraint", add_constraint}, &sa_constraint_type},
    {"DropConstraint", {"drop_constraint", drop_constraint}, &sa_constraint_type},
    {"DDL", {"ddl", plain}, NULL},
};

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    static const char *const signature[] = {
        "element", "?if_not_exists",      "?if_exists", "?cascade", "?context",
        "?bind",   "?isolate_from_table", "**rest",     NULL};
    struct py_object *slots[8];
    struct statement *s = arena_new_object(py_arena(py), struct statement);
    bool if_exists;
    size_t i = 0;

    while (strcmp(classes[i].name, type->name) != 0)
        i++;
    if (!py_bind(py, type->name, signature, args, slots) || !sa_known(py, slots[0]) ||
        !op_flag(py, slots[1], &s->if_exists) || !op_flag(py, slots[2], &if_exists) ||
        !op_flag(py, slots[3], &s->cascade))
        return NULL;
    if (classes[i].element ? !py_is(slots[0], classes[i].element) : !py_text(slots[0]))
        return py_raise(py, &sa_argument_error, "%s() of a %s", type->name,
                        py_type_of(slots[0])->name);
    s->clause.object.type = type;
    s->clause.kind = &classes[i].kind;
    s->element = slots[0];
    s->if_exists = s->if_exists || if_exists;
    return &s->clause.object;
}

#define CLASS(id, class)                                                                           \
    static const struct py_type id = {                                                             \
        .name = class, .module = "sqlalchemy.sql.ddl", .base = &sa_clause_type, .make = make}

CLASS(create_schema_type, "CreateSchema");
CLASS(drop_schema_type, "DropSchema");
CLASS(create_sequence_type, "CreateSequence");
CLASS(drop_sequence_type, "DropSequence");
CLASS(create_table_type, "CreateTable");
CLASS(drop_table_type, "DropTable");
CLASS(create_index_type, "CreateIndex");
CLASS(drop_index_type, "DropIndex");
CLASS(add_constraint_type, "AddConstraint");
CLASS(drop_constraint_type, "DropConstraint");
CLASS(ddl_type, "DDL");

#define EXPORT(n, id)                                                                              \
    {                                                                                              \
        .name = n, .type = &id                                                                     \
    }

const struct alembic_export sa_ddl_names[] = {
    EXPORT("CreateSchema", create_schema_type),
    EXPORT("DropSchema", drop_schema_type),
    EXPORT("CreateSequence", create_sequence_type),
    EXPORT("DropSequence", drop_sequence_type),
    EXPORT("CreateTable", create_table_type),
    EXPORT("DropTable", drop_table_type),
    EXPORT("CreateIndex", create_index_type),
    EXPORT("DropIndex", drop_index_type),
    EXPORT("AddConstraint", add_constraint_type),
    EXPORT("DropConstraint", drop_constraint_type),
    EXPORT("DDL", ddl_type),
    {.name = NULL},
};

/* ---- sequence.create(bind), table.drop(bind) ... ------------------------------------------------
 */

static bool ask(struct py *py, const char *schema, const char *name, const char *kinds, bool *there)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(py, scratch);
    struct alembic_rows *rows;

    sa_write(&c, "SELECT pg_catalog.pg_class.relname FROM pg_catalog.pg_class JOIN "
                 "pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = "
                 "pg_catalog.pg_class.relnamespace WHERE pg_catalog.pg_class.relname = ");
    sa_write_string(&c, name, strlen(name));
    sa_writef(&c, " AND pg_catalog.pg_class.relkind IN (%s) AND ", kinds);
    if (schema) {
        sa_write(&c, "pg_catalog.pg_namespace.nspname = ");
        sa_write_string(&c, schema, strlen(schema));
    } else {
        sa_write(&c, "pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid)");
    }
    rows = alembic_query(py, scratch, c.sql->text);
    *there = rows && rows->n > 0;
    return rows || !py_raised(py);
}

/* bind, checkfirst; 'check' tells whether to look first. */
static bool take_bind(struct py *py, const char *function, const struct py_args *args, bool *check)
{
    static const char *const signature[] = {"?bind", "?checkfirst", "**rest", NULL};
    struct py_object *slots[3];

    return py_bind(py, function, signature, args, slots) &&
           (!slots[1] || py_truth(py, slots[1], check));
}

static bool run(struct py *py, bool (*write)(struct sa_compiler *, const struct sa_clause *),
                struct py_object *element)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(py, scratch);
    const struct statement s = {.element = element};

    return write(&c, &s.clause) && alembic_execute(py, sa_compiled(&c));
}

/* Is there something to do, given what is on the server? */
static bool wanted(struct py *py, struct py_object *self, bool create, bool check, bool *todo)
{
    const struct sa_table *table = sa_as_table(self);
    const struct sa_sequence *sequence = (const void *)self;
    bool there;

    *todo = true;
    if (!check || alembic_context(py)->offline)
        return true;
    if (!(table ? ask(py, table->schema, table->name.text, "'r', 'p', 'f', 'v', 'm'", &there)
                : ask(py, sequence->schema, sequence->name.text, "'S'", &there)))
        return false;
    *todo = there != create;
    return true;
}

static bool create_whole_table(struct py *py, struct sa_table *table)
{
    const struct op_where where = {.py = py, .table = table->name, .schema = table->schema};

    return op_create_types(&where, table) && run(py, create_table, &table->clause.object) &&
           op_create_indexes(&where, table);
}

struct py_object *sa_create(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_table *table = sa_as_table(self);
    bool check = true, todo;

    if (!take_bind(py, "create", args, &check) || !wanted(py, self, true, check, &todo))
        return NULL;
    if (!todo)
        return py_none();
    return (table ? create_whole_table(py, table) : run(py, create_sequence, self)) ? py_none()
                                                                                    : NULL;
}

struct py_object *sa_drop(struct py *py, struct py_object *self, const struct py_args *args)
{
    bool check = true, todo;

    if (!take_bind(py, "drop", args, &check) || !wanted(py, self, false, check, &todo))
        return NULL;
    return !todo || run(py, sa_as_table(self) ? drop_table : drop_sequence, self) ? py_none()
                                                                                  : NULL;
}
