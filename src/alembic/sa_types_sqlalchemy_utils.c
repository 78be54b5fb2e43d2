/* The column types of sqlalchemy_utils. */
#include <string.h>

#include "alembic/names.h"
#include "alembic/sa_types.h"
#include "py/py.h"

static const char *const any_args[] = {"*args", "**keywords", NULL};
static const char *const max_length_args[] = {"?max_length", "*args", "**keywords", NULL};
static const char *const region_args[] = {"?region", "?max_length", "*args", "**keywords", NULL};
static const char *const zone_args[] = {"?timezone", NULL};
static const char *const uuid_args[] = {"?binary", "?native", NULL};
static const char *const choice_args[] = {"choices", "?impl", NULL};
static const char *const email_args[] = {"?length", "*args", "**keywords", NULL};

#define TYPE(id, in, class, base, what, text, args, writer)                                        \
    static const struct sa_type_rule id = SA_RULE(class, in, sa_##base, what, text, args, writer)

/* Text of a length that has a default. */
#define SIZED(id, class, args, n)                                                                  \
    static const struct sa_type_rule id = {                                                        \
        .type = {.name = class,                                                                    \
                 .module = "sqlalchemy_utils.types",                                               \
                 .base = &sa_decorator_rule.type,                                                  \
                 .make = sa_type_make},                                                            \
        .kind = SA_STRING,                                                                         \
        .word = "VARCHAR",                                                                         \
        .init = class ".__init__",                                                                 \
        .signature = args,                                                                         \
        .length = n,                                                                               \
        .write = sa_write_length_type,                                                             \
    }

#define UTILS(id, class, base, what, text, args, writer)                                           \
    TYPE(id, "sqlalchemy_utils.types", class, base, what, text, args, writer)

SIZED(email, "EmailType", email_args, 255);
UTILS(url, "URLType", decorator_rule, SA_STRING, "TEXT", any_args, NULL);
UTILS(utils_json, "JSONType", decorator_rule, SA_JSON, "JSON", any_args, NULL);
UTILS(tsvector, "TSVectorType", decorator_rule, SA_OTHER, "TSVECTOR", any_args, NULL);
UTILS(ltree, "LtreeType", user_defined_rule, SA_OTHER, "LTREE", any_args, NULL);
SIZED(ip_address, "IPAddressType", max_length_args, 50);
SIZED(phone_number, "PhoneNumberType", region_args, 20);
SIZED(color, "ColorType", max_length_args, 20);
UTILS(country, "CountryType", decorator_rule, SA_STRING, "VARCHAR(2)", any_args, NULL);
UTILS(currency, "CurrencyType", decorator_rule, SA_STRING, "VARCHAR(3)", any_args, NULL);
UTILS(locale, "LocaleType", decorator_rule, SA_STRING, "VARCHAR(10)", any_args, NULL);
UTILS(timezone, "TimezoneType", decorator_rule, SA_STRING, "VARCHAR(50)", any_args, NULL);
UTILS(scalar_list, "ScalarListType", decorator_rule, SA_STRING, "TEXT", any_args, NULL);
UTILS(encrypted, "EncryptedType", decorator_rule, SA_BINARY, "BYTEA", any_args, NULL);
UTILS(string_encrypted, "StringEncryptedType", decorator_rule, SA_STRING, "VARCHAR", any_args,
      NULL);
UTILS(arrow, "ArrowType", decorator_rule, SA_DATETIME, "TIMESTAMP", zone_args, sa_write_time_type);
UTILS(int_range, "IntRangeType", decorator_rule, SA_RANGE, "INT4RANGE", any_args, NULL);
UTILS(int8_range, "Int8RangeType", decorator_rule, SA_RANGE, "INT8RANGE", any_args, NULL);
UTILS(numeric_range, "NumericRangeType", decorator_rule, SA_RANGE, "NUMRANGE", any_args, NULL);
UTILS(date_range, "DateRangeType", decorator_rule, SA_RANGE, "DATERANGE", any_args, NULL);
UTILS(datetime_range, "DateTimeRangeType", decorator_rule, SA_RANGE, "TSRANGE", any_args, NULL);
UTILS(week_days, "WeekDaysType", decorator_rule, SA_OTHER, "BIT(7)", any_args, NULL);
UTILS(password, "PasswordType", decorator_rule, SA_BINARY, "BYTEA", any_args, NULL);

/* The impl that a choice is stored as, VARCHAR(255) unless one is named. */
static bool take_choice(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    if (!sa_absent(slots[1])) {
        type->stands_for = sa_type_of(py, slots[1]);
        return type->stands_for != NULL;
    }
    type->stands_for = sa_type_new_of(py, &sa_unicode);
    type->stands_for->length = 255;
    return true;
}

/* UUID, or the 16 bytes or 32 digits of one. */
static bool take_uuid(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    bool binary = true, native = true;

    if ((slots[0] && !py_truth(py, slots[0], &binary)) ||
        (slots[1] && !py_truth(py, slots[1], &native)))
        return false;
    if (native)
        return true;
    type->stands_for = sa_type_new_of(py, binary ? &sa_binary : &sa_char);
    type->stands_for->length = binary ? 16 : 32;
    return true;
}

#define TAKING(id, class, what, text, args, taker)                                                 \
    static const struct sa_type_rule id = {                                                        \
        .type = {.name = class,                                                                    \
                 .module = "sqlalchemy_utils.types",                                               \
                 .base = &sa_decorator_rule.type,                                                  \
                 .make = sa_type_make},                                                            \
        .kind = what,                                                                              \
        .word = text,                                                                              \
        .init = class ".__init__",                                                                 \
        .signature = args,                                                                         \
        .take = taker,                                                                             \
    }

TAKING(choice, "ChoiceType", SA_STRING, "VARCHAR(255)", choice_args, take_choice);
TAKING(uuid, "UUIDType", SA_UUID, "UUID", uuid_args, take_uuid);

#define CLASS(n, id)                                                                               \
    {                                                                                              \
        .name = n, .type = &id.type                                                                \
    }

const struct alembic_export sa_sqlalchemy_utils_names[] = {
    CLASS("EmailType", email),
    CLASS("URLType", url),
    CLASS("JSONType", utils_json),
    CLASS("TSVectorType", tsvector),
    CLASS("LtreeType", ltree),
    CLASS("IPAddressType", ip_address),
    CLASS("PhoneNumberType", phone_number),
    CLASS("ColorType", color),
    CLASS("CountryType", country),
    CLASS("CurrencyType", currency),
    CLASS("LocaleType", locale),
    CLASS("TimezoneType", timezone),
    CLASS("ScalarListType", scalar_list),
    CLASS("EncryptedType", encrypted),
    CLASS("StringEncryptedType", string_encrypted),
    CLASS("ArrowType", arrow),
    CLASS("IntRangeType", int_range),
    CLASS("Int8RangeType", int8_range),
    CLASS("NumericRangeType", numeric_range),
    CLASS("DateRangeType", date_range),
    CLASS("DateTimeRangeType", datetime_range),
    CLASS("WeekDaysType", week_days),
    CLASS("PasswordType", password),
    CLASS("ChoiceType", choice),
    CLASS("UUIDType", uuid),
    {.name = NULL},
};
