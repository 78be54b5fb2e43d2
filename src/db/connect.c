#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/secret.h"
#include "db/connection.h"
#include "db/refusal.h"
#include "db/sqlstate.h"

static int close_connection(struct db *db)
{
    PQfinish(db->pg);
    return 0;
}

/* Without a receiver of our own libpq prints notices itself, to stderr and in its own words. */
static void receive_notice(void *data, const PGresult *pg)
{
    struct db *db = data;
    const char *severity = PQresultErrorField(pg, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *sqlstate = PQresultErrorField(pg, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(pg, PG_DIAG_MESSAGE_PRIMARY);
    const struct db_notice notice = {
        .severity = severity ? severity : "NOTICE",
        .sqlstate = sqlstate ? sqlstate : "",
        .message = message ? message : PQresultErrorMessage(pg),
        .detail = PQresultErrorField(pg, PG_DIAG_MESSAGE_DETAIL),
        .hint = PQresultErrorField(pg, PG_DIAG_MESSAGE_HINT),
    };

    if (db->notice)
        db->notice(&notice, db->notice_data);
}

/* Is it a connection string, and not the name of a database? */
static bool is_conninfo(const char *conninfo)
{
    return strchr(conninfo, '=') || strstr(conninfo, "://");
}

/* What an "@" or ":" in a password that is not written as %XX leads to. */
static bool looks_like_a_password(const PQconninfoOption *option)
{
    if (!option->val)
        return false;
    if (strcmp(option->keyword, "port") == 0)
        return option->val[strspn(option->val, "0123456789,")] != '\0';
    return strcmp(option->keyword, "host") == 0 && *option->val && strchr(option->val + 1, '@');
}

static bool has_sane_parts(const PQconninfoOption *options)
{
    for (const PQconninfoOption *o = options; o->keyword; o++)
        if (looks_like_a_password(o))
            return false;
    return true;
}

/* libpq quotes what it stumbled over, which may be a part of the password. */
static bool is_well_formed(const char *conninfo, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *why = NULL;
    PQconninfoOption *options;
    bool ok;

    if (!is_conninfo(conninfo))
        return true;
    options = PQconninfoParse(conninfo, &why);
    ok = options && has_sane_parts(options);
    if (!ok && why && strcmp(secret_masked(scratch, conninfo), conninfo) == 0)
        error_set(err, ERROR_USAGE, "the connection string is malformed: %s",
                  db_one_line(scratch, why));
    else if (!ok)
        error_set(err, ERROR_USAGE, "the connection string is malformed");
    PQconninfoFree(options);
    PQfreemem(why);
    return ok ||
           error_hint(err, "In a URL, special characters of user and password are written as %%XX; "
                           "in a connection string, values with blanks stand in single quotes; "
                           "behind \"?\" stand only parameters that libpq knows.");
}

static PGconn *start(const char *conninfo, const char *name)
{
    /*
     * A later value takes the place of an earlier one; the program's texts are
     * all UTF-8.  The name is a fallback: an address may have its own.
     */
    const char *const keywords[] = {"fallback_application_name", "dbname", "client_encoding", NULL};
    const char *const values[] = {name, conninfo, "UTF8", NULL};
    PGconn *pg = PQconnectStartParams(keywords, values, 1);

    /* Verbose, so that the failure's text has the SQLSTATE, which nothing else tells. */
    PQsetErrorVerbosity(pg, PQERRORS_VERBOSE);
    return pg;
}

/*
 * connect_timeout of string, environment or service; 0 is for ever, as in
 * libpq.  It counts there only in calls that block, and those a signal cannot
 * end; who connects step by step, as we do, has to watch the clock himself.
 */
static int timeout_seconds(PGconn *pg, int timeout_s)
{
    PQconninfoOption *options = PQconninfo(pg);
    long seconds = timeout_s;

    for (PQconninfoOption *o = options; o && o->keyword; o++)
        if (strcmp(o->keyword, "connect_timeout") == 0 && o->val && *o->val)
            seconds = strtol(o->val, NULL, 10);
    PQconninfoFree(options);
    return seconds > 0 && seconds < INT32_MAX ? (int)seconds : 0;
}

enum outcome { CONNECTED, REFUSED, TIMED_OUT, INTERRUPTED };

/* The socket is asked for at each wait: every address that is tried has a new one. */
static enum outcome wait_for_socket(PGconn *pg, short events, int64_t until)
{
    struct pollfd fds[] = {
        {.fd = PQsocket(pg), .events = events},
        {.fd = interrupt_fd(), .events = POLLIN},
    };

    for (;;) {
        int64_t left = until == INT64_MAX ? -1 : until - clock_ms();
        int ready;

        if (interrupt_pending())
            return INTERRUPTED;
        if (until != INT64_MAX && left <= 0)
            return TIMED_OUT;
        ready = poll(fds, 2, left > INT32_MAX ? INT32_MAX : (int)left);
        if ((ready < 0 && errno != EINTR) || fds[0].revents)
            return CONNECTED;
    }
}

static enum outcome negotiate(PGconn *pg, int seconds)
{
    int64_t until = seconds > 0 ? clock_ms() + seconds * INT64_C(1000) : INT64_MAX;
    /* What libpq wants its caller to believe before the first PQconnectPoll(). */
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    enum outcome outcome = CONNECTED;

    if (PQstatus(pg) == CONNECTION_BAD)
        return REFUSED;
    while (outcome == CONNECTED && next != PGRES_POLLING_OK) {
        outcome = wait_for_socket(pg, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, until);
        if (outcome == CONNECTED)
            next = PQconnectPoll(pg);
        if (next == PGRES_POLLING_FAILED)
            return REFUSED;
    }
    return outcome;
}

static const char *known(const char *s)
{
    return s ? s : "";
}

static bool say_outcome(enum outcome outcome, PGconn *pg, int seconds, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *masked = secret_masked(scratch, known(PQerrorMessage(pg)));
    const struct refusal_address to = {
        .host = known(PQhost(pg)),
        .port = known(PQport(pg)),
        .database = known(PQdb(pg)),
        .user = known(PQuser(pg)),
    };

    if (outcome == INTERRUPTED)
        return interrupt_check(err);
    if (outcome == TIMED_OUT)
        return refusal_timed_out(&to, seconds, err);
    return refusal_read(&to, masked, err);
}

struct db *db_open(TALLOC_CTX *mem, const char *conninfo, const char *name, int timeout_s,
                   struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db *db = mem_new(scratch, struct db);
    enum outcome outcome;
    int seconds;

    if (!is_well_formed(conninfo, err))
        return NULL;
    db->pg = start(conninfo, name);
    talloc_set_destructor(db, close_connection);
    PQsetNoticeReceiver(db->pg, receive_notice, db);
    seconds = timeout_seconds(db->pg, timeout_s);
    outcome = negotiate(db->pg, seconds);
    if (outcome != CONNECTED) {
        say_outcome(outcome, db->pg, seconds, err);
        return NULL;
    }
    /* Fields are read, not texts; where in a long statement it was takes ten times its size. */
    PQsetErrorVerbosity(db->pg, PQERRORS_TERSE);
    /* A send that blocks would wait for a server that waits for us to read. */
    PQsetnonblocking(db->pg, 1);
    return talloc_steal(mem, db);
}

void db_on_notice(struct db *db, db_notice_fn *fn, void *data)
{
    db->notice = fn;
    db->notice_data = data;
}

int db_backend_pid(const struct db *db)
{
    return PQbackendPID(db->pg);
}

bool db_in_transaction(const struct db *db)
{
    PGTransactionStatusType status = PQtransactionStatus(db->pg);

    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool db_transaction_failed(const struct db *db)
{
    return PQtransactionStatus(db->pg) == PQTRANS_INERROR;
}

bool db_alive(const struct db *db)
{
    return !db->lost && PQstatus(db->pg) == CONNECTION_OK;
}

const char *db_host(const struct db *db)
{
    return known(PQhost(db->pg));
}

const char *db_port(const struct db *db)
{
    return known(PQport(db->pg));
}

const char *db_name(const struct db *db)
{
    return known(PQdb(db->pg));
}

const char *db_user(const struct db *db)
{
    return known(PQuser(db->pg));
}
