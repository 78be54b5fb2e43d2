#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "devcluster/cluster.h"

/* Sorting by code point is the same on every machine; C.UTF-8 also knows letters beyond ASCII. */
static const char *best_locale(void)
{
    locale_t locale = newlocale(LC_ALL_MASK, "C.UTF-8", NULL);

    if (!locale)
        return "C";
    freelocale(locale);
    return "C.UTF-8";
}

static const char *const *initdb_arguments(TALLOC_CTX *mem, const struct devcluster *cluster,
                                           const struct install *install, const char *folder)
{
    struct strlist *argv = strlist_new(mem);

    strlist_addf(argv, "%s/initdb", install->binaries);
    strlist_addf(argv, "--pgdata=%s", folder);
    strlist_add(argv, "--username=" CLUSTER_ROLE);
    strlist_add(argv, "--encoding=UTF8");
    strlist_addf(argv, "--locale=%s", best_locale());
    /* Who is let into the socket's folder is known; who reaches a port could be anybody here. */
    strlist_add(argv, "--auth-local=trust");
    strlist_add(argv, "--auth-host=scram-sha-256");
    if (cluster->options.throwaway)
        strlist_add(argv, "--no-sync");
    return argv->items;
}

/*
 * In a folder beside the final one: data that is there is whole.  What a
 * killed initdb left behind is in our way, and nobody else's under the lock.
 */
bool cluster_make(struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *folder = path_join(scratch, cluster->base, "data.new");
    struct install *install = install_find(scratch, cluster->options.binaries, 0, err);
    struct process_options options = place_process_options(cluster);
    struct process_result *r;

    if (!install || (file_exists(folder) && !file_remove_folder(folder, err)) ||
        !place_own_folder(cluster, folder, err))
        return false;
    options.folder = folder;
    r = process_run(scratch, initdb_arguments(scratch, cluster, install, folder), &options, err);
    if (!r)
        return false;
    if (r->status != 0) {
        advice_fail(err, "cannot make the cluster", r->output, NULL);
        file_remove_folder(folder, error_new(scratch));
        return false;
    }
    if (!interrupt_check(err))
        return false;
    return rename(folder, cluster->data) == 0 ||
           error_errno(err, "cannot rename \"%s\" to \"%s\"", folder, cluster->data);
}

static bool remove_if_there(const char *path, struct error *err)
{
    struct stat st;

    if (lstat(path, &st) != 0)
        return true;
    return S_ISDIR(st.st_mode) ? file_remove_folder(path, err) : file_remove(path, err);
}

/* The lock stays: somebody may be waiting for it, and what he then makes must not be another's. */
bool cluster_remove(const struct devcluster *cluster, struct error *err)
{
    static const char *const names[] = {"data",    "data.new", "server.log", "server.log.1",
                                        "running", "port",     "password"};
    MEM_SCRATCH(scratch);

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!remove_if_there(path_join(scratch, cluster->base, names[i]), err))
            return false;
    if (!cluster->project)
        return remove_if_there(cluster->base, err);
    return remove_if_there(cluster->socket, err);
}
