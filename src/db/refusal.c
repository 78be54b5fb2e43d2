#include "db/refusal.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/sqlstate.h"

/*
 * Why a connection failed libpq tells as one text, with the reason for each
 * address that it tried; there is no result with fields.  So it is read.
 *
 * The first line that fits decides.  Parts lack a first letter that a message
 * may begin with, as take_reason() makes it small.  A server that speaks
 * another language gets the hints by SQLSTATE only.
 */
static const struct {
    const char *sqlstate; /* NULL: any */
    const char *part;     /* of the message, or NULL: any */
    const char *hint;
} hints[] = {
    {SQLSTATE_INVALID_PASSWORD, NULL,
     "Check user and password: the URL, PGPASSWORD and ~/.pgpass can name them."},
    {NULL, "no password supplied",
     "The server asks for a password: the URL, PGPASSWORD or ~/.pgpass can give it."},
    {SQLSTATE_INVALID_AUTHORIZATION, "does not exist",
     "Check the user name, or make the role: CREATE ROLE name LOGIN."},
    {SQLSTATE_INVALID_AUTHORIZATION, "eer authentication failed",
     "Through the socket the server wants the operating system's account to have the role's name; "
     "connect by host name and password instead."},
    {SQLSTATE_INVALID_AUTHORIZATION, NULL,
     "The server's pg_hba.conf does not let this user, host and database in."},
    {SQLSTATE_NO_SUCH_DATABASE, NULL,
     "Check the name, or make the database: CREATE DATABASE name."},
    {SQLSTATE_TOO_MANY_CONNECTIONS, NULL,
     "Close connections that nobody needs, put a pooler in front, or raise max_connections."},
    {SQLSTATE_CANNOT_CONNECT_NOW, NULL,
     "The server is starting, stopping or recovering: try again in a moment."},
    {SQLSTATE_NO_RIGHT, NULL, "An administrator can GRANT CONNECT ON DATABASE to the role."},
    {NULL, "does not support SSL",
     "Add sslmode=disable to the address if the network between is trusted."},
    {NULL, "certificate",
     "sslrootcert names the certificate authority to trust; sslmode=require does without a check."},
    {NULL, "onnection refused",
     "No server listens there: check host and port, and that it runs with TCP connections "
     "allowed."},
    {NULL, "o such file or directory",
     "No server has its socket there: check that it runs, and the folder and port of its socket."},
    {NULL, "could not translate host name", "Check the host name."},
    {NULL, "is too long", "A socket's path has at most 107 bytes: use a shorter folder, or TCP."},
    {NULL, "ermission denied", "This account may not use that socket."},
    {NULL, "server closed the connection unexpectedly",
     "Something other than a PostgreSQL server may listen there, or the server crashed: its log "
     "tells."},
};

struct reading {
    struct strlist *reasons; /* each once */
    char sqlstate[6];
    const char *detail, *hint; /* the server's */
};

/* "FATAL:  28P01: the message": steps over the first two and keeps the second. */
static const char *take_sqlstate(const char *reason, char sqlstate[6])
{
    const char *code = strstr(reason, ":  ");

    code = code ? code + 3 : "";
    if (strspn(code, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 5 || code[5] != ':')
        return reason;
    memcpy(sqlstate, code, 5);
    sqlstate[5] = '\0';
    return code + 6 + strspn(code + 6, " ");
}

static void take_reason(struct reading *r, const char *reason)
{
    MEM_SCRATCH(scratch);
    char *text = mem_strdup(scratch, take_sqlstate(reason, r->sqlstate));

    /* The system's messages begin with a capital, which does not suit the middle of a line. */
    if (isupper((unsigned char)text[0]) && islower((unsigned char)text[1]))
        text[0] = (char)tolower((unsigned char)text[0]);
    if (*text && !strlist_has(r->reasons, text))
        strlist_add(r->reasons, text);
}

static void take_line(struct reading *r, const char *line)
{
    const char *failed = strstr(line, " failed: ");

    /* libpq's own question behind a tab, "Is the server running ...?", is our hint. */
    if (*line == '\t' || strncmp(line, "LOCATION:", 9) == 0)
        return;
    if (strncmp(line, "DETAIL:  ", 9) == 0)
        r->detail = line + 9;
    else if (strncmp(line, "HINT:  ", 7) == 0)
        r->hint = line + 7;
    else if (strncmp(line, "connection to server", 20) == 0 && failed)
        take_reason(r, failed + 9);
    else
        take_reason(r, line);
}

static struct reading *read_text(TALLOC_CTX *mem, const char *text)
{
    struct reading *r = mem_new(mem, struct reading);

    r->reasons = strlist_new(r);
    memcpy(r->sqlstate, SQLSTATE_CANNOT_CONNECT, sizeof(r->sqlstate));
    while (*text) {
        size_t n = strcspn(text, "\n");

        take_line(r, mem_strndup(r, text, n));
        text += n + (text[n] == '\n');
    }
    return r;
}

static char *shown(TALLOC_CTX *mem, const struct refusal_address *to)
{
    if (!*to->host)
        return mem_strdup(mem, "cannot connect");
    if (to->host[0] == '/')
        return mem_printf(mem, "cannot connect to database \"%s\" through \"%s/.s.PGSQL.%s\"",
                          to->database, to->host, to->port);
    return mem_printf(mem,
                      strchr(to->host, ':') ? "cannot connect to database \"%s\" at [%s]:%s"
                                            : "cannot connect to database \"%s\" at %s:%s",
                      to->database, to->host, to->port);
}

static void add_hint(struct error *err)
{
    for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
        if (hints[i].sqlstate && !sqlstate_is(err, hints[i].sqlstate))
            continue;
        if (hints[i].part && !strstr(err->message, hints[i].part))
            continue;
        error_hint(err, "%s", hints[i].hint);
        return;
    }
}

bool refusal_read(const struct refusal_address *to, const char *text, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct reading *r = read_text(scratch, text);

    error_set(err, ERROR_DATABASE, "%s: %s", shown(scratch, to),
              r->reasons->n ? strlist_join(scratch, r->reasons, "; ") : "no reason given");
    memcpy(err->sqlstate, r->sqlstate, sizeof(err->sqlstate));
    if (r->detail)
        error_detail(err, "%s", r->detail);
    add_hint(err);
    /* The server knows better than our table. */
    if (r->hint)
        error_hint(err, "%s", r->hint);
    return false;
}

bool refusal_timed_out(const struct refusal_address *to, int seconds, struct error *err)
{
    MEM_SCRATCH(scratch);

    error_set(err, ERROR_DATABASE, "%s: no answer within %d s", shown(scratch, to), seconds);
    memcpy(err->sqlstate, SQLSTATE_CANNOT_CONNECT, sizeof(err->sqlstate));
    return error_hint(err, "Check host and port, and whether a firewall stands between.");
}
