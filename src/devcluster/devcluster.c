#include "devcluster/devcluster.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "db/db.h"
#include "devcluster/cluster.h"

/* A throwaway cluster goes with its struct. */
static int end_watch(struct devcluster *cluster)
{
    watch_act(cluster);
    return 0;
}

/*
 * What runs decides where it is reached: it may have been started with another
 * port, and when the project had another path, which the socket's name is of.
 */
static bool look(struct devcluster *cluster)
{
    MEM_SCRATCH(scratch);
    struct postmaster *p = postmaster_read(scratch, cluster);
    int remembered = port_remembered(cluster);

    if (p->pid) {
        cluster->socket = mem_strdup(cluster, p->socket);
        cluster->port = p->port;
        cluster->tcp_port = p->tcp ? p->port : 0;
    } else {
        cluster->port = remembered ? remembered : CLUSTER_SOCKET_PORT;
        cluster->tcp_port = remembered;
    }
    return p->pid != 0;
}

struct devcluster *devcluster_open(TALLOC_CTX *mem, const struct devcluster_options *options,
                                   struct error *err)
{
    MEM_SCRATCH(scratch);
    struct devcluster *cluster = mem_new(scratch, struct devcluster);

    cluster->options = *options;
    cluster->options.folder = mem_strdup(cluster, options->folder);
    cluster->options.binaries = mem_strdup(cluster, options->binaries);
    cluster->watch = -1;
    if (!place_find(cluster, err))
        return NULL;
    look(cluster);
    talloc_set_destructor(cluster, end_watch);
    return talloc_steal(mem, cluster);
}

/* A port that is wished for is no reason to end other people's connections. */
static bool check_port(const struct devcluster *cluster, struct error *err)
{
    int wish = cluster->options.port;

    if (wish == DEVCLUSTER_NO_PORT || wish == cluster->tcp_port ||
        (wish == DEVCLUSTER_AUTO_PORT && cluster->tcp_port) ||
        (wish == DEVCLUSTER_CLOSE_PORT && !cluster->tcp_port))
        return true;
    if (cluster->tcp_port)
        error_set(err, ERROR_CONFLICT, "the cluster runs already, with TCP port %d",
                  cluster->tcp_port);
    else
        error_set(err, ERROR_CONFLICT, "the cluster runs already, without a TCP port");
    return error_hint(err, "Stop it first, then start it with the port: limbeck dev stop.");
}

struct db *devcluster_admin(TALLOC_CTX *mem, const struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);

    return db_open(mem, devcluster_conninfo(scratch, cluster, "postgres"), "limbeck",
                   CLUSTER_CONNECT_S, err);
}

/* At each start: the file may be new, or somebody may have changed the role's by hand. */
static bool set_password(struct db *db, const struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *password = password_read(scratch, cluster, true, err);
    const char *sql;

    if (!password)
        return false;
    /* banned-ok: it has letters and digits only */
    sql = mem_printf(scratch, "ALTER ROLE " CLUSTER_ROLE " PASSWORD '%s'", password);
    return db_exec(db, sql, err);
}

/* Looked for at each start: the first one may have ended between server and database. */
static bool make_database(struct db *db, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *found = db_query(scratch, db, "SELECT FROM pg_database WHERE datname = $1",
                                       DB_PARAMS(DEVCLUSTER_DATABASE), err);

    return found &&
           (db_rows(found) > 0 || db_exec(db, "CREATE DATABASE " DEVCLUSTER_DATABASE, err));
}

static bool prepare(const struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db *db = devcluster_admin(scratch, cluster, err);

    return db && (!cluster->tcp_port || set_password(db, cluster, err)) && make_database(db, err);
}

static bool start(struct devcluster *cluster, struct error *err)
{
    int port;

    if (!port_choose(cluster, &port, err) || !cluster_serve(cluster, port, err))
        return false;
    look(cluster);
    return port_remember(cluster, port, err) && prepare(cluster, err);
}

bool devcluster_start(struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct file_lock *lock = devcluster_exists(cluster)
                                 ? place_lock(scratch, cluster, "lock", PLACE_LOCK_MS, err)
                                 : place_settle(scratch, cluster, err);

    if (!lock)
        return false;
    /* Behind the lock: somebody else may have started it meanwhile. */
    if (look(cluster))
        return check_port(cluster, err);
    /* Before anything is there that a killed process could leave. */
    if (cluster->options.throwaway && !watch_begin(cluster, err))
        return false;
    return (devcluster_exists(cluster) || cluster_make(cluster, err)) && start(cluster, err);
}

bool devcluster_stop(struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);

    if (!devcluster_exists(cluster))
        return true;
    if (!place_lock(scratch, cluster, "lock", PLACE_LOCK_MS, err))
        return false;
    look(cluster);
    if (!cluster_halt(cluster, false, err))
        return false;
    /* It stays while anything is in it, as when a killed server left its socket. */
    if (cluster->project)
        rmdir(cluster->socket);
    return true;
}

bool devcluster_destroy(struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);

    if (file_exists(cluster->base)) {
        if (!place_lock(scratch, cluster, "lock", PLACE_LOCK_MS, err))
            return false;
        look(cluster);
        if (!cluster_halt(cluster, true, err) || !cluster_remove(cluster, err))
            return false;
    }
    /* Only now: had the removal failed, the watcher would still have its chance. */
    watch_end(cluster);
    look(cluster);
    return true;
}

bool devcluster_exists(const struct devcluster *cluster)
{
    return file_exists(cluster->data);
}

bool devcluster_running(const struct devcluster *cluster)
{
    MEM_SCRATCH(scratch);

    return postmaster_read(scratch, cluster)->pid != 0;
}

const char *devcluster_data(const struct devcluster *cluster)
{
    return cluster->data;
}

const char *devcluster_socket(const struct devcluster *cluster)
{
    return cluster->socket;
}

const char *devcluster_log(const struct devcluster *cluster)
{
    return cluster->log;
}

int devcluster_port(const struct devcluster *cluster)
{
    return cluster->port;
}

int devcluster_tcp_port(const struct devcluster *cluster)
{
    return cluster->tcp_port;
}

int devcluster_major(const struct devcluster *cluster)
{
    enum { MAX_FILE = 64 };
    MEM_SCRATCH(scratch);
    struct file_text *version = file_read(scratch, path_join(scratch, cluster->data, "PG_VERSION"),
                                          MAX_FILE, error_new(scratch));

    return version ? (int)strtol(version->bytes, NULL, 10) : 0;
}

char *devcluster_caution(TALLOC_CTX *mem, const struct devcluster *cluster)
{
    MEM_SCRATCH(scratch);
    struct install *install = install_find(scratch, cluster->options.binaries,
                                           devcluster_major(cluster), error_new(scratch));
    char *pgvector = install ? install_pgvector(scratch, install) : NULL;

    if (!pgvector || !install_pgvector_is_unsafe(pgvector))
        return NULL;
    return mem_printf(mem,
                      "HNSW indexes are built without parallel workers: those of pgvector %s can "
                      "write outside their memory (CVE-2026-3172, repaired in 0.8.2)",
                      pgvector);
}
