/* Types with names of their own: Enum, postgresql.ENUM, postgresql.DOMAIN. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/ddl.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"

/* ---- what a constructor is given --------------------------------------------------------------
 */

/* The labels of class X(enum.Enum): the names of its members, or what values_callable says. */
static bool labels_of_class(struct py *py, struct sa_enum *e, struct py_object *class,
                            struct py_object *values_callable)
{
    struct py_object **members = py_items(py, class, &e->n);
    const char **labels;
    size_t n = 0;

    if (!members)
        return false;
    e->members = members;
    labels = arena_new_array(py_arena(py), const char *, e->n + 1);
    e->labels = labels;
    if (!sa_absent(values_callable)) {
        struct py_object *values = py_call_with(py, values_callable, class);

        members = values ? py_items(py, values, &n) : NULL;
        if (!members)
            return false;
        e->n = n < e->n ? n : e->n;
    }
    for (size_t i = 0; i < e->n; i++) {
        struct py_object *label =
            sa_absent(values_callable) ? py_attr(py, members[i], "name") : members[i];

        if (!label || !sa_text_of(py, label, "a label of an Enum", &labels[i]))
            return false;
    }
    return true;
}

static bool labels_of_texts(struct py *py, struct sa_enum *e, const struct py_list *texts)
{
    const char **labels = arena_new_array(py_arena(py), const char *, texts->n + 1);

    e->labels = labels;
    e->n = texts->n;
    for (size_t i = 0; i < texts->n; i++) {
        if (!sa_known(py, texts->items[i]))
            return false;
        labels[i] = py_text(texts->items[i]);
        if (!labels[i])
            return py_raise(py, &py_type_error, "object of type '%s' has no len()",
                            py_type_of(texts->items[i])->name);
    }
    return true;
}

static bool choose(struct py *py, const struct py_dict *keywords, const char *name, bool *choice)
{
    struct py_object *value = py_dict_at(keywords, name);

    return !value || (sa_known(py, value) && py_truth(py, value, choice));
}

/* The longest label, or what length= says: the VARCHAR that stands in where it is not native. */
static bool measure(struct py *py, struct sa_type *type, struct py_object *length)
{
    const struct sa_enum *e = type->enumeration;
    int64_t longest = 0;

    for (size_t i = 0; i < e->n; i++) {
        const struct py_string *label = py_as_string(py_string(py, e->labels[i]));

        longest = (int64_t)label->n > longest ? (int64_t)label->n : longest;
    }
    type->length = longest;
    if (sa_absent(length))
        return true;
    if (!py_need_int(py, length, &type->length))
        return false;
    if (type->length < longest)
        return py_raise(py, &py_value_error,
                        "When provided, length must be larger or equal than the length of the "
                        "longest enum value. %lld < %lld",
                        (long long)type->length, (long long)longest);
    return true;
}

static bool take_enum(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    const struct py_list *values = py_as_sequence(slots[0]);
    const struct py_dict *keywords = py_as_dict(slots[1]);
    struct sa_enum *e = arena_new_object(py_arena(py), struct sa_enum);
    bool of_class = values->n == 1 && py_as_type(values->items[0]);

    type->enumeration = e;
    e->native = e->create_type = true;
    e->is_postgresql = type->rule == &sa_pg_enum;
    e->with_metadata = !sa_absent(py_dict_at(keywords, "metadata"));
    if (!(of_class
              ? labels_of_class(py, e, values->items[0], py_dict_at(keywords, "values_callable"))
              : labels_of_texts(py, e, values)) ||
        !sa_name_of(py, py_dict_at(keywords, "name"), "name", &e->name) ||
        !sa_text_of(py, py_dict_at(keywords, "schema"), "schema", &e->schema) ||
        !choose(py, keywords, "create_constraint", &e->create_constraint) ||
        !choose(py, keywords, "inherit_schema", &e->inherit_schema))
        return false;
    if (!(e->is_postgresql ? choose(py, keywords, "create_type", &e->create_type)
                           : choose(py, keywords, "native_enum", &e->native)))
        return false;
    if (of_class && !py_dict_at(keywords, "name") && e->n > 0) {
        char *name = arena_strdup(py_arena(py), py_as_type(values->items[0])->name);

        for (char *p = name; *p; p++)
            *p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
        e->name = sa_plain_name(name);
    }
    return measure(py, type, py_dict_at(keywords, "length"));
}

/* ---- SQL ----------------------------------------------------------------------------------------
 */

static bool write_named_type(struct sa_compiler *c, const struct sa_type *type)
{
    const struct sa_enum *e = type->enumeration;

    if (!e->name.text || !*e->name.text)
        return py_raise(c->py, &sa_compile_error, "PostgreSQL %s type requires a name.",
                        e->definition ? "DOMAIN" : "ENUM");
    sa_write_qualified(c, e->schema, e->name);
    return true;
}

static bool write_enum_type(struct sa_compiler *c, const struct sa_type *type)
{
    return type->enumeration->native ? write_named_type(c, type) : sa_write_string_type(c, type);
}

static bool write_its_name(struct sa_compiler *c, const struct sa_enum *e)
{
    const struct sa_type type = {.enumeration = (struct sa_enum *)(uintptr_t)e};

    return write_named_type(c, &type);
}

bool ddl_write_create_type(struct sa_compiler *c, const struct sa_enum *e)
{
    sa_write(c, e->definition ? "CREATE DOMAIN " : "CREATE TYPE ");
    if (!write_its_name(c, e))
        return false;
    if (e->definition) {
        sa_writef(c, " AS %s", e->definition);
        return true;
    }
    sa_write(c, " AS ENUM (");
    for (size_t i = 0; i < e->n; i++) {
        sa_write(c, i > 0 ? ", " : "");
        sa_write_string(c, e->labels[i], strlen(e->labels[i]));
    }
    sa_write(c, ")");
    return true;
}

static bool write_drop_type(struct sa_compiler *c, const struct sa_enum *e)
{
    sa_write(c, e->definition ? "DROP DOMAIN " : "DROP TYPE ");
    return write_its_name(c, e);
}

struct sa_enum *ddl_enum_of(const struct sa_type *type)
{
    const struct sa_type *real = sa_type_real(type);

    for (int i = 0; real->item && i < 8; i++)
        real = sa_type_real(real->item);
    return real->enumeration && real->enumeration->native ? real->enumeration : NULL;
}

/* ---- create() and drop() ------------------------------------------------------------------------
 */

/* Is there such a type on the server?  Offline there is nothing to look at. */
static bool exists(struct py *py, const struct sa_enum *e, bool *there, bool *known)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(py, scratch);

    sa_write(&c, "SELECT pg_catalog.pg_type.typname FROM pg_catalog.pg_type JOIN "
                 "pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = "
                 "pg_catalog.pg_type.typnamespace WHERE pg_catalog.pg_type.typname = ");
    sa_write_string(&c, e->name.text, strlen(e->name.text));
    if (e->schema) {
        sa_write(&c, " AND pg_catalog.pg_namespace.nspname = ");
        sa_write_string(&c, e->schema, strlen(e->schema));
    } else {
        sa_write(&c, " AND pg_catalog.pg_type_is_visible(pg_catalog.pg_type.oid)");
    }

    struct alembic_rows *rows = alembic_query(py, scratch, c.sql->text);

    *known = rows != NULL;
    *there = rows && rows->n > 0;
    return rows || !py_raised(py);
}

static struct py_object *create_or_drop(struct py *py, struct py_object *self,
                                        const struct py_args *args, bool create)
{
    MEM_SCRATCH(scratch);
    static const char *const signature[] = {"?bind", "?checkfirst", "**rest", NULL};
    struct py_object *slots[3];
    struct sa_type *type = sa_type_of(py, self);
    const struct sa_enum *e = type ? ddl_enum_of(type) : NULL;
    struct sa_compiler c = sa_compiler_ddl(py, scratch);

    if (!type || !py_bind(py, create ? "create" : "drop", signature, args, slots))
        return NULL;
    if (!e)
        return py_none();

    bool check_first = e->is_postgresql, there, known;

    if (slots[1] && !(sa_known(py, slots[1]) && py_truth(py, slots[1], &check_first)))
        return NULL;
    if (!(create ? ddl_write_create_type(&c, e) : write_drop_type(&c, e)))
        return NULL;
    if (check_first && !alembic_context(py)->offline) {
        if (!exists(py, e, &there, &known))
            return NULL;
        if (known && there == create)
            return py_none();
    }
    return alembic_execute(py, sa_compiled(&c)) ? py_none() : NULL;
}

static struct py_object *create(struct py *py, struct py_object *self, const struct py_args *args)
{
    return create_or_drop(py, self, args, true);
}

static struct py_object *drop(struct py *py, struct py_object *self, const struct py_args *args)
{
    return create_or_drop(py, self, args, false);
}

static const struct py_method methods[] = {
    {"create", create, PY_METHOD},
    {"drop", drop, PY_METHOD},
    {NULL},
};

static const char *const enum_args[] = {"*enums", "**keywords", NULL};

#define NAMED(id, class, in, base_rule, what, args, taker, writer)                                 \
    const struct sa_type_rule id = {                                                               \
        .type = {.name = class,                                                                    \
                 .module = in,                                                                     \
                 .base = &base_rule.type,                                                          \
                 .make = sa_type_make,                                                             \
                 .methods = methods},                                                              \
        .kind = what,                                                                              \
        .word = "VARCHAR",                                                                         \
        .init = class ".__init__",                                                                 \
        .signature = args,                                                                         \
        .take = taker,                                                                             \
        .write = writer,                                                                           \
    }

NAMED(sa_enum_rule, "Enum", "sqlalchemy.sql.sqltypes", sa_string, SA_ENUM, enum_args, take_enum,
      write_enum_type);
NAMED(sa_pg_enum, "ENUM", "sqlalchemy.dialects.postgresql.named_types", sa_enum_rule, SA_ENUM,
      enum_args, take_enum, write_enum_type);

/* ---- DOMAIN -------------------------------------------------------------------------------------
 */

static const char *const domain_args[] = {"name",       "data_type", "*",
                                          "?collation", "?default",  "?constraint_name",
                                          "?not_null",  "?check",    "?create_type",
                                          "?schema",    "?metadata", "**rest",
                                          NULL};
enum {
    NAME,
    DATA_TYPE,
    COLLATION,
    DEFAULT,
    CONSTRAINT_NAME,
    NOT_NULL,
    CHECK,
    CREATE_TYPE,
    SCHEMA,
    METADATA
};

static bool write_domain(struct sa_compiler *c, struct py_object *const *slots)
{
    const char *collation, *constraint, *separator = "";
    const struct sa_type *data_type = sa_type_of(c->py, slots[DATA_TYPE]);
    bool not_null = false;

    if (!data_type || !sa_write_type(c, data_type) ||
        !sa_text_of(c->py, slots[COLLATION], "collation", &collation) ||
        !sa_text_of(c->py, slots[CONSTRAINT_NAME], "constraint_name", &constraint) ||
        (slots[NOT_NULL] && !py_truth(c->py, slots[NOT_NULL], &not_null)))
        return false;
    sa_write(c, " ");
    if (collation) {
        sa_write(c, "COLLATE ");
        sa_write_text_name(c, collation);
        separator = " ";
    }
    if (!sa_absent(slots[DEFAULT])) {
        sa_writef(c, "%sDEFAULT ", separator);
        if (!ddl_write_default(c, slots[DEFAULT]))
            return false;
        separator = " ";
    }
    if (constraint) {
        sa_writef(c, "%sCONSTRAINT ", separator);
        sa_write_text_name(c, constraint);
        separator = " ";
    }
    if (not_null) {
        sa_writef(c, "%sNOT NULL", separator);
        separator = " ";
    }
    if (sa_absent(slots[CHECK]))
        return true;
    sa_writef(c, "%sCHECK (", separator);
    if (!ddl_write_expression(c, slots[CHECK]))
        return false;
    sa_write(c, ")");
    return true;
}

static bool take_domain(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    MEM_SCRATCH(scratch);
    struct sa_enum *e = arena_new_object(py_arena(py), struct sa_enum);
    struct sa_compiler c = sa_compiler_ddl(py, scratch);

    type->enumeration = e;
    e->native = e->create_type = e->is_postgresql = true;
    e->with_metadata = !sa_absent(slots[METADATA]);
    if (!sa_name_of(py, slots[NAME], "name", &e->name) ||
        !sa_text_of(py, slots[SCHEMA], "schema", &e->schema) ||
        (slots[CREATE_TYPE] && !py_truth(py, slots[CREATE_TYPE], &e->create_type)) ||
        !write_domain(&c, slots) || !sa_compiled(&c))
        return false;
    e->definition = arena_strdup(py_arena(py), c.sql->text);
    return true;
}

NAMED(sa_domain, "DOMAIN", "sqlalchemy.dialects.postgresql.named_types", sa_engine_rule, SA_OTHER,
      domain_args, take_domain, write_named_type);
