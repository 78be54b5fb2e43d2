#include "devcluster/devcluster.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "devcluster/cluster.h"
#include "harness/server.h"
#include "harness/test.h"

enum { PATIENCE_MS = 60000 };

/* Throwaway, so that a failing or killed test leaves no server behind. */
static struct devcluster *open_with(TALLOC_CTX *mem, const char *folder, int port,
                                    struct error *err)
{
    const struct devcluster_options options = {.folder = folder, .port = port, .throwaway = true};
    struct devcluster *cluster = devcluster_open(mem, &options, err);

    PASSES(cluster != NULL);
    return cluster;
}

static struct devcluster *started(TALLOC_CTX *mem, const char *folder, struct error *err)
{
    struct devcluster *cluster = open_with(mem, folder, DEVCLUSTER_NO_PORT, err);

    PASSES(devcluster_start(cluster, err));
    return cluster;
}

static const char *ask(TALLOC_CTX *mem, const struct devcluster *cluster, const char *sql,
                       struct error *err)
{
    struct db *db = db_open(mem, devcluster_conninfo(mem, cluster, NULL), "tests", 30, err);
    struct db_result *r = db ? db_query_row(mem, db, sql, DB_NO_PARAMS, err) : NULL;
    const char *text = r ? db_text(r, 0, 0) : err->message;

    talloc_free(db);
    return text;
}

static pid_t postmaster(TALLOC_CTX *mem, const struct devcluster *cluster)
{
    return postmaster_read(mem, cluster)->pid;
}

TEST(devcluster_is_made_started_stopped_and_started_again_with_its_data)
{
    const char *folder = server_folder(mem);
    struct devcluster *cluster = open_with(mem, folder, DEVCLUSTER_NO_PORT, err);

    TRUE(!devcluster_exists(cluster));
    EQUAL_INT(devcluster_major(cluster), 0);
    PASSES(devcluster_start(cluster, err));
    TRUE(devcluster_exists(cluster));
    TRUE(devcluster_running(cluster));
    EQUAL_STR(ask(mem, cluster, "SELECT current_user || ' ' || current_database()", err),
              "postgres limbeck");
    EQUAL_STR(ask(mem, cluster, "SELECT lo_from_bytea(4711, 'kept')", err), "4711");
    PASSES(devcluster_stop(cluster, err));
    TRUE(!devcluster_running(cluster));
    TRUE(!file_exists(devcluster_socket(cluster)));
    PASSES(devcluster_stop(cluster, err));
    PASSES(devcluster_start(cluster, err));
    EQUAL_STR(ask(mem, cluster, "SELECT encode(lo_get(4711), 'escape')", err), "kept");
    PASSES(devcluster_destroy(cluster, err));
}

TEST(devcluster_in_a_project_ignores_itself_and_belongs_to_the_serving_account)
{
    const char *folder = server_folder(mem);
    struct devcluster *cluster = started(mem, folder, err);
    struct stat st;

    EQUAL_STR(devcluster_data(cluster), mem_printf(mem, "%s/.limbeck/data", folder));
    EQUAL_STR(file_read(mem, mem_printf(mem, "%s/.limbeck/.gitignore", folder), 100, err)->bytes,
              "*\n");
    EQUAL_INT(stat(devcluster_data(cluster), &st), 0);
    EQUAL_INT(st.st_mode & 07777, 0700);
    TRUE(st.st_uid != 0);
    EQUAL_INT(stat(devcluster_socket(cluster), &st), 0);
    EQUAL_INT(st.st_mode & 07777, 0700);
    TRUE(st.st_uid != 0);
    PASSES(devcluster_destroy(cluster, err));
    TRUE(!devcluster_exists(cluster));
    TRUE(!file_exists(devcluster_data(cluster)));
    TRUE(!file_exists(devcluster_socket(cluster)));
    TRUE(!file_exists(devcluster_log(cluster)));
}

TEST(devcluster_that_runs_is_found_by_whoever_opens_it_next)
{
    const char *folder = server_folder(mem);
    struct devcluster *first = started(mem, folder, err);
    struct devcluster *second = open_with(mem, folder, DEVCLUSTER_NO_PORT, err);

    TRUE(devcluster_running(second));
    EQUAL_STR(devcluster_socket(second), devcluster_socket(first));
    EQUAL_INT(devcluster_major(second), devcluster_major(first));
    PASSES(devcluster_start(second, err));
    EQUAL_STR(ask(mem, second, "SELECT 1", err), "1");
    PASSES(devcluster_destroy(first, err));
    TRUE(!devcluster_running(second));
}

TEST(devcluster_serves_with_the_settings_that_a_project_needs)
{
    const struct devcluster_options options = {.folder = server_folder(mem)};
    struct devcluster *cluster = devcluster_open(mem, &options, err);
    const char *settings, *unsafe;
    char *caution;

    PASSES(cluster != NULL);
    PASSES(devcluster_start(cluster, err));
    /* Nobody watches over this one: it goes before anything can fail. */
    settings = ask(mem, cluster,
                   "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings "
                   "WHERE name IN ('synchronous_commit', 'fsync', 'max_locks_per_transaction', "
                   "'listen_addresses', 'server_encoding', 'max_parallel_maintenance_workers')",
                   err);
    unsafe = ask(mem, cluster,
                 "SELECT count(*) FROM pg_available_extensions WHERE name = 'vector' AND "
                 "string_to_array(default_version, '.')::int[] < '{0,8,2}'",
                 err);
    caution = devcluster_caution(mem, cluster);
    PASSES(devcluster_destroy(cluster, err));
    EQUAL_STR(unsafe, caution ? "1" : "0");
    EQUAL_STR(settings, mem_printf(mem,
                                   "fsync=on listen_addresses= max_locks_per_transaction=1024 "
                                   "max_parallel_maintenance_workers=%d server_encoding=UTF8 "
                                   "synchronous_commit=off",
                                   caution ? 0 : 2));
}

TEST(devcluster_outlives_its_starter_in_a_session_of_its_own)
{
    struct devcluster *cluster = started(mem, server_folder(mem), err);
    pid_t pid = postmaster(mem, cluster);

    TRUE(pid > 0);
    EQUAL_INT(getsid(pid), pid);
    PASSES(devcluster_destroy(cluster, err));
}

TEST(devcluster_takes_a_project_path_of_120_characters)
{
    const char *folder = server_folder(mem);
    char *deep = mem_printf(mem, "%s/%0*d", folder, 150 - (int)strlen(folder), 0);
    struct devcluster *cluster;

    PASSES(file_make_folder(deep, 0755, err));
    cluster = started(mem, deep, err);
    EQUAL_STR(ask(mem, cluster, "SELECT 1", err), "1");
    PASSES(devcluster_destroy(cluster, err));
}

/* Start it in 'n' processes at once; how many succeeded. */
static int start_in_processes(int n, const char *folder)
{
    int succeeded = 0, status;
    pid_t pids[8];

    for (int i = 0; i < n; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            struct error *err = error_new(NULL);
            const struct devcluster_options options = {.folder = folder};
            struct devcluster *cluster = devcluster_open(err, &options, err);
            bool ok = cluster && devcluster_start(cluster, err) &&
                      strcmp(ask(err, cluster, "SELECT 1", err), "1") == 0;

            _exit(ok ? 0 : 1);
        }
    }
    for (int i = 0; i < n; i++)
        succeeded += waitpid(pids[i], &status, 0) == pids[i] && status == 0;
    return succeeded;
}

TEST(devcluster_started_by_several_at_once_is_made_once)
{
    const char *folder = server_folder(mem);
    struct devcluster *cluster = open_with(mem, folder, DEVCLUSTER_NO_PORT, err);

    EQUAL_INT(start_in_processes(4, folder), 4);
    TRUE(devcluster_running(cluster));
    PASSES(devcluster_destroy(cluster, err));
}

static void wait_until_gone(pid_t pid)
{
    int64_t until = clock_ms() + PATIENCE_MS;

    while (process_alive(pid) && clock_ms() < until)
        usleep(2000);
}

TEST(devcluster_starts_after_its_server_was_killed)
{
    struct devcluster *cluster = started(mem, server_folder(mem), err);
    pid_t pid = postmaster(mem, cluster);

    kill(pid, SIGKILL);
    wait_until_gone(pid);
    TRUE(!devcluster_running(cluster));
    PASSES(devcluster_start(cluster, err));
    TRUE(postmaster(mem, cluster) != pid);
    EQUAL_STR(ask(mem, cluster, "SELECT 1", err), "1");
    PASSES(devcluster_destroy(cluster, err));
}

TEST(devcluster_locks_its_data_for_as_long_as_it_runs)
{
    const char *folder = server_folder(mem);
    struct devcluster *cluster = started(mem, folder, err);
    char *path = mem_printf(mem, "%s/.limbeck/running", folder);

    FAILS(file_lock(mem, path, 0, err) != NULL, ERROR_BUSY,
          mem_printf(mem, "another process holds \"%s\"", path));
    PASSES(devcluster_stop(cluster, err));
    PASSES(file_lock(mem, path, 0, err) != NULL);
    PASSES(devcluster_destroy(cluster, err));
}

TEST(devcluster_starts_when_the_number_of_its_dead_server_is_in_use)
{
    struct devcluster *cluster = started(mem, server_folder(mem), err);
    char *path = mem_printf(mem, "%s/postmaster.pid", devcluster_data(cluster));
    struct stat st;

    PASSES(devcluster_stop(cluster, err));
    PASSES(file_replace(path,
                        mem_printf(mem, "1\n%s\n1700000000\n5432\n/tmp\n\n  1 1\nready   \n",
                                   devcluster_data(cluster)),
                        err));
    EQUAL_INT(stat(devcluster_data(cluster), &st), 0);
    EQUAL_INT(chown(path, st.st_uid, st.st_gid), 0);
    TRUE(!devcluster_running(cluster));
    PASSES(devcluster_start(cluster, err));
    EQUAL_STR(ask(mem, cluster, "SELECT 1", err), "1");
    PASSES(devcluster_destroy(cluster, err));
}

TEST(devcluster_of_another_version_says_what_to_install)
{
    const char *folder = server_folder(mem);
    struct devcluster *cluster = open_with(mem, folder, DEVCLUSTER_NO_PORT, err);

    PASSES(file_make_folder(mem_printf(mem, "%s/.limbeck/data", folder), 0700, err));
    PASSES(file_create(mem_printf(mem, "%s/.limbeck/data/PG_VERSION", folder), "9\n", err));
    EQUAL_INT(chown(mem_printf(mem, "%s/.limbeck/data", folder), cluster->uid, cluster->gid), 0);
    TRUE(!devcluster_start(cluster, err));
    CONTAINS(err->message, "the cluster was made by PostgreSQL 9, and the server to start it");
    CONTAINS(err->hint, "apt install postgresql-9");
    CONTAINS(err->hint, "limbeck dev destroy, which loses the data");
    PASSES(devcluster_destroy(cluster, err));
}

TEST(devcluster_whose_settings_are_wrong_shows_the_log)
{
    struct devcluster *cluster = started(mem, server_folder(mem), err);
    char *path = mem_printf(mem, "%s/postgresql.auto.conf", devcluster_data(cluster));

    PASSES(devcluster_stop(cluster, err));
    PASSES(file_replace(path, "nonsense = 1\n", err));
    EQUAL_INT(chown(path, cluster->uid, cluster->gid), 0);
    FAILS(devcluster_start(cluster, err), ERROR_SYSTEM,
          mem_printf(mem,
                     "the PostgreSQL server did not start: configuration file \"%s\" contains "
                     "errors",
                     path));
    EQUAL_STR(err->detail, mem_printf(mem, "The server's log is \"%s\".", devcluster_log(cluster)));
    CONTAINS(err->where, "unrecognized configuration parameter \"nonsense\"");
    CONTAINS(err->hint, "Take the setting out");
    PASSES(devcluster_destroy(cluster, err));
}

TEST(devcluster_out_of_the_accounts_reach_goes_to_the_state_folder)
{
    const char *folder = server_folder(mem);
    const char *state = server_folder(mem);
    char *hidden = mem_printf(mem, "%s/hidden", folder);
    struct devcluster *cluster;

    if (geteuid() != 0)
        return; /* what is out of reach for us is so for everybody */
    PASSES(file_make_folder(hidden, 0700, err));
    setenv("XDG_STATE_HOME", state, 1);
    cluster = started(mem, hidden, err);
    CONTAINS(devcluster_data(cluster), mem_printf(mem, "%s/limbeck/", state));
    TRUE(!file_exists(mem_printf(mem, "%s/.limbeck", hidden)));
    TRUE(devcluster_running(open_with(mem, hidden, DEVCLUSTER_NO_PORT, err)));
    PASSES(devcluster_destroy(cluster, err));
    unsetenv("XDG_STATE_HOME");
}

TEST(devcluster_without_any_place_names_both)
{
    const char *folder = server_folder(mem);
    char *file = mem_printf(mem, "%s/file", folder);
    struct devcluster *cluster;

    PASSES(file_create(file, "", err));
    PASSES(file_create(mem_printf(mem, "%s/.limbeck", folder), "", err));
    setenv("XDG_STATE_HOME", file, 1);
    cluster = open_with(mem, folder, DEVCLUSTER_NO_PORT, err);
    TRUE(!devcluster_start(cluster, err));
    unsetenv("XDG_STATE_HOME");
    CONTAINS(err->message, "no folder can hold the cluster's data: cannot create folder");
    CONTAINS(err->detail, "In the project: cannot create folder");
    CONTAINS(err->hint, "XDG_STATE_HOME");
}

TEST(devcluster_refuses_a_socket_folder_that_somebody_else_planted)
{
    const char *folder = server_folder(mem);
    struct devcluster *cluster = open_with(mem, folder, DEVCLUSTER_NO_PORT, err);
    const char *socket = devcluster_socket(cluster);
    const char *refused =
        mem_printf(mem, "\"%s\" is not a folder that only the serving account (uid %u) can use",
                   socket, (unsigned)cluster->uid);

    EQUAL_INT(symlink(folder, socket), 0);
    FAILS(devcluster_start(cluster, err), ERROR_CONFLICT, refused);
    EQUAL_INT(unlink(socket), 0);
    EQUAL_INT(mkdir(socket, 0755), 0);
    EQUAL_INT(chmod(socket, 0755), 0);
    TRUE(!devcluster_start(cluster, err));
    EQUAL_STR(err->message, refused);
    EQUAL_INT(rmdir(socket), 0);
    PASSES(devcluster_destroy(cluster, err));
}

TEST(devcluster_needs_a_folder_that_exists)
{
    const struct devcluster_options options = {.folder = "/nowhere"};

    FAILS(devcluster_open(mem, &options, err) != NULL, ERROR_NOT_FOUND,
          "folder \"/nowhere\" does not exist");
}

TEST(devcluster_thrown_away_goes_with_the_process_that_is_killed)
{
    const char *folder = server_folder(mem);
    struct devcluster *cluster = open_with(mem, folder, DEVCLUSTER_NO_PORT, err);
    int64_t until = clock_ms() + PATIENCE_MS;
    int ready[2];
    char byte;
    pid_t pid;

    EQUAL_INT(pipe(ready), 0);
    pid = fork();
    if (pid == 0) {
        if (devcluster_start(cluster, err) && write(ready[1], "", 1) == 1)
            pause();
        _exit(1);
    }
    close(ready[1]);
    EQUAL_INT(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    TRUE(devcluster_running(cluster));
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    while (file_exists(devcluster_socket(cluster)) && clock_ms() < until)
        usleep(5000);
    TRUE(!devcluster_exists(cluster));
    TRUE(!devcluster_running(cluster));
}
