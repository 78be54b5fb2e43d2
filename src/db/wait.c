#include "db/connection.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/process.h"
#include "db/sqlstate.h"

/*
 * A cancel request that arrives between two statements is lost, so it is
 * repeated; a server that answers none of them is given up.
 */
enum { CANCEL_EVERY_MS = 500, CANCEL_FOR_MS = 10000 };

/* On a connection of its own, as the protocol has it: this one is busy with the statement. */
void db_cancel(struct db *db)
{
    char why_not[256];
    PGcancel *cancel = PQgetCancel(db->pg);

    /* When it cannot be sent the wait goes on, and ends with CANCEL_FOR_MS. */
    if (cancel)
        PQcancel(cancel, why_not, sizeof(why_not));
    PQfreeCancel(cancel);
}

void db_abandon(struct db *db)
{
    /* libpq then finds the end of the stream, and nothing waits for the server any more. */
    db->lost = true;
    if (PQsocket(db->pg) >= 0)
        shutdown(PQsocket(db->pg), SHUT_RDWR);
}

/*
 * Not by hanging up: the server would notice only when it next writes, and
 * until then its locks would stand in the way of the next run.
 */
void db_heed_signal(struct db *db)
{
    int64_t now = clock_ms();

    if (!db->cancelling) {
        if (!interrupt_pending())
            return;
        db->cancelling = true;
        db->give_up_at = now + CANCEL_FOR_MS;
    } else if (now < db->cancel_at) {
        return;
    }
    if (now >= db->give_up_at) {
        db_abandon(db);
        return;
    }
    db->cancel_at = now + CANCEL_EVERY_MS;
    db_cancel(db);
}

void db_on_waiting(struct db *db, int every_ms, db_waiting_fn *fn, void *data)
{
    db->waiting = fn;
    db->waiting_data = data;
    db->waiting_every_ms = every_ms;
    db->waiting_at = clock_ms() + every_ms;
}

static void say_waiting(struct db *db)
{
    if (!db->waiting || db->cancelling || clock_ms() < db->waiting_at)
        return;
    db->waiting(db->waiting_data);
    db->waiting_at = clock_ms() + db->waiting_every_ms;
}

/* Until the next thing that has its time; -1: there is none. */
static int wait_ms(const struct db *db)
{
    int64_t until = db->cancelling ? db->cancel_at : db->waiting_at;
    int64_t left = until - clock_ms();

    if (!db->cancelling && !db->waiting)
        return -1;
    return left > 0 ? (int)left : 0;
}

/*
 * Also while writing it reads: a server that cannot get rid of its answers
 * takes no more statements.  Once a signal is known its descriptor is left
 * out, as it stays readable and no wait would wait.
 */
bool db_poll(struct db *db, bool writing)
{
    struct pollfd fds[] = {
        {.fd = PQsocket(db->pg), .events = (short)(writing ? POLLIN | POLLOUT : POLLIN)},
        {.fd = db->cancelling ? -1 : interrupt_fd(), .events = POLLIN},
    };

    if (fds[0].fd < 0 || (poll(fds, 2, wait_ms(db)) < 0 && errno != EINTR))
        return false;
    db_heed_signal(db);
    say_waiting(db);
    return fds[0].revents == 0 || PQconsumeInput(db->pg) == 1;
}

PGresult *db_next_result(struct db *db)
{
    /* A write that fails is no reason to stop: the server's last words may still be unread. */
    while (PQisBusy(db->pg)) {
        bool writing = PQflush(db->pg) == 1;

        if (!db_poll(db, writing))
            break;
    }
    /* A COPY that was given up would give the same result for ever. */
    return db->lost ? NULL : PQgetResult(db->pg);
}

bool db_begin(struct db *db, struct error *err)
{
    assert(!db->copying);
    if (!db_alive(db)) {
        error_set(err, ERROR_DATABASE, "the connection to the server is gone");
        memcpy(err->sqlstate, SQLSTATE_CONNECTION_FAILURE, sizeof(err->sqlstate));
        return false;
    }
    return interrupt_check(err);
}

/* 'has_reason': 'err' already says what led to it. */
static void say_lost(struct db *db, bool has_reason, struct error *err)
{
    if (!has_reason)
        error_set(err, ERROR_DATABASE, "the connection to the server was lost");
    else if (db->lost)
        error_detail(err, "The connection had to be closed.");
    else
        error_wrap(err, "the connection to the server was lost");
    memcpy(err->sqlstate, SQLSTATE_CONNECTION_FAILURE, sizeof(err->sqlstate));
    if (!err->hint && !db->lost)
        error_hint(err, "The server's log tells why.");
}

bool db_end(struct db *db, bool ok, struct error *err)
{
    /*
     * Whatever came of the statement, even that it was done before the cancel
     * came through: who sent the signal wants nothing more to follow.
     */
    if (db->cancelling) {
        db->cancelling = false;
        error_clear(err);
        return interrupt_check(err);
    }
    if (!db_alive(db)) {
        say_lost(db, !ok, err);
        return false;
    }
    return ok;
}
