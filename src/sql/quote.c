#include "sql/quote.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* SQLAlchemy's reserved words for PostgreSQL, sorted. */
static const char *const reserved[] = {"all",
                                       "analyse",
                                       "analyze",
                                       "and",
                                       "any",
                                       "array",
                                       "as",
                                       "asc",
                                       "asymmetric",
                                       "authorization",
                                       "between",
                                       "binary",
                                       "both",
                                       "case",
                                       "cast",
                                       "check",
                                       "collate",
                                       "column",
                                       "constraint",
                                       "create",
                                       "cross",
                                       "current_catalog",
                                       "current_date",
                                       "current_role",
                                       "current_schema",
                                       "current_time",
                                       "current_timestamp",
                                       "current_user",
                                       "default",
                                       "deferrable",
                                       "desc",
                                       "distinct",
                                       "do",
                                       "else",
                                       "end",
                                       "except",
                                       "false",
                                       "fetch",
                                       "for",
                                       "foreign",
                                       "freeze",
                                       "from",
                                       "full",
                                       "grant",
                                       "group",
                                       "having",
                                       "ilike",
                                       "in",
                                       "initially",
                                       "inner",
                                       "intersect",
                                       "into",
                                       "is",
                                       "isnull",
                                       "join",
                                       "leading",
                                       "left",
                                       "like",
                                       "limit",
                                       "localtime",
                                       "localtimestamp",
                                       "natural",
                                       "new",
                                       "not",
                                       "notnull",
                                       "null",
                                       "of",
                                       "off",
                                       "offset",
                                       "old",
                                       "on",
                                       "only",
                                       "or",
                                       "order",
                                       "outer",
                                       "over",
                                       "overlaps",
                                       "placing",
                                       "primary",
                                       "references",
                                       "returning",
                                       "right",
                                       "select",
                                       "session_user",
                                       "similar",
                                       "some",
                                       "symmetric",
                                       "table",
                                       "then",
                                       "to",
                                       "trailing",
                                       "true",
                                       "union",
                                       "unique",
                                       "user",
                                       "using",
                                       "variadic",
                                       "verbose",
                                       "when",
                                       "where",
                                       "window",
                                       "with"};

static int compare(const void *word, const void *entry)
{
    return strcmp(word, *(const char *const *)entry);
}

static bool needs_quotes(const char *name)
{
    if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_$") != strlen(name))
        return true;
    if (strchr("0123456789$", name[0])) /* also true of an empty name */
        return true;
    return bsearch(name, reserved, sizeof(reserved) / sizeof(*reserved), sizeof(*reserved),
                   compare) != NULL;
}

static void add_doubled(struct buf *sql, const char *text, char quote)
{
    for (const char *next; (next = strchr(text, quote)); text = next + 1) {
        buf_addn(sql, text, (size_t)(next - text) + 1);
        buf_addc(sql, quote);
    }
    buf_add(sql, text);
}

void quote_name(struct buf *sql, const char *name)
{
    buf_addc(sql, '"');
    add_doubled(sql, name, '"');
    buf_addc(sql, '"');
}

void quote_name_if_needed(struct buf *sql, const char *name)
{
    if (needs_quotes(name))
        quote_name(sql, name);
    else
        buf_add(sql, name);
}

void quote_qualified(struct buf *sql, const char *schema, const char *name)
{
    if (schema) {
        quote_name(sql, schema);
        buf_addc(sql, '.');
    }
    quote_name(sql, name);
}

void quote_literal(struct buf *sql, const char *value)
{
    if (!strchr(value, '\\')) {
        buf_addc(sql, '\'');
        add_doubled(sql, value, '\'');
        buf_addc(sql, '\'');
        return;
    }
    buf_add(sql, "E'");
    for (const char *p = value; *p; p++) {
        if (*p == '\'' || *p == '\\')
            buf_addc(sql, *p);
        buf_addc(sql, *p);
    }
    buf_addc(sql, '\'');
}

char *quoted_name(TALLOC_CTX *mem, const char *name)
{
    struct buf *sql = buf_new(mem, BUF_MAX);

    quote_name(sql, name);
    return buf_take(mem, sql);
}

char *quoted_literal(TALLOC_CTX *mem, const char *value)
{
    struct buf *sql = buf_new(mem, BUF_MAX);

    quote_literal(sql, value);
    return buf_take(mem, sql);
}
