#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "db/connection.h"

/* RAISE takes any text, while an error of ours is a line of a log. */
char *db_one_line(TALLOC_CTX *mem, const char *text)
{
    struct buf *line = buf_new(mem, BUF_MAX);

    while (*text) {
        size_t blank = strspn(text, " \t\r\n");

        if (blank == 0)
            buf_addc(line, *text++);
        else if (!memchr(text, '\n', blank))
            buf_addn(line, text, blank);
        else if (line->length > 0 && text[blank])
            buf_addc(line, ' ');
        text += blank;
    }
    return buf_take(mem, line);
}

/* What stands between the server and us, such as a pooler, need not keep to five characters. */
static void copy_sqlstate(struct error *err, const PGresult *pg)
{
    const char *sqlstate = PQresultErrorField(pg, PG_DIAG_SQLSTATE);

    if (sqlstate && strlen(sqlstate) == sizeof(err->sqlstate) - 1)
        memcpy(err->sqlstate, sqlstate, sizeof(err->sqlstate));
}

/* libpq's own errors have no fields, only a text whose lines after the first explain the obvious.
 */
static char *own_message(TALLOC_CTX *mem, const PGresult *pg)
{
    const char *text = PQresultErrorMessage(pg);
    char *first = mem_strndup(mem, text, strcspn(text, "\n"));

    return *first ? first : mem_strdup(mem, "it gave no reason");
}

/* Functions and internal statements in which it happened, innermost first. */
static void copy_context(struct error *err, const PGresult *pg)
{
    const char *context = PQresultErrorField(pg, PG_DIAG_CONTEXT);
    const char *query = PQresultErrorField(pg, PG_DIAG_INTERNAL_QUERY);

    if (context)
        error_where(err, "%s", context);
    else if (query)
        error_where(err, "SQL statement \"%s\"", query);
}

bool db_fail(struct error *err, const PGresult *pg)
{
    MEM_SCRATCH(scratch);
    const char *message = PQresultErrorField(pg, PG_DIAG_MESSAGE_PRIMARY);
    const char *detail = PQresultErrorField(pg, PG_DIAG_MESSAGE_DETAIL);
    const char *hint = PQresultErrorField(pg, PG_DIAG_MESSAGE_HINT);
    const char *position = PQresultErrorField(pg, PG_DIAG_STATEMENT_POSITION);

    error_set(err, ERROR_DATABASE, "%s",
              message ? db_one_line(scratch, message) : own_message(scratch, pg));
    copy_sqlstate(err, pg);
    copy_context(err, pg);
    if (detail)
        error_detail(err, "%s", detail);
    if (hint)
        error_hint(err, "%s", hint);
    if (position)
        err->position = (int)strtol(position, NULL, 10);
    return false;
}

bool db_not_sent(struct db *db, struct error *err)
{
    MEM_SCRATCH(scratch);

    return error_set(err, ERROR_DATABASE, "cannot send the statement: %s",
                     db_one_line(scratch, PQerrorMessage(db->pg)));
}
