#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "devcluster/cluster.h"

enum {
    LOOK_EVERY_MS = 10,
    FAST_STOP_MS = 60000,
    ANY_STOP_MS = 20000,
    MAX_LOG = 1 << 20,
    LAST_BACKENDS_MS = 10000
};

/*
 * The command line outranks the configuration files, which stay their owner's.
 *
 * A crash may cost the last moment of work (synchronous_commit), and leaves the
 * rest in order.  One migration, or one DROP SCHEMA, may lock thousands of tables.
 * What the server has to say must come to its stderr, where we look for it.
 */
static const char *const settings[] = {"synchronous_commit=off",
                                       "max_locks_per_transaction=1024",
                                       "cluster_name=limbeck",
                                       "unix_socket_permissions=0700",
                                       "logging_collector=off",
                                       "log_destination=stderr",
                                       NULL};
/* Nobody comes back to these data after a crash; minimal WAL allows no senders. */
static const char *const throwaway_settings[] = {"fsync=off", "full_page_writes=off",
                                                 "wal_level=minimal", "max_wal_senders=0", NULL};

static void add_settings(struct strlist *argv, const char *const *list)
{
    for (size_t i = 0; list[i]; i++) {
        strlist_add(argv, "-c");
        strlist_add(argv, list[i]);
    }
}

static const char *const *postgres_arguments(TALLOC_CTX *mem, const struct devcluster *cluster,
                                             const struct install *install, int tcp_port)
{
    struct strlist *argv = strlist_new(mem);
    char *pgvector = install_pgvector(argv, install);

    strlist_addf(argv, "%s/postgres", install->binaries);
    strlist_add(argv, "-D");
    strlist_add(argv, cluster->data);
    add_settings(argv, settings);
    if (cluster->options.throwaway)
        add_settings(argv, throwaway_settings);
    strlist_add(argv, "-c");
    strlist_addf(argv, "unix_socket_directories=%s", cluster->socket);
    strlist_add(argv, "-c");
    strlist_addf(argv, "port=%d", tcp_port ? tcp_port : CLUSTER_SOCKET_PORT);
    strlist_add(argv, "-c");
    strlist_add(argv, tcp_port ? "listen_addresses=127.0.0.1" : "listen_addresses=");
    if (pgvector && install_pgvector_is_unsafe(pgvector)) {
        strlist_add(argv, "-c");
        strlist_add(argv, "max_parallel_maintenance_workers=0");
    }
    return argv->items;
}

/* How long the log is; a long one is put aside first. */
static size_t turn_log(const struct devcluster *cluster)
{
    MEM_SCRATCH(scratch);
    struct stat st;

    if (lstat(cluster->log, &st) != 0)
        return 0;
    if (st.st_size < MAX_LOG)
        return (size_t)st.st_size;
    rename(cluster->log, mem_printf(scratch, "%s.1", cluster->log));
    return 0;
}

static bool say_failed(const struct devcluster *cluster, size_t log_start, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct file_text *log = file_read(scratch, cluster->log, (size_t)1 << 30, error_new(scratch));

    return advice_fail(err, "the PostgreSQL server did not start",
                       log && log->length > log_start ? log->bytes + log_start : "", cluster->log);
}

/*
 * The server says in its own file when it takes connections; trying to connect
 * would fill its log with refusals.
 */
static bool wait_until_ready(const struct devcluster *cluster, pid_t pid, size_t log_start,
                             struct error *err)
{
    for (;;) {
        MEM_SCRATCH(scratch);
        struct postmaster *p = postmaster_read(scratch, cluster);

        if (p->pid == pid && p->ready)
            return true;
        if (!process_alive(pid))
            return say_failed(cluster, log_start, err);
        if (!interrupt_sleep(LOOK_EVERY_MS, err)) {
            kill(pid, SIGINT);
            return false;
        }
    }
}

/*
 * The file of a server that died names a process that may be somebody else's
 * by now, and PostgreSQL would not start.  It takes the number of its own
 * parent for stale; the rest of the file lets it see whether backends of the
 * dead server still work on the data, so the file is not just removed.
 */
static bool take_over_stale_file(const struct devcluster *cluster, struct error *err)
{
    enum { MAX_FILE = 1 << 16 };
    MEM_SCRATCH(scratch);
    char *path = path_join(scratch, cluster->data, "postmaster.pid");
    struct file_text *file;

    if (!file_exists(path))
        return true;
    file = file_read(scratch, path, MAX_FILE, err);
    if (!file || !file_replace(path,
                               mem_printf(scratch, "%d%s", (int)getpid(),
                                          file->bytes + strcspn(file->bytes, "\n")),
                               err))
        return false;
    return !cluster->drops || lchown(path, cluster->uid, cluster->gid) == 0 ||
           error_errno(err, "cannot change the owner of \"%s\"", path);
}

static struct install *find_server(TALLOC_CTX *mem, const struct devcluster *cluster,
                                   struct error *err)
{
    int major = devcluster_major(cluster);

    if (major == 0) {
        error_set(err, ERROR_INVALID, "\"%s\" is no PostgreSQL cluster that can be read",
                  cluster->data);
        return NULL;
    }
    return install_find(mem, cluster->options.binaries, major, err);
}

/*
 * The server's stdin is this lock, so it is held as long as the server or one
 * of its backends works on the data: backends that outlive a killed server,
 * and servers in containers whose processes we cannot see, keep others out.
 */
static struct file_lock *lock_data(TALLOC_CTX *mem, const struct devcluster *cluster,
                                   struct error *err)
{
    struct file_lock *lock = place_lock(mem, cluster, "running", LAST_BACKENDS_MS, err);

    if (lock || err->code != ERROR_BUSY)
        return lock;
    error_set(err, ERROR_BUSY, "another server works on \"%s\"", cluster->data);
    error_hint(err, "It may run in a container that shares this folder, or be what a killed server "
                    "left behind: end it, then try again.");
    return NULL;
}

bool cluster_serve(struct devcluster *cluster, int tcp_port, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct process_options options = place_process_options(cluster);
    const struct install *install = find_server(scratch, cluster, err);
    struct file_lock *lock = install ? lock_data(scratch, cluster, err) : NULL;
    size_t log_start;
    pid_t pid;

    if (!lock || !take_over_stale_file(cluster, err) || !place_socket(cluster, err))
        return false;
    options.folder = cluster->data;
    options.input_fd = file_lock_fd(lock);
    log_start = turn_log(cluster);
    pid = process_start(postgres_arguments(scratch, cluster, install, tcp_port), &options,
                        cluster->log, err);
    if (pid < 0)
        return false;
    /* A later start by the serving account itself goes on with the log. */
    if (cluster->drops && lchown(cluster->log, cluster->uid, cluster->gid) != 0)
        return error_errno(err, "cannot change the owner of \"%s\"", cluster->log);
    return wait_until_ready(cluster, pid, log_start, err);
}

/* Not to be interrupted: half stopped is worse than a little later. */
static bool wait_for_end(const struct devcluster *cluster, pid_t pid, int ms)
{
    int64_t until = clock_ms() + ms;

    while (postmaster_works(cluster, pid)) {
        if (clock_ms() >= until)
            return false;
        poll(NULL, 0, LOOK_EVERY_MS);
    }
    return true;
}

bool cluster_halt(const struct devcluster *cluster, bool now, struct error *err)
{
    MEM_SCRATCH(scratch);
    pid_t pid = postmaster_read(scratch, cluster)->pid;

    if (pid == 0)
        return true;
    /* SIGINT rolls back and writes a checkpoint; SIGQUIT does neither. */
    if (kill(pid, now ? SIGQUIT : SIGINT) != 0 && errno != ESRCH)
        return error_errno(err, "cannot stop the server (process %d)", (int)pid);
    if (wait_for_end(cluster, pid, now ? ANY_STOP_MS : FAST_STOP_MS))
        return true;
    /* What was committed is in the log of the data, and is there after the next start. */
    kill(pid, SIGQUIT);
    if (wait_for_end(cluster, pid, ANY_STOP_MS))
        return true;
    error_set(err, ERROR_SYSTEM, "the server (process %d) does not stop", (int)pid);
    return error_detail(err, "The server's log is \"%s\".", cluster->log);
}
