/*
 * Types of other databases' dialects.  Scripts name them in with_variant() and
 * existing_type=; for PostgreSQL most cannot be written.
 */
#include "alembic/names.h"
#include "alembic/sa_types.h"
#include "py/py.h"

static const char *const any_args[] = {"*args", "**keywords", NULL};

/* VARCHAR(50): the only argument that shows on PostgreSQL. */
static bool take_length(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    const struct py_list *args = py_as_sequence(slots[0]);
    struct py_object *length = py_dict_at(py_as_dict(slots[1]), "length");

    if (!length && args->n > 0)
        length = args->items[0];
    return sa_absent(length) || py_need_int(py, length, &type->length);
}

static bool take_nothing(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    (void)py, (void)type, (void)slots;
    return true;
}

static bool write_unknown(struct sa_compiler *c, const struct sa_type *type)
{
    return py_raise(c->py, &sa_unsupported_error, "Compiler can't render element of type %s",
                    type->rule->type.name);
}

#define FOREIGN(id, class, base_rule, what, taker, writer)                                         \
    static const struct sa_type_rule id = {                                                        \
        .type = {.name = class,                                                                    \
                 .module = "sqlalchemy.dialects",                                                  \
                 .base = &base_rule.type,                                                          \
                 .make = sa_type_make},                                                            \
        .kind = what,                                                                              \
        .word = class,                                                                             \
        .init = class ".__init__",                                                                 \
        .signature = any_args,                                                                     \
        .take = taker,                                                                             \
        .write = writer,                                                                           \
    }
#define UNKNOWN(id, class, base, what)                                                             \
    FOREIGN(id, class, sa_##base, what, take_nothing, write_unknown)
#define KNOWN(id, class, base, what) FOREIGN(id, class, sa_##base, what, take_nothing, NULL)

UNKNOWN(tinyint, "TINYINT", integer, SA_INTEGER);
UNKNOWN(mediumint, "MEDIUMINT", integer, SA_INTEGER);
UNKNOWN(year, "YEAR", integer, SA_INTEGER);
UNKNOWN(tinytext, "TINYTEXT", text_type, SA_STRING);
UNKNOWN(mediumtext, "MEDIUMTEXT", text_type, SA_STRING);
UNKNOWN(longtext, "LONGTEXT", text_type, SA_STRING);
UNKNOWN(ntext, "NTEXT", text_type, SA_STRING);
UNKNOWN(set, "SET", string, SA_STRING);
UNKNOWN(tinyblob, "TINYBLOB", large_binary, SA_BINARY);
UNKNOWN(mediumblob, "MEDIUMBLOB", large_binary, SA_BINARY);
UNKNOWN(longblob, "LONGBLOB", large_binary, SA_BINARY);
UNKNOWN(image, "IMAGE", large_binary, SA_BINARY);
UNKNOWN(raw, "RAW", large_binary, SA_BINARY);
UNKNOWN(unique_identifier, "UNIQUEIDENTIFIER", uuid, SA_UUID);
UNKNOWN(datetime2, "DATETIME2", datetime, SA_DATETIME);
UNKNOWN(datetimeoffset, "DATETIMEOFFSET", datetime, SA_DATETIME);
UNKNOWN(smalldatetime, "SMALLDATETIME", datetime, SA_DATETIME);
UNKNOWN(number, "NUMBER", numeric, SA_NUMERIC);
UNKNOWN(varchar2, "VARCHAR2", string, SA_STRING);
UNKNOWN(nvarchar2, "NVARCHAR2", string, SA_STRING);
UNKNOWN(bit, "BIT", engine_rule, SA_OTHER);
UNKNOWN(xml, "XML", text_type, SA_STRING);

KNOWN(integer, "INTEGER", integer, SA_INTEGER);
KNOWN(bigint, "BIGINT", big_integer, SA_INTEGER);
KNOWN(smallint, "SMALLINT", small_integer, SA_INTEGER);
KNOWN(datetime, "DATETIME", datetime, SA_DATETIME);
KNOWN(json, "JSON", json, SA_JSON);
FOREIGN(varchar, "VARCHAR", sa_string, SA_STRING, take_length, sa_write_length_type);
FOREIGN(text, "TEXT", sa_text_type, SA_STRING, take_length, sa_write_length_type);
FOREIGN(char_type, "CHAR", sa_string, SA_STRING, take_length, sa_write_length_type);

#define CLASS(n, id)                                                                               \
    {                                                                                              \
        .name = n, .type = &id.type                                                                \
    }

const struct alembic_export sa_foreign_names[] = {
    CLASS("TINYINT", tinyint),
    CLASS("MEDIUMINT", mediumint),
    CLASS("YEAR", year),
    CLASS("TINYTEXT", tinytext),
    CLASS("MEDIUMTEXT", mediumtext),
    CLASS("LONGTEXT", longtext),
    CLASS("NTEXT", ntext),
    CLASS("SET", set),
    CLASS("TINYBLOB", tinyblob),
    CLASS("MEDIUMBLOB", mediumblob),
    CLASS("LONGBLOB", longblob),
    CLASS("IMAGE", image),
    CLASS("RAW", raw),
    CLASS("UNIQUEIDENTIFIER", unique_identifier),
    CLASS("DATETIME2", datetime2),
    CLASS("DATETIMEOFFSET", datetimeoffset),
    CLASS("SMALLDATETIME", smalldatetime),
    CLASS("NUMBER", number),
    CLASS("VARCHAR2", varchar2),
    CLASS("NVARCHAR2", nvarchar2),
    CLASS("BIT", bit),
    CLASS("XML", xml),
    CLASS("INTEGER", integer),
    CLASS("BIGINT", bigint),
    CLASS("SMALLINT", smallint),
    CLASS("DATETIME", datetime),
    CLASS("JSON", json),
    CLASS("VARCHAR", varchar),
    CLASS("TEXT", text),
    CLASS("CHAR", char_type),
    CLASS("ENUM", sa_enum_rule),
    {.name = NULL},
};
