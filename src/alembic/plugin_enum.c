/*
 * alembic_postgresql_enum: op.sync_enum_values() gives an enum other labels by
 * putting a new type in the place of the old one.
 */
#include <string.h>

#include "alembic/context.h"
#include "alembic/names.h"
#include "alembic/op.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "sql/quote.h"

/* ---- TableReference, ColumnType -----------------------------------------------------------------
 */

struct reference {
    struct py_object object;
    const char *table, *column;
    const char *schema; /* NULL: none; of the enum where 'in_enum_schema' */
    bool in_enum_schema;
    bool is_array;
    const char *server_default;
};

static const struct py_type member_type = {.name = "ColumnType",
                                           .module = "alembic_postgresql_enum"};
static const struct py_object common = {&member_type}, array = {&member_type};

static struct py_object *member_attr(struct py *py, struct py_object *self, const char *name)
{
    (void)py, (void)self;
    if (strcmp(name, "ARRAY") == 0)
        return (struct py_object *)(uintptr_t)&array;
    return strcmp(name, "COMMON") == 0 ? (struct py_object *)(uintptr_t)&common : NULL;
}

static const struct py_type members_type = {
    .name = "EnumType", .module = "alembic_postgresql_enum", .attr = member_attr};

static struct py_object *column_type(struct py *py)
{
    struct py_object *members = arena_new_object(py_arena(py), struct py_object);

    members->type = &members_type;
    return members;
}

static struct py_object *make_reference(struct py *py, const struct py_type *type,
                                        const struct py_args *args)
{
    static const char *const signature[] = {
        "table_name", "column_name", "?table_schema", "?column_type", "?existing_server_default",
        NULL};
    struct py_object *slots[5];
    struct reference *made = arena_new_object(py_arena(py), struct reference);

    if (!py_bind(py, "TableReference.__init__", signature, args, slots) ||
        !sa_text_of(py, slots[0], "table_name", &made->table) ||
        !sa_text_of(py, slots[1], "column_name", &made->column) ||
        !sa_text_of(py, slots[2], "table_schema", &made->schema) ||
        !sa_text_of(py, slots[4], "existing_server_default", &made->server_default))
        return NULL;
    if (!made->table || !made->column)
        return py_raise(py, &py_type_error, "TableReference() needs a table and a column");
    made->object.type = type;
    made->in_enum_schema = !slots[2];
    made->is_array = slots[3] == &array;
    return &made->object;
}

static const struct py_type reference_type = {
    .name = "TableReference", .module = "alembic_postgresql_enum", .make = make_reference};

/* ---- one synchronisation ------------------------------------------------------------------------
 */

struct pair {
    const char *old, *new;
};

struct sync {
    struct py *py;
    TALLOC_CTX *mem;
    const char *schema, *name;
    const char *type, *old_type; /* quoted, with their schema */
    const char **labels;
    size_t n_labels;
    struct pair *renames;
    size_t n_renames;
};

static bool send(struct sync *sync, struct sa_compiler *c)
{
    return alembic_execute(sync->py, sa_compiled(c));
}

static bool send_text(struct sync *sync, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static bool send_text(struct sync *sync, const char *fmt, ...)
{
    struct sa_compiler c = sa_compiler_ddl(sync->py, sync->mem);
    va_list args;

    va_start(args, fmt);
    buf_addv(c.sql, fmt, args);
    va_end(args);
    return send(sync, &c);
}

static const char *qualified(TALLOC_CTX *mem, const char *schema, const char *name)
{
    struct buf *out = buf_new(mem, BUF_MAX);

    quote_qualified(out, schema, name);
    return out->text;
}

static bool create_type(struct sync *sync)
{
    struct sa_compiler c = sa_compiler_ddl(sync->py, sync->mem);

    sa_writef(&c, "CREATE TYPE %s AS ENUM(", sync->type);
    for (size_t i = 0; i < sync->n_labels; i++) {
        sa_write(&c, i > 0 ? ", " : "");
        sa_write_string(&c, sync->labels[i], strlen(sync->labels[i]));
    }
    sa_write(&c, ")");
    return send(sync, &c);
}

/* CASE WHEN x = 'old' THEN 'new' ... ELSE x END, or x alone. */
static void write_renamed(struct sa_compiler *c, const struct sync *sync, const char *value)
{
    if (sync->n_renames == 0) {
        sa_write(c, value);
        return;
    }
    sa_write(c, "CASE");
    for (size_t i = 0; i < sync->n_renames; i++) {
        sa_writef(c, " WHEN %s = ", value);
        sa_write_string(c, sync->renames[i].old, strlen(sync->renames[i].old));
        sa_write(c, " THEN ");
        sa_write_string(c, sync->renames[i].new, strlen(sync->renames[i].new));
    }
    sa_writef(c, " ELSE %s END", value);
}

static const struct {
    const char *symbol, *function;
} operators[] = {{"!=", "new_old_not_equals"}, {"=", "new_old_equals"}};

/* Conditions of indexes and checks compare the new type with labels of the old one for a moment. */
static bool create_operators(struct sync *sync)
{
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        struct sa_compiler c = sa_compiler_ddl(sync->py, sync->mem);
        const char *function = qualified(sync->mem, sync->schema, operators[i].function);
        const char *schema = qualified(sync->mem, NULL, sync->schema);

        sa_writef(&c,
                  "CREATE FUNCTION %s(new_enum_val %s, old_enum_val %s) RETURNS boolean AS $$ "
                  "SELECT new_enum_val::text %s ",
                  function, sync->type, sync->old_type, operators[i].symbol);
        write_renamed(&c, sync, "old_enum_val::text");
        sa_write(&c, "; $$ LANGUAGE SQL IMMUTABLE");
        if (!send(sync, &c) ||
            !send_text(sync, "CREATE OPERATOR %s.%s (leftarg = %s, rightarg = %s, procedure = %s)",
                       schema, operators[i].symbol, sync->type, sync->old_type, function))
            return false;
    }
    return true;
}

static bool drop_operators(struct sync *sync)
{
    const char *schema = qualified(sync->mem, NULL, sync->schema);

    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
        if (!send_text(sync, "DROP OPERATOR IF EXISTS %s.%s (%s, %s)", schema, operators[i].symbol,
                       sync->type, sync->old_type) ||
            !send_text(sync, "DROP FUNCTION %s(new_enum_val %s, old_enum_val %s)",
                       qualified(sync->mem, sync->schema, operators[i].function), sync->type,
                       sync->old_type))
            return false;
    return true;
}

/* ---- columns ------------------------------------------------------------------------------------
 */

static const char *replaced(TALLOC_CTX *mem, const char *text, const char *from, const char *to)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    size_t n = strlen(from);

    for (const char *at = strstr(text, from); at; at = strstr(text, from)) {
        buf_addn(out, text, (size_t)(at - text));
        buf_add(out, to);
        text = at + n;
    }
    buf_add(out, text);
    return out->text;
}

static const char *renamed_labels(const struct sync *sync, const char *text)
{
    for (size_t i = 0; i < sync->n_renames; i++)
        for (const char *quote = "'\""; *quote; quote++)
            text = replaced(sync->mem, text,
                            mem_printf(sync->mem, "%c%s%c", *quote, sync->renames[i].old, *quote),
                            mem_printf(sync->mem, "%c%s%c", *quote, sync->renames[i].new, *quote));
    return text;
}

static bool is_type_byte(char c)
{
    return c == '.' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* ARRAY['a'::x, 'b'::x] with another type for x. */
static const char *recast(TALLOC_CTX *mem, const char *text, const char *type)
{
    struct buf *out = buf_new(mem, BUF_MAX);

    while (*text) {
        if (strncmp(text, "::", 2) == 0 && is_type_byte(text[2])) {
            buf_addf(out, "::%s", type);
            for (text += 2; is_type_byte(*text); text++)
                continue;
        } else {
            buf_addc(out, *text++);
        }
    }
    return out->text;
}

/* The default as the server showed it, with the new type and labels. */
static const char *new_default(const struct sync *sync, const char *text)
{
    const char *type = mem_printf(sync->mem, "%s.%s", sync->schema, sync->name);
    const char *cast = strstr(text, "::");
    size_t n = strlen(text);
    bool is_array = n > 2 && strcmp(text + n - 2, "[]") == 0;

    if (strncmp(text, "ARRAY[", 6) == 0)
        return recast(sync->mem, renamed_labels(sync, text), type);
    if (cast)
        text = mem_strndup(sync->mem, text, (size_t)(cast - text));
    return mem_printf(sync->mem, "%s::%s%s", renamed_labels(sync, text), type,
                      is_array ? "[]" : "");
}

static void write_array(struct sa_compiler *c, const struct sync *sync, const char *column)
{
    for (size_t i = 0; i < sync->n_renames; i++)
        sa_write(c, "array_replace(");
    sa_writef(c, "%s::text[]", column);
    for (size_t i = 0; i < sync->n_renames; i++) {
        sa_write(c, ", ");
        sa_write_string(c, sync->renames[i].old, strlen(sync->renames[i].old));
        sa_write(c, ", ");
        sa_write_string(c, sync->renames[i].new, strlen(sync->renames[i].new));
        sa_write(c, ")");
    }
}

static bool convert(struct sync *sync, const struct reference *reference)
{
    struct sa_compiler c = sa_compiler_ddl(sync->py, sync->mem);
    const char *table = qualified(
        sync->mem, reference->in_enum_schema ? sync->schema : reference->schema, reference->table);
    const char *column = qualified(sync->mem, NULL, reference->column);
    const char *text = mem_printf(sync->mem, "%s::text", column);

    if (reference->server_default &&
        !send_text(sync, "ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT", table, column))
        return false;
    sa_writef(&c, "ALTER TABLE %s ALTER COLUMN %s TYPE %s%s USING (", table, column, sync->type,
              reference->is_array ? "[]" : "");
    if (reference->is_array)
        write_array(&c, sync, column);
    else
        write_renamed(&c, sync, text);
    sa_writef(&c, ")::%s%s", sync->type, reference->is_array ? "[]" : "");
    if (!send(sync, &c))
        return false;
    return !reference->server_default ||
           send_text(sync, "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s", table, column,
                     new_default(sync, reference->server_default));
}

/* ("table", "column"[, ColumnType.ARRAY]): its default has to be asked for. */
static bool ask_default(struct sync *sync, struct reference *reference)
{
    struct sa_compiler c = sa_compiler_ddl(sync->py, sync->mem);
    struct alembic_rows *rows;

    sa_write(&c, "SELECT column_default FROM information_schema.columns WHERE table_schema = ");
    sa_write_string(&c, sync->schema, strlen(sync->schema));
    sa_write(&c, " AND table_name = ");
    sa_write_string(&c, reference->table, strlen(reference->table));
    sa_write(&c, " AND column_name = ");
    sa_write_string(&c, reference->column, strlen(reference->column));
    rows = alembic_query(sync->py, sync->mem, c.sql->text);
    if (rows && rows->n > 0)
        reference->server_default = rows->values[0];
    return rows || !py_raised(sync->py);
}

static bool reference_of(struct sync *sync, struct py_object *o, struct reference *reference)
{
    const struct py_list *tuple = py_as_sequence(o);

    if (!sa_known(sync->py, o))
        return false;
    if (py_is(o, &reference_type)) {
        *reference = *(const struct reference *)(const void *)o;
        return true;
    }
    if (!tuple || tuple->n < 2 || !py_text(tuple->items[0]) || !py_text(tuple->items[1]))
        return py_raise(sync->py, &py_value_error,
                        "Affected columns must contain tuples or TableReferences");
    *reference = (struct reference){.table = py_text(tuple->items[0]),
                                    .column = py_text(tuple->items[1]),
                                    .in_enum_schema = true,
                                    .is_array = tuple->n > 2 && tuple->items[2] == &array};
    return ask_default(sync, reference);
}

/* ---- op.sync_enum_values() ----------------------------------------------------------------------
 */

static bool take_labels(struct sync *sync, struct py_object *labels)
{
    struct py_object **items =
        sa_known(sync->py, labels) ? py_items(sync->py, labels, &sync->n_labels) : NULL;

    sync->labels = mem_array(sync->mem, const char *, sync->n_labels + 1);
    for (size_t i = 0; items && i < sync->n_labels; i++)
        if (!sa_text_of(sync->py, items[i], "a label", &sync->labels[i]))
            return false;
    return items != NULL;
}

static bool take_renames(struct sync *sync, struct py_object *renames)
{
    struct py_object **items;

    if (!renames)
        return true;
    items = sa_known(sync->py, renames) ? py_items(sync->py, renames, &sync->n_renames) : NULL;
    sync->renames = mem_array(sync->mem, struct pair, sync->n_renames + 1);
    for (size_t i = 0; items && i < sync->n_renames; i++) {
        const struct py_list *pair = py_as_sequence(items[i]);

        if (!pair || pair->n != 2 || !py_text(pair->items[0]) || !py_text(pair->items[1]))
            return py_raise(sync->py, &py_value_error, "not enough values to unpack (expected 2)");
        sync->renames[i] = (struct pair){py_text(pair->items[0]), py_text(pair->items[1])};
    }
    return items != NULL;
}

static bool run(struct sync *sync, struct py_object *columns)
{
    size_t n;
    struct py_object **items = sa_known(sync->py, columns) ? py_items(sync->py, columns, &n) : NULL;
    struct reference *references = mem_array(sync->mem, struct reference, items ? n + 1 : 1);

    for (size_t i = 0; items && i < n; i++)
        if (!reference_of(sync, items[i], &references[i]))
            return false;
    if (!items ||
        !send_text(sync, "ALTER TYPE %s RENAME TO %s", sync->type,
                   qualified(sync->mem, NULL, mem_printf(sync->mem, "%s_old", sync->name))) ||
        !create_type(sync) || !create_operators(sync))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!convert(sync, &references[i]))
            return false;
    return drop_operators(sync) && send_text(sync, "DROP TYPE %s", sync->old_type);
}

struct py_object *op_sync_enum_values(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    static const char *const signature[] = {"enum_schema",
                                            "enum_name",
                                            "new_values",
                                            "affected_columns",
                                            "?enum_values_to_rename",
                                            "?indexes_to_recreate",
                                            NULL};
    MEM_SCRATCH(scratch);
    struct py_object *slots[6];
    struct sync sync = {.py = py, .mem = scratch};
    bool indexes = false;

    (void)self;
    if (!py_bind(py, "sync_enum_values", signature, args, slots) ||
        !sa_text_of(py, slots[0], "enum_schema", &sync.schema) ||
        !sa_text_of(py, slots[1], "enum_name", &sync.name) || !op_flag(py, slots[5], &indexes))
        return NULL;
    if (!sync.schema || !sync.name)
        return py_raise(py, &py_type_error, "sync_enum_values() needs a schema and a name");
    if (indexes)
        return py_refuse(py, "sync_enum_values(indexes_to_recreate=...) is not supported");
    sync.type = qualified(scratch, sync.schema, sync.name);
    sync.old_type = qualified(scratch, sync.schema, mem_printf(scratch, "%s_old", sync.name));
    if (!take_labels(&sync, slots[2]) || !take_renames(&sync, slots[4]) || !run(&sync, slots[3]))
        return NULL;
    return py_none();
}

const struct alembic_export alembic_enum_names[] = {
    {.name = "ColumnType", .value = column_type},
    {.name = "TableReference", .type = &reference_type},
    {.name = NULL},
};
