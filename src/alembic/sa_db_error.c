#include "alembic/sa_db_error.h"

#include <string.h>

#include "alembic/sa.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/exception.h"
#include "py/py.h"

/* psycopg2.errors: the class of each SQLSTATE that scripts ask about. */
#define STATE(state, class)                                                                        \
    {                                                                                              \
        state,                                                                                     \
        {                                                                                          \
            .name = class, .module = "psycopg2.errors", .base = &py_exception                      \
        }                                                                                          \
    }

static const struct {
    const char *sqlstate;
    struct py_type type;
} states[] = {
    STATE("0A000", "FeatureNotSupported"),
    STATE("22001", "StringDataRightTruncation"),
    STATE("22003", "NumericValueOutOfRange"),
    STATE("22007", "InvalidDatetimeFormat"),
    STATE("22012", "DivisionByZero"),
    STATE("22023", "InvalidParameterValue"),
    STATE("22P02", "InvalidTextRepresentation"),
    STATE("23502", "NotNullViolation"),
    STATE("23503", "ForeignKeyViolation"),
    STATE("23505", "UniqueViolation"),
    STATE("23514", "CheckViolation"),
    STATE("23P01", "ExclusionViolation"),
    STATE("25001", "ActiveSqlTransaction"),
    STATE("25P02", "InFailedSqlTransaction"),
    STATE("2BP01", "DependentObjectsStillExist"),
    STATE("3F000", "InvalidSchemaName"),
    STATE("40001", "SerializationFailure"),
    STATE("40P01", "DeadlockDetected"),
    STATE("42501", "InsufficientPrivilege"),
    STATE("42601", "SyntaxError"),
    STATE("42701", "DuplicateColumn"),
    STATE("42702", "AmbiguousColumn"),
    STATE("42703", "UndefinedColumn"),
    STATE("42704", "UndefinedObject"),
    STATE("42710", "DuplicateObject"),
    STATE("42723", "DuplicateFunction"),
    STATE("42804", "DatatypeMismatch"),
    STATE("42830", "InvalidForeignKey"),
    STATE("42883", "UndefinedFunction"),
    STATE("42P01", "UndefinedTable"),
    STATE("42P06", "DuplicateSchema"),
    STATE("42P07", "DuplicateTable"),
    STATE("42P16", "InvalidTableDefinition"),
    STATE("42P17", "InvalidObjectDefinition"),
    STATE("55000", "ObjectNotInPrerequisiteState"),
    STATE("55006", "ObjectInUse"),
    STATE("55P03", "LockNotAvailable"),
    STATE("55P04", "UnsafeNewEnumValueUsage"),
    STATE("57014", "QueryCanceled"),
    STATE("58P01", "UndefinedFile"),
    STATE("P0001", "RaiseException"),
};

static const struct py_type database_error = {
    .name = "DatabaseError", .module = "psycopg2", .base = &py_exception};

static const struct py_type *class_of(const char *sqlstate)
{
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        if (strcmp(states[i].sqlstate, sqlstate) == 0)
            return &states[i].type;
    return &database_error;
}

/* LINE 1: the line of the statement, and a caret below the place. */
static void add_place(struct buf *text, const char *sql, int position)
{
    const char *start = sql, *p = sql;
    int line = 1;

    for (int i = 1; i < position && *p; i++) {
        uint32_t c;
        size_t n = utf8_decode(p, strlen(p), &c);

        if (*p == '\n') {
            line++;
            start = p + 1;
        }
        p += n ? n : 1;
    }
    buf_addf(text, "LINE %d: ", line);
    buf_addn(text, start, strcspn(start, "\n"));
    buf_addf(text, "\n%*s^\n", (int)utf8_count(start, (size_t)(p - start)) + 8 + (line > 9), "");
}

/* The text of psycopg2's exception. */
static struct py_object *text_of(struct py *py, const struct error *err, const char *sql)
{
    MEM_SCRATCH(scratch);
    struct buf *text = buf_new(scratch, BUF_MAX);

    buf_addf(text, "%s\n", err->message);
    if (sql && err->position > 0)
        add_place(text, sql, err->position);
    if (err->detail)
        buf_addf(text, "DETAIL:  %s\n", err->detail);
    if (err->hint)
        buf_addf(text, "HINT:  %s\n", err->hint);
    return py_stringn(py, text->text, text->length);
}

static struct py_object *orig_of(struct py *py, const struct error *err, struct py_object *text)
{
    struct py_exception *orig =
        py_exception_new(py, class_of(err->sqlstate), &(struct py_args){&text, 1, NULL, 0});

    orig->attrs = orig->attrs ? orig->attrs : py_dict_new(py);
    if (!py_dict_put_text(py, orig->attrs, "pgcode", py_string(py, err->sqlstate)) ||
        !py_dict_put_text(py, orig->attrs, "sqlstate", py_string(py, err->sqlstate)) ||
        !py_dict_put_text(py, orig->attrs, "pgerror", text))
        return NULL;
    return &orig->object;
}

/* The page of SQLAlchemy's documentation about a class of errors. */
static const char *page_of(const struct py_type *type)
{
    static const struct {
        const struct py_type *type;
        const char *page;
    } pages[] = {
        {&sa_programming_error, "f405"}, {&sa_data_error, "9h9h"},
        {&sa_integrity_error, "gkpj"},   {&sa_operational_error, "e3q8"},
        {&sa_internal_error, "2j85"},    {&sa_not_supported_error, "tw8g"},
    };

    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
        if (pages[i].type == type)
            return pages[i].page;
    return "4xp6";
}

static struct py_object *message_of(struct py *py, const struct py_type *type,
                                    struct py_object *orig, struct py_object *text, const char *sql)
{
    const char *module = orig->type->module, *name = orig->type->name;

    if (!sql)
        return py_stringf(py, "(%s.%s) %s", module, name, py_text(text));
    return py_stringf(py,
                      "(%s.%s) %s\n[SQL: %s]\n(Background on this error at: "
                      "https://sqlalche.me/e/20/%s)",
                      module, name, py_text(text), sql, page_of(type));
}

bool sa_raise_database(struct py *py, const struct error *err, const char *sql)
{
    const struct py_type *type = sa_error_of_state(err->sqlstate);
    struct py_object *text = text_of(py, err, sql), *orig, *message;
    struct py_exception *e;

    py_raise_error(py, type, err);
    e = py_as_exception(py_catch(py, type));
    if (!e || !text || !(orig = orig_of(py, err, text)) ||
        !(message = message_of(py, type, orig, text, sql)))
        return false;
    e->args = py_tuple(py, &message, 1);
    e->attrs = e->attrs ? e->attrs : py_dict_new(py);
    if (!e->args || !py_dict_put_text(py, e->attrs, "orig", orig) ||
        !py_dict_put_text(py, e->attrs, "statement", sql ? py_string(py, sql) : py_none()) ||
        !py_dict_put_text(py, e->attrs, "params", &py_dict_new(py)->object))
        return false;
    return py_raise_object(py, &e->object);
}
