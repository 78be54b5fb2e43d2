/* What the files of this folder share about a cluster. */
#ifndef DEVCLUSTER_CLUSTER_H
#define DEVCLUSTER_CLUSTER_H

#include <stdbool.h>
#include <sys/types.h>
#include <talloc.h>

#include "devcluster/devcluster.h"

#define CLUSTER_ROLE "postgres"

enum { CLUSTER_SOCKET_PORT = 5432, CLUSTER_CONNECT_S = 30, PLACE_LOCK_MS = 120000 };

struct file_lock;
struct process_options;

struct devcluster {
    struct devcluster_options options;
    char *project; /* its real path, or NULL when 'base' is a temporary folder */
    char *base;    /* holds data, log, lock, port and password */
    char *data;    /* belongs to the serving account, as does 'socket' */
    char *log;
    char *socket;       /* the folder */
    int port, tcp_port; /* of the running server, else of the next start as far as known */
    uid_t uid;          /* of the serving account */
    gid_t gid;
    bool drops; /* we are root and serve under another account */
    int watch;  /* the end of this pipe ends a throwaway cluster; -1 if there is none */
    pid_t watcher, watched;
};

/* --- place.c: where things lie, and who owns them --- */

/* Fill in the account and the folders of a cluster that exists, or those it would be made in first.
 */
bool place_find(struct devcluster *cluster, struct error *err);

/* Settle on folders that the serving account can use, and lock them. */
struct file_lock *place_settle(TALLOC_CTX *mem, struct devcluster *cluster, struct error *err);

/* The flock on file 'name' of the base; "lock" is the one that place_settle() takes. */
struct file_lock *place_lock(TALLOC_CTX *mem, const struct devcluster *cluster, const char *name,
                             int wait_ms, struct error *err);

/* Give a file of the base to the base's owner: what root leaves there must be of use to him. */
bool place_give(const struct devcluster *cluster, const char *path, struct error *err);

/* Make the socket's folder, or see that it is ours and nobody else's. */
bool place_socket(const struct devcluster *cluster, struct error *err);

/* A folder of mode 0700 that belongs to the serving account. */
bool place_own_folder(const struct devcluster *cluster, const char *path, struct error *err);

/* The account and the environment of PostgreSQL's programs. */
struct process_options place_process_options(const struct devcluster *cluster);

/* --- install.c: the PostgreSQL servers of this machine --- */

struct install {
    const char *binaries;
    int major;
};

/* The newest one, or the one of version 'major' unless that is 0. */
struct install *install_find(TALLOC_CTX *mem, const char *binaries, int major, struct error *err);

/* The version of pgvector that the server would install, such as "0.8.0"; NULL if it has none. */
char *install_pgvector(TALLOC_CTX *mem, const struct install *install);

/* Are its parallel HNSW builds unsafe? */
bool install_pgvector_is_unsafe(const char *version);

/* --- postmaster.c: the running server, as its own file in the data tells --- */

struct postmaster {
    pid_t pid; /* 0: none runs */
    int port;
    char *socket; /* the folder */
    bool tcp, ready;
};

struct postmaster *postmaster_read(TALLOC_CTX *mem, const struct devcluster *cluster);

/* Does this process work on the cluster's data? */
bool postmaster_works(const struct devcluster *cluster, pid_t pid);

/* --- make.c, serve.c, port.c, watch.c --- */

bool cluster_make(struct devcluster *cluster, struct error *err);
bool cluster_serve(struct devcluster *cluster, int tcp_port, struct error *err);

/* Stop what runs; 'now' without writing anything, for data that is about to go. */
bool cluster_halt(const struct devcluster *cluster, bool now, struct error *err);

/* Remove data, log and socket. */
bool cluster_remove(const struct devcluster *cluster, struct error *err);

/* The TCP port of the last start, 0 if it had none; the one to start with; and keep that in mind.
 */
int port_remembered(const struct devcluster *cluster);
bool port_choose(const struct devcluster *cluster, int *port, struct error *err);
bool port_remember(const struct devcluster *cluster, int port, struct error *err);

/* The role's password for TCP, made when it is first asked for with 'make'; else NULL if none. */
char *password_read(TALLOC_CTX *mem, const struct devcluster *cluster, bool make,
                    struct error *err);

/* Destroy a throwaway cluster when this process ends; call that off; have it done at once. */
bool watch_begin(struct devcluster *cluster, struct error *err);
void watch_end(struct devcluster *cluster);
void watch_act(struct devcluster *cluster);

/* --- advice.c --- */

/*
 * "what: why" from what a program of PostgreSQL printed, with its last lines
 * and a hint for the common causes; 'log' is named if not NULL.  Always false.
 */
bool advice_fail(struct error *err, const char *what, const char *output, const char *log);

#endif
