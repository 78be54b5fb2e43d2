#include "cli/server.h"

#include "base/error.h"
#include "base/mem.h"
#include "db/db.h"
#include "devcluster/devcluster.h"

enum { CONNECT_TIMEOUT_S = 10 };

static bool start(TALLOC_CTX *mem, struct case_server *server, struct error *err)
{
    const struct devcluster_options options = {.throwaway = true};

    server->cluster = devcluster_open(mem, &options, err);
    return server->cluster && devcluster_start(server->cluster, err);
}

char *case_server_database(TALLOC_CTX *mem, struct case_server *server, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *name = mem_printf(scratch, "case%d", ++server->n_databases);
    struct db *db;

    if (!server->cluster && !start(NULL, server, err))
        return NULL;
    db = db_open(scratch, devcluster_conninfo(scratch, server->cluster, NULL), "cli tests",
                 CONNECT_TIMEOUT_S, err);
    if (!db || !db_exec(db, mem_printf(scratch, "CREATE DATABASE %s", name), err))
        return NULL;
    return devcluster_url(mem, server->cluster, name, "libpq", err);
}
