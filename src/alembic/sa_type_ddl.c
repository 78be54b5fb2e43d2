#include "alembic/sa_types.h"

#include <string.h>

#include "base/buf.h"

bool sa_write_type(struct sa_compiler *c, const struct sa_type *type)
{
    const struct sa_type *real = sa_type_real(type);

    if (!real->rule->write) {
        sa_write(c, real->rule->word);
        return true;
    }
    return real->rule->write(c, real);
}

static void write_length(struct sa_compiler *c, const struct sa_type *type)
{
    sa_write(c, type->rule->word);
    if (type->length > 0)
        sa_writef(c, "(%lld)", (long long)type->length);
}

bool sa_write_length_type(struct sa_compiler *c, const struct sa_type *type)
{
    write_length(c, type);
    return true;
}

bool sa_write_string_type(struct sa_compiler *c, const struct sa_type *type)
{
    write_length(c, type);
    if (type->collation && *type->collation)
        sa_writef(c, " COLLATE \"%s\"", type->collation);
    return true;
}

bool sa_write_numeric_type(struct sa_compiler *c, const struct sa_type *type)
{
    sa_write(c, type->rule->word);
    if (type->precision < 0)
        return true;
    sa_writef(c, "(%lld", (long long)type->precision);
    if (type->scale >= 0)
        sa_writef(c, ", %lld", (long long)type->scale);
    sa_write(c, ")");
    return true;
}

bool sa_write_float_type(struct sa_compiler *c, const struct sa_type *type)
{
    sa_write(c, type->rule->word);
    if (type->precision > 0)
        sa_writef(c, "(%lld)", (long long)type->precision);
    return true;
}

bool sa_write_time_type(struct sa_compiler *c, const struct sa_type *type)
{
    sa_write(c, type->rule->word);
    if (type->precision >= 0)
        sa_writef(c, "(%lld)", (long long)type->precision);
    sa_write(c, type->timezone ? " WITH TIME ZONE" : " WITHOUT TIME ZONE");
    return true;
}

bool sa_write_interval_type(struct sa_compiler *c, const struct sa_type *type)
{
    sa_write(c, "INTERVAL");
    if (type->text)
        sa_writef(c, " %s", type->text);
    if (type->precision >= 0)
        sa_writef(c, " (%lld)", (long long)type->precision);
    return true;
}

bool sa_write_bit_type(struct sa_compiler *c, const struct sa_type *type)
{
    sa_write(c, type->varying ? "BIT VARYING" : "BIT");
    if (type->length >= 0 || !type->varying)
        sa_writef(c, "(%lld)", type->length >= 0 ? (long long)type->length : 1LL);
    return true;
}

bool sa_write_uuid_type(struct sa_compiler *c, const struct sa_type *type)
{
    sa_write(c, type->native_uuid ? "UUID" : "CHAR(32)");
    return true;
}

/* The brackets of an array stand before the collation of its items. */
bool sa_write_array_type(struct sa_compiler *c, const struct sa_type *type)
{
    static const char collate[] = " COLLATE \"";
    const struct sa_type *item = type->item ? sa_type_real(type->item) : NULL;

    if (!item)
        return sa_write_null_type(c, type);

    size_t start = c->sql->length;

    if (!sa_write_type(c, item))
        return false;

    const char *at = item->collation ? strstr(c->sql->text + start, collate) : NULL;

    if (at)
        buf_cut(c->sql, (size_t)(at - c->sql->text));
    for (int64_t i = 0; i < (type->dimensions >= 0 ? type->dimensions : 1); i++) {
        if (c->sql->full)
            break;
        sa_write(c, "[]");
    }
    if (at)
        sa_writef(c, "%s%s\"", collate, item->collation);
    return true;
}

bool sa_write_user_type(struct sa_compiler *c, const struct sa_type *type)
{
    if (!type->text)
        return sa_write_null_type(c, type);
    sa_write(c, type->text);
    return true;
}

bool sa_write_null_type(struct sa_compiler *c, const struct sa_type *type)
{
    return py_raise(c->py, &sa_compile_error,
                    "Can't generate DDL for %s(); did you forget to specify a type on this Column?",
                    type->rule->kind == SA_NULL ? "NullType" : type->object.type->name);
}
