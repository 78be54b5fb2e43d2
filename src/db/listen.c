#include "db/listen.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "db/connection.h"

bool db_listen(struct db *db, const char *channel, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *quoted = PQescapeIdentifier(db->pg, channel, strlen(channel));
    char *sql;

    if (!quoted)
        return db_not_sent(db, err);
    sql = mem_printf(scratch, "LISTEN %s", quoted);
    PQfreemem(quoted);
    return db_exec(db, sql, err);
}

/* libpq gathers them whenever it reads, so some may be here before anybody waits. */
static struct db_notification *take(TALLOC_CTX *mem, struct db *db)
{
    PGnotify *pg = PQnotifies(db->pg);
    struct db_notification *notification;

    if (!pg)
        return NULL;
    notification = mem_new(mem, struct db_notification);
    notification->channel = mem_strdup(notification, pg->relname);
    notification->payload = mem_strdup(notification, pg->extra);
    notification->backend_pid = pg->be_pid;
    PQfreemem(pg);
    return notification;
}

/* Nothing runs that could be cancelled: a signal just ends the wait. */
static bool wait_for_input(struct db *db, int64_t until)
{
    int64_t left = until - clock_ms();
    struct pollfd fds[] = {
        {.fd = PQsocket(db->pg), .events = POLLIN},
        {.fd = interrupt_fd(), .events = POLLIN},
    };

    if (until == INT64_MAX)
        left = -1;
    else if (left < 0)
        left = 0;
    if (poll(fds, 2, (int)left) < 0 && errno != EINTR)
        return false;
    return fds[0].revents == 0 || PQconsumeInput(db->pg) == 1;
}

bool db_wait_notify(TALLOC_CTX *mem, struct db *db, int timeout_ms,
                    struct db_notification **notification, struct error *err)
{
    int64_t until = timeout_ms < 0 ? INT64_MAX : clock_ms() + timeout_ms;

    *notification = NULL;
    if (!db_begin(db, err))
        return false;
    while (!(*notification = take(mem, db))) {
        /* Before the wait: what comes in its last moment is still looked at. */
        bool last = clock_ms() >= until;

        /* Nothing was wrong until here: db_end() finds the connection gone, and says so. */
        if (!wait_for_input(db, until))
            return db_end(db, true, err);
        if (!interrupt_check(err))
            return false;
        if (last)
            break;
    }
    return true;
}
