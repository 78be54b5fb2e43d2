/*
 * The classes of SQL types: one rule for each, in tables.
 *
 * A rule's signature names the constructor's arguments; what each of them
 * means is one table in sa_type.c, so most rules are data alone.
 */
#ifndef ALEMBIC_SA_TYPES_H
#define ALEMBIC_SA_TYPES_H

#include "alembic/sa.h"

/* The class called 'class_name' below the rule 'base'; 'writer' may be NULL: the word alone. */
#define SA_RULE(class_name, in, base_rule, what, text, args, writer)                               \
    {                                                                                              \
        .type = {.name = class_name, .module = in, .base = &base_rule.type, .make = sa_type_make}, \
        .kind = what, .word = text, .init = class_name ".__init__", .signature = args,             \
        .write = writer,                                                                           \
    }

/* py_type.make of every rule. */
struct py_object *sa_type_make(struct py *py, const struct py_type *type,
                               const struct py_args *args);

/* The rule that a class has or inherits, or NULL. */
const struct sa_type_rule *sa_rule_of(const struct py_type *type);

extern const struct sa_type_rule sa_array, sa_big_integer, sa_bigint, sa_small_integer, sa_binary,
    sa_boolean, sa_boolean_upper, sa_char, sa_date, sa_date_upper, sa_datetime, sa_decorator_rule,
    sa_domain, sa_double_precision, sa_enum_rule, sa_float, sa_float_upper, sa_integer,
    sa_integer_upper, sa_json, sa_large_binary, sa_null_type, sa_numeric, sa_numeric_upper,
    sa_pg_enum, sa_real, sa_smallint, sa_string, sa_text_type, sa_text_upper, sa_time,
    sa_time_upper, sa_timestamp, sa_unicode, sa_unicode_text, sa_user_defined_rule, sa_uuid,
    sa_uuid_upper, sa_varchar;

/* What rules write: VARCHAR(50) COLLATE "C", NUMERIC(10, 2), TIMESTAMP(6) WITH TIME ZONE ... */
typedef bool sa_type_writer(struct sa_compiler *c, const struct sa_type *type);
sa_type_writer sa_write_string_type, sa_write_numeric_type, sa_write_float_type, sa_write_time_type,
    sa_write_interval_type, sa_write_length_type, sa_write_uuid_type, sa_write_null_type,
    sa_write_array_type, sa_write_bit_type, sa_write_user_type;

#endif
