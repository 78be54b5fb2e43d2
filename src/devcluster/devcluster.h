/*
 * A private PostgreSQL server: made, started and stopped by us, seen by
 * nobody else.  The dev cluster of a project, the servers of our own tests
 * and the scratch servers of verify are all this.
 *
 * The socket lies in a short folder with mode 0700, so that a project path of
 * any length works; one flock guards making, starting and stopping.  As root
 * the server runs under an unprivileged account.
 */
#ifndef DEVCLUSTER_DEVCLUSTER_H
#define DEVCLUSTER_DEVCLUSTER_H

#include <stdbool.h>
#include <talloc.h>

struct error;
struct devcluster;

enum { DEVCLUSTER_NO_PORT = 0, DEVCLUSTER_AUTO_PORT = -1 };

struct devcluster_options {
    const char *folder; /* the project's folder; the cluster lies in <folder>/.limbeck */
    const char *binaries; /* a folder with initdb and postgres, or NULL: the newest installed */
    int port; /* TCP on localhost, DEVCLUSTER_NO_PORT or DEVCLUSTER_AUTO_PORT */
    bool throwaway; /* fsync off: for tests and scratch databases only */
};

/* What is known of the cluster without starting anything; never NULL unless the folder is unusable. */
struct devcluster *devcluster_open(TALLOC_CTX *mem, const struct devcluster_options *options,
                                   struct error *err);

/* Make it if it is not there, start it if it does not run. */
bool devcluster_start(struct devcluster *cluster, struct error *err);
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
int devcluster_major(const struct devcluster *cluster);

/* A libpq connection string for database 'name' (NULL: the project's, "limbeck"). */
char *devcluster_conninfo(TALLOC_CTX *mem, const struct devcluster *cluster, const char *name);

/* The same as a URL for a driver: "libpq", "psycopg", "asyncpg", "jdbc" (the last needs TCP). */
char *devcluster_url(TALLOC_CTX *mem, const struct devcluster *cluster, const char *name,
                     const char *driver, struct error *err);

#endif
