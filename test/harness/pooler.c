#include "harness/pooler.h"

#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "db/db.h"
#include "harness/test.h"

struct pooler {
    pid_t pid;
    const char *folder;
};

static int stop(struct pooler *pooler)
{
    MEM_SCRATCH(scratch);

    kill(pooler->pid, SIGKILL);
    while (process_alive(pooler->pid))
        usleep(1000);
    file_remove_folder(pooler->folder, error_new(scratch));
    return 0;
}

/* pgbouncer will not run as root; the account that serves our databases may enter their socket's
 * folder. */
static struct process_options account(void)
{
    struct passwd *postgres = geteuid() == 0 ? getpwnam("postgres") : NULL;

    if (!postgres)
        return (struct process_options){0};
    return (struct process_options){.uid = postgres->pw_uid, .gid = postgres->pw_gid};
}

const char *pooler_start(TALLOC_CTX *mem, const struct db *db)
{
    struct error *err = error_new(mem);
    struct pooler *pooler = mem_new(mem, struct pooler);
    struct process_options options = account();
    char *folder = file_temp_folder(pooler, "/tmp", "limbeck-pooler-", err);
    char *ini = path_join(pooler, folder, "pgbouncer.ini");
    char *conninfo = mem_printf(mem, "host=%s port=6 dbname=%s user=postgres", folder, db_name(db));
    struct db *probe = NULL;

    pooler->folder = folder;
    if (!file_create(ini,
                     mem_printf(pooler,
                                "[databases]\n* = host=%s port=%s user=%s\n[pgbouncer]\n"
                                "listen_addr =\nlisten_port = 6\nunix_socket_dir = %s\n"
                                "auth_type = any\npool_mode = transaction\nlogfile = %s/log\n"
                                "pidfile = %s/pid\nignore_startup_parameters = "
                                "extra_float_digits,client_encoding\n",
                                db_host(db), db_port(db), db_user(db), folder, folder, folder),
                     err) ||
        (options.uid && chown(folder, options.uid, options.gid) != 0) || chmod(folder, 0755) != 0)
        FAIL("%s", err->message ? err->message : "cannot prepare the pooler's folder");
    pooler->pid = process_start((const char *const[]){"pgbouncer", ini, NULL}, &options,
                                path_join(pooler, folder, "output"), err);
    if (pooler->pid < 0)
        FAIL("%s", err->message);
    talloc_set_destructor(pooler, stop);
    for (int i = 0; i < 100 && !probe; i++) {
        probe = db_open(mem, conninfo, "test", 5, err);
        if (!probe)
            usleep(50000);
    }
    if (!probe)
        FAIL("the pooler does not answer: %s", err->message);
    talloc_free(probe);
    return conninfo;
}
