#include "harness/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "db/db.h"
#include "devcluster/devcluster.h"
#include "harness/test.h"

enum { CONNECT_S = 30 };

static struct {
    pid_t owner; /* not a child that it forked */
    TALLOC_CTX *mem;
    struct devcluster *cluster;
    struct db *admin;
    int databases; /* made so far */
} server;

__attribute__((noreturn)) static void give_up(const struct error *err)
{
    test_fail(__FILE__, __LINE__, "%s; %s; %s", err->message, err->hint ? err->hint : "no hint",
              err->where ? err->where : "");
}

static void end(void)
{
    struct error *err = error_new(server.mem);

    if (getpid() != server.owner)
        return;
    TALLOC_FREE(server.admin);
    if (server.cluster && !devcluster_destroy(server.cluster, err))
        printf("    the server was not removed: %s\n", err->message);
    TALLOC_FREE(server.mem);
}

/* Before the count of what tests leave behind begins. */
__attribute__((constructor)) static void make_room(void)
{
    server.owner = getpid();
    server.mem = talloc_named_const(NULL, 0, "server");
    atexit(end);
}

static void begin(struct error *err)
{
    const struct devcluster_options options = {.throwaway = true};

    server.cluster = devcluster_open(server.mem, &options, err);
    if (!server.cluster)
        give_up(err);
    if (!devcluster_start(server.cluster, err))
        give_up(err);
    server.admin = db_open(server.mem, devcluster_conninfo(err, server.cluster, "postgres"),
                           "tests", CONNECT_S, err);
    if (!server.admin)
        give_up(err);
}

struct database {
    int number;
};

static int drop(struct database *database)
{
    MEM_SCRATCH(scratch);

    db_exec(server.admin,
            mem_printf(scratch, "DROP DATABASE test_%d WITH (FORCE)", database->number),
            error_new(scratch));
    return 0;
}

const char *server_database(TALLOC_CTX *mem)
{
    struct error *err = error_new(mem);
    struct database *database = mem_new(mem, struct database);

    if (!server.admin)
        begin(err);
    database->number = ++server.databases;
    if (!db_exec(server.admin,
                 mem_printf(err, "CREATE DATABASE test_%d TEMPLATE template0", database->number),
                 err))
        give_up(err);
    talloc_set_destructor(database, drop);
    return devcluster_conninfo(mem, server.cluster, mem_printf(mem, "test_%d", database->number));
}

static struct db *connect(TALLOC_CTX *mem, const char *conninfo)
{
    struct error *err = error_new(mem);
    struct db *db = db_open(mem, conninfo, "tests", CONNECT_S, err);

    if (!db)
        give_up(err);
    return db;
}

struct db *server_db(TALLOC_CTX *mem)
{
    return connect(mem, server_database(mem));
}

struct db *server_db_beside(TALLOC_CTX *mem, const struct db *db)
{
    return server_db_named(mem, db_name(db));
}

struct db *server_db_named(TALLOC_CTX *mem, const char *name)
{
    return connect(mem, devcluster_conninfo(mem, server.cluster, name));
}

struct folder {
    const char *path;
};

static int remove_folder(struct folder *folder)
{
    MEM_SCRATCH(scratch);

    file_remove_folder(folder->path, error_new(scratch));
    return 0;
}

const char *server_folder(TALLOC_CTX *mem)
{
    struct error *err = error_new(mem);
    struct folder *folder = mem_new(mem, struct folder);

    folder->path = file_temp_folder(folder, "/tmp", "limbeck-test-", err);
    if (!folder->path || chmod(folder->path, 0755) != 0)
        give_up(err);
    talloc_set_destructor(folder, remove_folder);
    return folder->path;
}
