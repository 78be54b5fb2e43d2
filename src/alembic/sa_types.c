#include "alembic/sa_types.h"

#include "alembic/names.h"

/* Signatures, in SQLAlchemy's order and with its names; the names say where a value goes. */
static const char *const none[] = {NULL};
static const char *const string_args[] = {"?length", "?collation", NULL};
static const char *const length_args[] = {"?length", NULL};
static const char *const numeric_args[] = {"?precision", "?scale", "?decimal_return_scale",
                                           "?asdecimal", NULL};
static const char *const float_args[] = {"?precision", "?asdecimal", "?decimal_return_scale", NULL};
static const char *const zone_args[] = {"?timezone", NULL};
static const char *const interval_args[] = {"?native", "?second_precision", "?day_precision", NULL};
static const char *const boolean_args[] = {"?create_constraint", "?name", "**rest", NULL};
static const char *const json_args[] = {"?none_as_null", "?astext_type", NULL};
static const char *const uuid_args[] = {"?as_uuid", "?native_uuid", NULL};
static const char *const array_args[] = {"item_type", "?as_tuple", "?dimensions", "?zero_indexes",
                                         NULL};
static const char *const any_args[] = {"*rest", "**keywords", NULL};

#define SQLTYPE(id, class, base, what, text, args, writer)                                         \
    const struct sa_type_rule sa_##id =                                                            \
        SA_RULE(class, "sqlalchemy.sql.sqltypes", sa_##base, what, text, args, writer)

SQLTYPE(string, "String", engine_rule, SA_STRING, "VARCHAR", string_args, sa_write_string_type);
SQLTYPE(unicode, "Unicode", string, SA_STRING, "VARCHAR", string_args, sa_write_string_type);
SQLTYPE(varchar, "VARCHAR", string, SA_STRING, "VARCHAR", string_args, sa_write_string_type);
static SQLTYPE(nvarchar, "NVARCHAR", unicode, SA_STRING, "NVARCHAR", string_args,
               sa_write_string_type);
SQLTYPE(char, "CHAR", string, SA_STRING, "CHAR", string_args, sa_write_string_type);
static SQLTYPE(nchar, "NCHAR", unicode, SA_STRING, "NCHAR", string_args, sa_write_string_type);
SQLTYPE(text_type, "Text", string, SA_STRING, "TEXT", string_args, sa_write_string_type);
SQLTYPE(text_upper, "TEXT", text_type, SA_STRING, "TEXT", string_args, sa_write_string_type);
SQLTYPE(unicode_text, "UnicodeText", text_type, SA_STRING, "TEXT", string_args,
        sa_write_string_type);
static SQLTYPE(clob, "CLOB", text_type, SA_STRING, "CLOB", string_args, NULL);

SQLTYPE(integer, "Integer", engine_rule, SA_INTEGER, "INTEGER", none, NULL);
SQLTYPE(integer_upper, "INTEGER", integer, SA_INTEGER, "INTEGER", none, NULL);
SQLTYPE(small_integer, "SmallInteger", integer, SA_INTEGER, "SMALLINT", none, NULL);
SQLTYPE(smallint, "SMALLINT", small_integer, SA_INTEGER, "SMALLINT", none, NULL);
SQLTYPE(big_integer, "BigInteger", integer, SA_INTEGER, "BIGINT", none, NULL);
SQLTYPE(bigint, "BIGINT", big_integer, SA_INTEGER, "BIGINT", none, NULL);

SQLTYPE(numeric, "Numeric", engine_rule, SA_NUMERIC, "NUMERIC", numeric_args,
        sa_write_numeric_type);
SQLTYPE(numeric_upper, "NUMERIC", numeric, SA_NUMERIC, "NUMERIC", numeric_args,
        sa_write_numeric_type);
static SQLTYPE(decimal, "DECIMAL", numeric, SA_NUMERIC, "DECIMAL", numeric_args,
               sa_write_numeric_type);
SQLTYPE(float, "Float", numeric, SA_FLOAT, "FLOAT", float_args, sa_write_float_type);
SQLTYPE(float_upper, "FLOAT", float, SA_FLOAT, "FLOAT", float_args, sa_write_float_type);
SQLTYPE(real, "REAL", float, SA_FLOAT, "REAL", float_args, NULL);
static SQLTYPE(double, "Double", float, SA_FLOAT, "DOUBLE PRECISION", float_args, NULL);
static SQLTYPE(double_upper, "DOUBLE", double, SA_FLOAT, "DOUBLE", float_args, NULL);
SQLTYPE(double_precision, "DOUBLE_PRECISION", double, SA_FLOAT, "DOUBLE PRECISION", float_args,
        NULL);

SQLTYPE(boolean, "Boolean", engine_rule, SA_BOOLEAN, "BOOLEAN", boolean_args, NULL);
SQLTYPE(boolean_upper, "BOOLEAN", boolean, SA_BOOLEAN, "BOOLEAN", boolean_args, NULL);
SQLTYPE(date, "Date", engine_rule, SA_DATE, "DATE", none, NULL);
SQLTYPE(date_upper, "DATE", date, SA_DATE, "DATE", none, NULL);
SQLTYPE(datetime, "DateTime", engine_rule, SA_DATETIME, "TIMESTAMP", zone_args, sa_write_time_type);
static SQLTYPE(datetime_upper, "DATETIME", datetime, SA_DATETIME, "DATETIME", zone_args, NULL);
SQLTYPE(timestamp, "TIMESTAMP", datetime, SA_DATETIME, "TIMESTAMP", zone_args, sa_write_time_type);
SQLTYPE(time, "Time", engine_rule, SA_TIME, "TIME", zone_args, sa_write_time_type);
SQLTYPE(time_upper, "TIME", time, SA_TIME, "TIME", zone_args, sa_write_time_type);
static SQLTYPE(interval, "Interval", engine_rule, SA_INTERVAL, "INTERVAL", interval_args,
               sa_write_interval_type);

SQLTYPE(large_binary, "LargeBinary", engine_rule, SA_BINARY, "BYTEA", length_args, NULL);
static SQLTYPE(blob, "BLOB", large_binary, SA_BINARY, "BLOB", length_args, NULL);
SQLTYPE(binary, "BINARY", engine_rule, SA_BINARY, "BINARY", length_args, sa_write_length_type);
static SQLTYPE(varbinary, "VARBINARY", engine_rule, SA_BINARY, "VARBINARY", length_args,
               sa_write_length_type);
static SQLTYPE(pickle, "PickleType", engine_rule, SA_BINARY, "BYTEA", any_args, NULL);
SQLTYPE(json, "JSON", engine_rule, SA_JSON, "JSON", json_args, NULL);
SQLTYPE(uuid, "Uuid", engine_rule, SA_UUID, "UUID", uuid_args, sa_write_uuid_type);
SQLTYPE(uuid_upper, "UUID", uuid, SA_UUID, "UUID", uuid_args, NULL);
SQLTYPE(null_type, "NullType", engine_rule, SA_NULL, NULL, none, sa_write_null_type);

SQLTYPE(array, "ARRAY", engine_rule, SA_ARRAY, NULL, array_args, sa_write_array_type);

#define CLASS(n, id)                                                                               \
    {                                                                                              \
        .name = n, .type = &sa_##id.type                                                           \
    }

const struct alembic_export sa_type_names[] = {
    CLASS("String", string),
    CLASS("Unicode", unicode),
    CLASS("VARCHAR", varchar),
    CLASS("NVARCHAR", nvarchar),
    CLASS("CHAR", char),
    CLASS("NCHAR", nchar),
    CLASS("Text", text_type),
    CLASS("TEXT", text_upper),
    CLASS("UnicodeText", unicode_text),
    CLASS("CLOB", clob),
    CLASS("Integer", integer),
    CLASS("INTEGER", integer_upper),
    CLASS("INT", integer_upper),
    CLASS("SmallInteger", small_integer),
    CLASS("SMALLINT", smallint),
    CLASS("BigInteger", big_integer),
    CLASS("BIGINT", bigint),
    CLASS("Numeric", numeric),
    CLASS("NUMERIC", numeric_upper),
    CLASS("DECIMAL", decimal),
    CLASS("Float", float),
    CLASS("FLOAT", float_upper),
    CLASS("REAL", real),
    CLASS("Double", double),
    CLASS("DOUBLE", double_upper),
    CLASS("DOUBLE_PRECISION", double_precision),
    CLASS("Boolean", boolean),
    CLASS("BOOLEAN", boolean_upper),
    CLASS("Date", date),
    CLASS("DATE", date_upper),
    CLASS("DateTime", datetime),
    CLASS("DATETIME", datetime_upper),
    CLASS("TIMESTAMP", timestamp),
    CLASS("Time", time),
    CLASS("TIME", time_upper),
    CLASS("Interval", interval),
    CLASS("LargeBinary", large_binary),
    CLASS("BLOB", blob),
    CLASS("BINARY", binary),
    CLASS("VARBINARY", varbinary),
    CLASS("PickleType", pickle),
    CLASS("JSON", json),
    CLASS("Uuid", uuid),
    CLASS("UUID", uuid_upper),
    CLASS("NullType", null_type),
    CLASS("ARRAY", array),
    CLASS("Enum", enum_rule),
    CLASS("TypeDecorator", decorator_rule),
    CLASS("UserDefinedType", user_defined_rule),
    {.name = "TypeEngine", .type = &sa_engine_rule.type},
    {.name = NULL},
};
