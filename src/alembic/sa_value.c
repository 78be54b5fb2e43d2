/*
 * Values in SQL text: SQLAlchemy's literals where it compiles them in (DDL,
 * --sql), psycopg2's where it would send parameters.
 */
#include <math.h>
#include <string.h>

#include "alembic/sa_types.h"
#include "base/buf.h"
#include "py/py.h"

enum { MAX_NESTING = 16 };

/* Is 'o' of a class of that name of a standard module, or of one derived from it? */
static bool is_a(const struct py_object *o, const char *module, const char *name)
{
    for (const struct py_type *t = o->type; t; t = t->base)
        if (t->module && strcmp(t->module, module) == 0 && strcmp(t->name, name) == 0)
            return true;
    return false;
}

static bool write_quoted(struct sa_compiler *c, const char *text, const char *suffix)
{
    if (!text)
        return false;
    sa_write_string(c, text, strlen(text));
    sa_write(c, suffix);
    return true;
}

/* psycopg2 puts a blank in front of a minus, so that "- -1" is no comment. */
static bool write_number(struct sa_compiler *c, const char *text)
{
    if (!text)
        return false;
    if (*text == '-' && !c->literal_binds)
        sa_write(c, " ");
    sa_write(c, text);
    return true;
}

static bool write_float(struct sa_compiler *c, struct py_object *value)
{
    double number = 0;

    if (py_as_double(value, &number) && isnan(number)) {
        sa_write(c, c->literal_binds ? "nan" : "'NaN'::float");
        return true;
    }
    if (isinf(number) && !c->literal_binds) {
        sa_write(c, number > 0 ? "'Infinity'::float" : "'-Infinity'::float");
        return true;
    }
    return write_number(c, py_repr_text(c->py, value));
}

static const char *iso(struct sa_compiler *c, struct py_object *value, bool blank)
{
    static const struct py_args no_arguments = {0};
    struct py_object *text = py_call_method(c->py, value, "isoformat", &no_arguments);

    if (text && blank) {
        struct py_object *parts[] = {py_string(c->py, "T"), py_string(c->py, " ")};
        const struct py_args args = {parts, 2, NULL, 0};

        text = py_call_method(c->py, text, "replace", &args);
    }
    return text ? py_text(text) : NULL;
}

static bool has_zone(struct sa_compiler *c, struct py_object *value, bool *zone)
{
    struct py_object *tzinfo = py_attr(c->py, value, "tzinfo");

    *zone = tzinfo && !py_is_none(tzinfo);
    return tzinfo != NULL;
}

static bool write_datetime(struct sa_compiler *c, struct py_object *value)
{
    bool zone;

    if (!has_zone(c, value, &zone))
        return false;
    if (c->literal_binds)
        return write_quoted(c, iso(c, value, true), "");
    return write_quoted(c, iso(c, value, false), zone ? "::timestamptz" : "::timestamp");
}

static bool write_date(struct sa_compiler *c, struct py_object *value)
{
    return write_quoted(c, iso(c, value, false), c->literal_binds ? "" : "::date");
}

static bool write_time(struct sa_compiler *c, struct py_object *value)
{
    bool zone;

    if (!has_zone(c, value, &zone))
        return false;
    return write_quoted(c, iso(c, value, false),
                        c->literal_binds ? ""
                        : zone           ? "::timetz"
                                         : "::time");
}

static bool whole(struct sa_compiler *c, struct py_object *value, const char *name, int64_t *number)
{
    struct py_object *part = py_attr(c->py, value, name);

    return part && py_need_int(c->py, part, number);
}

static bool write_timedelta(struct sa_compiler *c, struct py_object *value)
{
    static const struct py_args no_arguments = {0};
    int64_t days, seconds, micros;

    if (c->literal_binds) {
        struct py_object *total = py_call_method(c->py, value, "total_seconds", &no_arguments);
        const char *text = total ? py_repr_text(c->py, total) : NULL;

        if (text)
            sa_writef(c, "make_interval(secs=>%s)", text);
        return text != NULL;
    }
    if (!whole(c, value, "days", &days) || !whole(c, value, "seconds", &seconds) ||
        !whole(c, value, "microseconds", &micros))
        return false;
    sa_writef(c, "'%lld days %lld.%06lld seconds'::interval", (long long)days, (long long)seconds,
              (long long)micros);
    return true;
}

static bool write_uuid(struct sa_compiler *c, struct py_object *value)
{
    return write_quoted(c, py_str_text(c->py, value), c->literal_binds ? "" : "::uuid");
}

static bool write_decimal(struct sa_compiler *c, struct py_object *value)
{
    const char *text = py_str_text(c->py, value);

    if (text && !c->literal_binds && strchr("NIs", *text)) {
        sa_write(c, "'NaN'::numeric");
        return true;
    }
    return write_number(c, text);
}

static bool write_bytes(struct sa_compiler *c, const struct py_bytes *bytes)
{
    sa_write(c, "'\\x");
    for (size_t i = 0; i < bytes->length; i++)
        sa_writef(c, "%02x", (unsigned char)bytes->bytes[i]);
    sa_write(c, c->literal_binds ? "'" : "'::bytea");
    return true;
}

/* ARRAY[1,2]; psycopg2 has no blanks, and '{}' for a list without items. */
static bool write_typed(struct sa_compiler *c, const struct sa_type *real, struct py_object *value);

static bool write_list(struct sa_compiler *c, const struct sa_type *item,
                       const struct py_list *list)
{
    if (list->n == 0 && !c->literal_binds) {
        sa_write(c, "'{}'");
        return true;
    }
    if (c->depth >= MAX_NESTING)
        return py_raise(c->py, &py_recursion_error, "a list is nested too deeply");
    c->depth++;
    sa_write(c, "ARRAY[");
    for (size_t i = 0; i < list->n; i++) {
        sa_write(c, i == 0 ? "" : c->literal_binds ? ", " : ",");
        if (!py_step(c->py, 1) || !sa_known(c->py, list->items[i]) ||
            !write_typed(c, item ? sa_type_real(item) : NULL, list->items[i]))
            return false;
    }
    sa_write(c, "]");
    c->depth--;
    return true;
}

static bool write_json(struct sa_compiler *c, const struct sa_type *type, struct py_object *value)
{
    struct py_object *json;
    const struct py_args args = {&value, 1, NULL, 0};

    if (py_is_none(value) && type->none_as_null) {
        sa_write(c, "NULL");
        return true;
    }
    json = py_import(c->py, "json");
    value = json ? py_call_method(c->py, json, "dumps", &args) : NULL;
    return value && write_quoted(c, py_text(value), "");
}

/* '[1.0,2.0]' */
static bool write_vector(struct sa_compiler *c, struct py_object *value)
{
    const struct py_list *list = py_as_sequence(value);

    if (!list)
        return write_quoted(c, py_str_text(c->py, value), "");
    sa_write(c, "'[");
    for (size_t i = 0; i < list->n; i++) {
        double number;
        const char *text;

        if (!py_step(c->py, 1))
            return false;
        if (!py_as_double(list->items[i], &number))
            return py_raise(c->py, &py_value_error, "expected list[float]");
        text = py_repr_text(c->py, py_float(c->py, number));
        if (!text)
            return false;
        sa_write(c, i > 0 ? "," : "");
        sa_write(c, text);
    }
    sa_write(c, "]'");
    return true;
}

/* The label that a member of a Python Enum has in the type. */
static bool write_member(struct sa_compiler *c, const struct sa_enum *e, struct py_object *value)
{
    for (size_t i = 0; e->members && i < e->n; i++)
        if (e->members[i] == value)
            return write_quoted(c, e->labels[i], "");
    return write_quoted(c, py_str_text(c->py, value), "");
}

static bool write_plain(struct sa_compiler *c, struct py_object *value)
{
    static const struct {
        const char *module, *name;
        bool (*write)(struct sa_compiler *c, struct py_object *value);
    } classes[] = {
        {"datetime", "datetime", write_datetime},
        {"datetime", "date", write_date},
        {"datetime", "time", write_time},
        {"datetime", "timedelta", write_timedelta},
        {"uuid", "UUID", write_uuid},
        {"decimal", "Decimal", write_decimal},
    };
    const struct py_string *text = py_as_string(value);
    const struct py_list *list = py_as_sequence(value);

    if (text) {
        sa_write_string(c, text->text, text->length);
        return true;
    }
    if (py_is(value, &py_bool_type)) {
        sa_write(c, value == py_bool(true) ? "true" : "false");
        return true;
    }
    if (py_is(value, &py_int_type))
        return write_number(c, py_str_text(c->py, value));
    if (py_is(value, &py_float_type))
        return write_float(c, value);
    if (py_is(value, &py_bytes_type))
        return write_bytes(c, (const struct py_bytes *)(const void *)value);
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
        if (is_a(value, classes[i].module, classes[i].name))
            return classes[i].write(c, value);
    if (list)
        return write_list(c, NULL, list);
    if (c->literal_binds)
        return py_raise(c->py, &sa_compile_error,
                        "No literal value renderer is available for literal value \"%s\" with "
                        "datatype NULL",
                        py_repr_text(c->py, value));
    return py_raise(c->py, &sa_programming_error,
                    "(psycopg2.ProgrammingError) can't adapt type '%s'", py_type_of(value)->name);
}

/* The value as its type binds it, without a cast. */
static bool write_typed(struct sa_compiler *c, const struct sa_type *real, struct py_object *value)
{
    if (real && real->rule->kind == SA_JSON)
        return write_json(c, real, value);
    if (py_is_none(value)) {
        sa_write(c, "NULL");
        return true;
    }
    if (real && real->rule->kind == SA_VECTOR)
        return write_vector(c, value);
    if (real && real->enumeration)
        return write_member(c, real->enumeration, value);
    if (real && real->rule->kind == SA_ARRAY && py_as_sequence(value))
        return write_list(c, real->item, py_as_sequence(value));
    return write_plain(c, value);
}

/* SQLAlchemy casts what psycopg2 sends for these. */
static bool is_cast(const struct sa_type *real)
{
    const enum sa_kind kind = real->rule->kind;

    return kind == SA_JSON || kind == SA_ARRAY || kind == SA_RANGE ||
           (kind == SA_UUID && real->native_uuid);
}

bool sa_write_value(struct sa_compiler *c, const struct sa_type *type, struct py_object *value)
{
    const struct sa_type *real = type ? sa_type_real(type) : NULL;
    struct sa_clause *clause = sa_clause_of(value);

    if (!sa_known(c->py, value))
        return false;
    if (clause)
        return sa_compile(c, clause);
    if (!write_typed(c, real, value))
        return false;
    if (!real || c->literal_binds || !is_cast(real))
        return true;
    sa_write(c, "::");
    return sa_write_type(c, real);
}

struct sa_type *sa_type_of_value(struct py *py, struct py_object *value)
{
    static const struct {
        const char *module, *name, *sql;
    } classes[] = {
        {"datetime", "datetime", "TIMESTAMP"},
        {"datetime", "date", "DATE"},
        {"datetime", "time", "TIME"},
        {"datetime", "timedelta", "INTERVAL"},
        {"uuid", "UUID", "UUID"},
        {"decimal", "Decimal", "NUMERIC"},
    };

    if (py_is(value, &py_bool_type))
        return sa_type_new(py, "BOOLEAN");
    if (py_is(value, &py_int_type))
        return sa_type_new(py, "INTEGER");
    if (py_is(value, &py_float_type))
        return sa_type_new(py, "FLOAT");
    if (py_text(value))
        return sa_type_new(py, "VARCHAR");
    if (py_is(value, &py_bytes_type))
        return sa_type_new(py, "BYTEA");
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
        if (is_a(value, classes[i].module, classes[i].name))
            return sa_type_new(py, classes[i].sql);
    return NULL;
}
