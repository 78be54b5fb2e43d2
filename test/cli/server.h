/* A server for the cases that name DATABASE_URL, started when the first of them comes. */
#ifndef CLI_SERVER_H
#define CLI_SERVER_H

#include <talloc.h>

struct devcluster;
struct error;

struct case_server {
    struct devcluster *cluster; /* NULL until it is needed; ends with this program */
    int n_databases;
};

/* The URL of a new, empty database, a child of 'mem'; NULL on failure. */
char *case_server_database(TALLOC_CTX *mem, struct case_server *server, struct error *err);

#endif
