#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "devcluster/cluster.h"
#include "digest/digest.h"

enum { HASH_DIGITS = 16, OWN_ONLY = 0700, ALL_SEE = 0755 };

/* The postgres program refuses to run as root; "nobody" will do where no server was packaged. */
static bool find_account(struct devcluster *cluster, struct error *err)
{
    const struct passwd *account;

    cluster->uid = geteuid();
    cluster->gid = getegid();
    cluster->drops = cluster->uid == 0;
    if (!cluster->drops)
        return true;
    account = getpwnam("postgres");
    account = account ? account : getpwnam("nobody");
    if (!account || account->pw_uid == 0) {
        error_set(err, ERROR_SYSTEM, "root has no account to serve under");
        return error_hint(err, "PostgreSQL does not run as root: make an account \"postgres\".");
    }
    cluster->uid = account->pw_uid;
    cluster->gid = account->pw_gid;
    return true;
}

/* A project's path has slashes, and may be longer than a socket's name can be. */
static char *project_hash(TALLOC_CTX *mem, const struct devcluster *cluster)
{
    MEM_SCRATCH(scratch);
    struct digest *digest = digest_new(scratch);

    digest_add(digest, cluster->project, strlen(cluster->project));
    return mem_strndup(mem, digest_hex(scratch, digest), HASH_DIGITS);
}

/* Where the account keeps what need not be backed up. */
static char *state_folder(TALLOC_CTX *mem, const struct devcluster *cluster)
{
    MEM_SCRATCH(scratch);
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    const struct passwd *account = getpwuid(geteuid());

    if (!home || home[0] != '/')
        home = account ? account->pw_dir : "/nonexistent";
    /* The serving account cannot reach into root's home. */
    if (!state || state[0] != '/')
        state = cluster->drops ? "/var/lib" : path_join(scratch, home, ".local/state");
    return mem_printf(mem, "%s/limbeck/%s", state, project_hash(scratch, cluster));
}

static void set_base(struct devcluster *cluster, const char *base)
{
    cluster->base = mem_strdup(cluster, base);
    cluster->data = path_join(cluster, base, "data");
    cluster->log = path_join(cluster, base, "server.log");
}

/* A cluster keeps the owner that it was made for. */
static bool take_owner(struct devcluster *cluster, struct error *err)
{
    struct stat st;

    if (lstat(cluster->data, &st) != 0)
        return true;
    if (cluster->drops && st.st_uid != 0) {
        cluster->uid = st.st_uid;
        cluster->gid = st.st_gid;
    }
    if (S_ISDIR(st.st_mode) && st.st_uid == cluster->uid)
        return true;
    error_set(err, ERROR_CONFLICT, "the cluster in \"%s\" belongs to another account (uid %d)",
              cluster->data, (int)st.st_uid);
    return error_hint(err, "Use it as that account or as root, or remove \"%s\".", cluster->base);
}

/* Data and socket in one folder, as everything goes at once. */
static bool find_temporary(struct devcluster *cluster, struct error *err)
{
    char *base;

    if (!cluster->options.throwaway)
        return error_set(err, ERROR_USAGE, "a cluster needs a folder");
    base = file_temp_folder(cluster, "/tmp", "limbeck-", err);
    if (!base)
        return false;
    if (cluster->drops && chown(base, cluster->uid, cluster->gid) != 0)
        return error_errno(err, "cannot give \"%s\" to the serving account", base);
    set_base(cluster, base);
    cluster->socket = mem_strdup(cluster, base);
    return true;
}

bool place_find(struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *folder = cluster->options.folder;

    if (!find_account(cluster, err))
        return false;
    if (!folder)
        return find_temporary(cluster, err);
    cluster->project = path_real(cluster, folder);
    if (!cluster->project || !file_is_folder(cluster->project))
        return error_set(err, ERROR_NOT_FOUND, "folder \"%s\" does not exist", folder);
    /* Where the data are; if they are nowhere yet, where they would best be. */
    set_base(cluster, path_join(scratch, cluster->project, ".limbeck"));
    if (!file_exists(cluster->data)) {
        set_base(cluster, state_folder(scratch, cluster));
        if (!file_exists(cluster->data))
            set_base(cluster, path_join(scratch, cluster->project, ".limbeck"));
    }
    if (!take_owner(cluster, err))
        return false;
    cluster->socket = mem_printf(cluster, "/tmp/limbeck-%u-%s", (unsigned)cluster->uid,
                                 project_hash(scratch, cluster));
    return true;
}

struct process_options place_process_options(const struct devcluster *cluster)
{
    /* Nothing of our user's settings for clients, and messages that we can read. */
    static const char *const environment[] = {
        "PGDATA",    "PGHOST",    "PGHOSTADDR", "PGPORT",   "PGUSER",   "PGDATABASE", "PGPASSWORD",
        "PGOPTIONS", "PGSERVICE", "LANG=C",     "LC_ALL=C", "LANGUAGE", NULL};

    return (struct process_options){
        .setenv = environment,
        .uid = cluster->drops ? cluster->uid : 0,
        .gid = cluster->drops ? cluster->gid : 0,
        .own_session = true, /* Ctrl-C in the terminal that started the server is not for it */
    };
}

/*
 * /tmp is everybody's, and the name is known: a folder that is a link, or of
 * another owner, or open to others may have been put there for us to use.
 * PostgreSQL wants that mode for its data, too.
 */
bool place_own_folder(const struct devcluster *cluster, const char *path, struct error *err)
{
    struct stat st;

    if (mkdir(path, OWN_ONLY) != 0 && errno != EEXIST)
        return error_errno(err, "cannot create folder \"%s\"", path);
    if (lstat(path, &st) != 0)
        return error_errno(err, "cannot look at \"%s\"", path);
    /* Ours from before its owner could be changed. */
    if (cluster->drops && S_ISDIR(st.st_mode) && st.st_uid == 0 &&
        (lchown(path, cluster->uid, cluster->gid) != 0 || lstat(path, &st) != 0))
        return error_errno(err, "cannot give \"%s\" to the serving account", path);
    if (S_ISDIR(st.st_mode) && st.st_uid == cluster->uid && (st.st_mode & ALLPERMS) == OWN_ONLY)
        return true;
    error_set(err, ERROR_CONFLICT,
              "\"%s\" is not a folder that only the serving account (uid %u) can use", path,
              (unsigned)cluster->uid);
    return error_hint(err, "Somebody else made it, or the file system keeps no owners: remove it, "
                           "or move the project.");
}

bool place_socket(const struct devcluster *cluster, struct error *err)
{
    return place_own_folder(cluster, cluster->socket, err);
}

/*
 * A folder may be its own and still be out of reach, as anything below /root
 * is.  A process of that account tells: of root access(2) says that all is well.
 */
static bool can_reach(const struct devcluster *cluster, const char *path, struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *const argv[] = {"test", "-w", path, NULL};
    struct process_options options = place_process_options(cluster);
    struct process_result *r;

    if (!cluster->drops)
        return true;
    options.folder = "/";
    r = process_run(scratch, argv, &options, err);
    if (!r)
        return false;
    return r->status == 0 ||
           error_set(err, ERROR_SYSTEM, "the serving account (uid %u) cannot reach \"%s\"",
                     (unsigned)cluster->uid, path);
}

/* Tried, not computed: modes, lists of rights, mounts and file servers all have a say. */
static bool try_owning(const struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *probe = path_join(scratch, cluster->base, "data.new");
    bool ok;

    if (file_exists(probe) && !file_remove_folder(probe, err))
        return false;
    ok = place_own_folder(cluster, probe, err) && can_reach(cluster, probe, err);
    rmdir(probe);
    return ok;
}

/* The base is the project owner's and can be seen; what is private in it has modes of its own. */
static bool make_base(const struct devcluster *cluster, bool in_project, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *ignore = path_join(scratch, cluster->base, ".gitignore");

    if (!file_make_folder(cluster->base, ALL_SEE, err))
        return false;
    return !in_project || file_exists(ignore) || file_create(ignore, "*\n", err) ||
           err->code == ERROR_CONFLICT;
}

bool place_give(const struct devcluster *cluster, const char *path, struct error *err)
{
    struct stat st;

    if (!cluster->drops || stat(cluster->base, &st) != 0)
        return true;
    return lchown(path, st.st_uid, st.st_gid) == 0 ||
           error_errno(err, "cannot change the owner of \"%s\"", path);
}

struct file_lock *place_lock(TALLOC_CTX *mem, const struct devcluster *cluster, const char *name,
                             int wait_ms, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *path = path_join(scratch, cluster->base, name);
    struct file_lock *lock = file_lock(mem, path, wait_ms, err);

    if (lock && !place_give(cluster, path, err))
        TALLOC_FREE(lock);
    return lock;
}

/* Nothing of ours stays where the data cannot be. */
static void leave_base(const struct devcluster *cluster)
{
    MEM_SCRATCH(scratch);

    unlink(path_join(scratch, cluster->base, "lock"));
    unlink(path_join(scratch, cluster->base, ".gitignore"));
    rmdir(cluster->base);
}

/* Somebody else may have made the cluster while we waited for the lock. */
static struct file_lock *try_base(TALLOC_CTX *mem, struct devcluster *cluster, const char *base,
                                  bool in_project, struct error *err)
{
    struct file_lock *lock;

    set_base(cluster, base);
    if (!make_base(cluster, in_project, err) ||
        !(lock = place_lock(mem, cluster, "lock", PLACE_LOCK_MS, err)))
        return NULL;
    if (file_exists(cluster->data) || try_owning(cluster, err))
        return lock;
    leave_base(cluster);
    talloc_free(lock);
    return NULL;
}

struct file_lock *place_settle(TALLOC_CTX *mem, struct devcluster *cluster, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *why_not;
    struct file_lock *lock;

    if (!cluster->project)
        return place_lock(mem, cluster, "lock", PLACE_LOCK_MS, err);
    lock = try_base(mem, cluster, path_join(scratch, cluster->project, ".limbeck"), true, err);
    if (lock || err->code == ERROR_INTERRUPTED || err->code == ERROR_BUSY)
        return lock;
    why_not = mem_strdup(scratch, err->message);
    lock = try_base(mem, cluster, state_folder(scratch, cluster), false, err);
    if (!lock && err->code != ERROR_INTERRUPTED && err->code != ERROR_BUSY) {
        error_wrap(err, "no folder can hold the cluster's data");
        error_detail(err, "In the project: %s.", why_not);
        error_hint(err, "Make one of the two writable, or set XDG_STATE_HOME to a folder that is.");
    }
    return lock;
}
