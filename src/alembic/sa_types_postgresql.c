#include "alembic/names.h"
#include "alembic/sa_types.h"

static const char *const none[] = {NULL};
static const char *const string_args[] = {"?length", "?collation", NULL};
static const char *const length_args[] = {"?length", NULL};
static const char *const zone_precision_args[] = {"?timezone", "?precision", NULL};
static const char *const pg_interval_args[] = {"?precision", "?fields", NULL};
static const char *const json_args[] = {"?none_as_null", "?astext_type", NULL};
static const char *const bit_args[] = {"?length", "?varying", NULL};
static const char *const array_args[] = {"item_type", "?as_tuple", "?dimensions", "?zero_indexes",
                                         NULL};
static const char *const text_type_args[] = {"?text_type", NULL};

#define PGTYPE(id, class, base, what, text, args, writer)                                          \
    static const struct sa_type_rule pg_##id =                                                     \
        SA_RULE(class, "sqlalchemy.dialects.postgresql", base, what, text, args, writer)

PGTYPE(array, "ARRAY", sa_array, SA_ARRAY, NULL, array_args, sa_write_array_type);
PGTYPE(bit, "BIT", sa_engine_rule, SA_OTHER, "BIT", bit_args, sa_write_bit_type);
PGTYPE(bytea, "BYTEA", sa_large_binary, SA_BINARY, "BYTEA", length_args, NULL);
PGTYPE(citext, "CITEXT", sa_text_upper, SA_STRING, "CITEXT", string_args, NULL);
PGTYPE(hstore, "HSTORE", sa_engine_rule, SA_OTHER, "HSTORE", text_type_args, NULL);
PGTYPE(interval, "INTERVAL", sa_engine_rule, SA_INTERVAL, "INTERVAL", pg_interval_args,
       sa_write_interval_type);
PGTYPE(json, "JSON", sa_json, SA_JSON, "JSON", json_args, NULL);
PGTYPE(jsonb, "JSONB", pg_json, SA_JSON, "JSONB", json_args, NULL);
PGTYPE(time, "TIME", sa_time_upper, SA_TIME, "TIME", zone_precision_args, sa_write_time_type);
PGTYPE(timestamp, "TIMESTAMP", sa_timestamp, SA_DATETIME, "TIMESTAMP", zone_precision_args,
       sa_write_time_type);

#define WORD(id, class, what) PGTYPE(id, class, sa_engine_rule, what, class, none, NULL)
WORD(inet, "INET", SA_OTHER);
WORD(cidr, "CIDR", SA_OTHER);
WORD(macaddr, "MACADDR", SA_OTHER);
WORD(macaddr8, "MACADDR8", SA_OTHER);
WORD(money, "MONEY", SA_OTHER);
WORD(oid, "OID", SA_OTHER);
WORD(regclass, "REGCLASS", SA_OTHER);
WORD(regconfig, "REGCONFIG", SA_OTHER);
WORD(tsvector, "TSVECTOR", SA_OTHER);
WORD(tsquery, "TSQUERY", SA_OTHER);
WORD(jsonpath, "JSONPATH", SA_OTHER);
WORD(int4range, "INT4RANGE", SA_RANGE);
WORD(int8range, "INT8RANGE", SA_RANGE);
WORD(numrange, "NUMRANGE", SA_RANGE);
WORD(daterange, "DATERANGE", SA_RANGE);
WORD(tsrange, "TSRANGE", SA_RANGE);
WORD(tstzrange, "TSTZRANGE", SA_RANGE);
WORD(int4multirange, "INT4MULTIRANGE", SA_RANGE);
WORD(int8multirange, "INT8MULTIRANGE", SA_RANGE);
WORD(nummultirange, "NUMMULTIRANGE", SA_RANGE);
WORD(datemultirange, "DATEMULTIRANGE", SA_RANGE);
WORD(tsmultirange, "TSMULTIRANGE", SA_RANGE);
WORD(tstzmultirange, "TSTZMULTIRANGE", SA_RANGE);

#define CLASS(n, id)                                                                               \
    {                                                                                              \
        .name = n, .type = &id.type                                                                \
    }

const struct alembic_export sa_postgresql_names[] = {
    CLASS("ARRAY", pg_array),
    CLASS("BIGINT", sa_bigint),
    CLASS("BIT", pg_bit),
    CLASS("BOOLEAN", sa_boolean_upper),
    CLASS("BYTEA", pg_bytea),
    CLASS("CHAR", sa_char),
    CLASS("CIDR", pg_cidr),
    CLASS("CITEXT", pg_citext),
    CLASS("DATE", sa_date_upper),
    CLASS("DATEMULTIRANGE", pg_datemultirange),
    CLASS("DATERANGE", pg_daterange),
    CLASS("DOMAIN", sa_domain),
    CLASS("DOUBLE_PRECISION", sa_double_precision),
    CLASS("ENUM", sa_pg_enum),
    CLASS("FLOAT", sa_float_upper),
    CLASS("HSTORE", pg_hstore),
    CLASS("INET", pg_inet),
    CLASS("INT4MULTIRANGE", pg_int4multirange),
    CLASS("INT4RANGE", pg_int4range),
    CLASS("INT8MULTIRANGE", pg_int8multirange),
    CLASS("INT8RANGE", pg_int8range),
    CLASS("INTEGER", sa_integer_upper),
    CLASS("INTERVAL", pg_interval),
    CLASS("JSON", pg_json),
    CLASS("JSONB", pg_jsonb),
    CLASS("JSONPATH", pg_jsonpath),
    CLASS("MACADDR", pg_macaddr),
    CLASS("MACADDR8", pg_macaddr8),
    CLASS("MONEY", pg_money),
    CLASS("NUMERIC", sa_numeric_upper),
    CLASS("NUMMULTIRANGE", pg_nummultirange),
    CLASS("NUMRANGE", pg_numrange),
    CLASS("OID", pg_oid),
    CLASS("REAL", sa_real),
    CLASS("REGCLASS", pg_regclass),
    CLASS("REGCONFIG", pg_regconfig),
    CLASS("SMALLINT", sa_smallint),
    CLASS("TEXT", sa_text_upper),
    CLASS("TIME", pg_time),
    CLASS("TIMESTAMP", pg_timestamp),
    CLASS("TSMULTIRANGE", pg_tsmultirange),
    CLASS("TSQUERY", pg_tsquery),
    CLASS("TSRANGE", pg_tsrange),
    CLASS("TSTZMULTIRANGE", pg_tstzmultirange),
    CLASS("TSTZRANGE", pg_tstzrange),
    CLASS("TSVECTOR", pg_tsvector),
    CLASS("UUID", sa_uuid_upper),
    CLASS("VARCHAR", sa_varchar),
    {.name = NULL},
};
