/*
 * A private PostgreSQL server: made, started and stopped by us, seen by
 * nobody else.  The dev cluster of a project, the servers of our own tests
 * and the scratch servers of verify are all this.
 *
 * The data lie in <project>/.limbeck if the serving account can own them
 * there, else in the state folder of the account ($XDG_STATE_HOME/limbeck or
 * ~/.local/state/limbeck; for root /var/lib/limbeck).  The socket lies in a
 * folder of mode 0700 below /tmp, so that a project path of any length works.
 * One flock guards making, starting, stopping and destroying.
 *
 * As root the server runs under the account "postgres", or "nobody" where
 * there is none.  Whoever may enter the socket's folder is the superuser
 * "postgres" without a password; TCP asks for the password that
 * devcluster_url() names.
 */
#ifndef DEVCLUSTER_DEVCLUSTER_H
#define DEVCLUSTER_DEVCLUSTER_H

#include <stdbool.h>
#include <talloc.h>

struct db;
struct error;
struct devcluster;

#define DEVCLUSTER_DATABASE "limbeck" /* the project's own, made with the cluster */

enum {
    DEVCLUSTER_NO_PORT = 0,     /* no wish: as at the last start, at first none */
    DEVCLUSTER_AUTO_PORT = -1,  /* a free one, the same as last time if it still is */
    DEVCLUSTER_CLOSE_PORT = -2, /* no TCP any more */
};

struct devcluster_options {
    const char *folder;   /* the project's; NULL, for throwaway ones: a new temporary one */
    const char *binaries; /* a folder with initdb and postgres, or NULL: the newest installed */
    int port;             /* TCP on 127.0.0.1, or one of the above */

    /*
     * For tests and scratch databases: fsync is off, and the cluster is
     * destroyed with its struct or when the process that started it ends, even
     * when that is killed.
     */
    bool throwaway;
};

/* What is known of the cluster without starting anything; never NULL unless the folder is unusable.
 */
struct devcluster *devcluster_open(TALLOC_CTX *mem, const struct devcluster_options *options,
                                   struct error *err);

/*
 * Make it if it is not there, start it if it does not run; on return it takes
 * connections.  ERROR_CONFLICT when it runs with another port than wished,
 * ERROR_NOT_FOUND when no server is installed that fits.  After other failures
 * 'where' has the last lines of its log.
 */
bool devcluster_start(struct devcluster *cluster, struct error *err);

/* Open connections are ended, their transactions rolled back. */
bool devcluster_stop(struct devcluster *cluster, struct error *err);

/* Stop it and remove its data. */
bool devcluster_destroy(struct devcluster *cluster, struct error *err);

bool devcluster_exists(const struct devcluster *cluster);
bool devcluster_running(const struct devcluster *cluster);

/* Plain facts for status and for messages; texts belong to the cluster. */
const char *devcluster_data(const struct devcluster *cluster);
const char *devcluster_socket(const struct devcluster *cluster);
const char *devcluster_log(const struct devcluster *cluster);
int devcluster_port(const struct devcluster *cluster);     /* of the socket's name */
int devcluster_tcp_port(const struct devcluster *cluster); /* 0: no TCP */
int devcluster_major(const struct devcluster *cluster);    /* of its data; 0: not made */

/* What its owner should know for status, such as indexes that are built in a slower way; or NULL.
 */
char *devcluster_caution(TALLOC_CTX *mem, const struct devcluster *cluster);

/* A libpq connection string for database 'name' (NULL: the project's, DEVCLUSTER_DATABASE). */
char *devcluster_conninfo(TALLOC_CTX *mem, const struct devcluster *cluster, const char *name);

/*
 * The same as a URL for a driver: "libpq" (also what Go, Rust and Node read),
 * "psycopg" and "asyncpg" (SQLAlchemy's), "jdbc" (needs TCP, else
 * ERROR_USAGE).  It goes by TCP, and then holds the password, when a port is
 * open, else by the socket.
 */
char *devcluster_url(TALLOC_CTX *mem, const struct devcluster *cluster, const char *name,
                     const char *driver, struct error *err);

/* A connection for making and dropping databases (devcluster/database.h). */
struct db *devcluster_admin(TALLOC_CTX *mem, const struct devcluster *cluster, struct error *err);

#endif
