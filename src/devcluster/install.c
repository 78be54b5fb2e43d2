#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "devcluster/cluster.h"

#define DEBIAN_SERVERS "/usr/lib/postgresql"
#define DEBIAN_SHARE "/usr/share/postgresql"

struct installs {
    struct install *items;
    size_t n;
};

static bool has_program(const char *folder, const char *name)
{
    MEM_SCRATCH(scratch);

    return access(path_join(scratch, folder, name), X_OK) == 0;
}

/* Packages of clients have pg_config or psql, and neither of these. */
static bool has_server(const char *folder)
{
    return has_program(folder, "initdb") && has_program(folder, "postgres");
}

/* The first line that 'program' prints, NULL if it cannot be run. */
static char *first_line(TALLOC_CTX *mem, const char *program, const char *option)
{
    MEM_SCRATCH(scratch);
    const char *const argv[] = {program, option, NULL};
    struct process_result *r = process_run(scratch, argv, NULL, error_new(scratch));

    if (!r || r->status != 0)
        return NULL;
    return mem_strndup(mem, r->output, strcspn(r->output, "\n"));
}

/* "postgres (PostgreSQL) 15.20 (Debian ...)", also "18beta1". */
static int ask_major(const char *folder)
{
    MEM_SCRATCH(scratch);
    char *line = first_line(scratch, path_join(scratch, folder, "postgres"), "--version");
    const char *number = line ? strstr(line, ") ") : NULL;

    return number ? (int)strtol(number + 2, NULL, 10) : 0;
}

static void add_install(struct installs *installs, const char *given, int major)
{
    MEM_SCRATCH(scratch);
    char *server = path_real(scratch, path_join(scratch, given, "postgres"));
    const char *folder;

    if (!has_server(given))
        return;
    /* Behind a link: the server looks for its own files from where it really is. */
    folder = server ? path_folder(scratch, server) : given;
    folder = has_server(folder) ? folder : given;
    for (size_t i = 0; i < installs->n; i++)
        if (strcmp(installs->items[i].binaries, folder) == 0)
            return;
    if (major == 0)
        major = ask_major(folder);
    installs->items = mem_resize(installs, installs->items, installs->n + 1);
    installs->items[installs->n++] = (struct install){mem_strdup(installs, folder), major};
}

static void add_debian(struct installs *installs)
{
    MEM_SCRATCH(scratch);
    struct strlist *names = file_names(scratch, DEBIAN_SERVERS, error_new(scratch));

    for (size_t i = 0; names && i < names->n; i++) {
        const char *name = names->items[i];
        char *end;
        long major = strtol(name, &end, 10);

        if (*end == '\0' && major > 0)
            add_install(installs, mem_printf(scratch, DEBIAN_SERVERS "/%s/bin", name), (int)major);
    }
}

/* Homebrew, Nix, Red Hat's and people's own builds: what their PATH means is what they want. */
static void add_from_path(struct installs *installs)
{
    MEM_SCRATCH(scratch);
    char *pg_config = process_find(scratch, "pg_config");
    char *initdb = process_find(scratch, "initdb");
    char *folder = pg_config ? first_line(scratch, pg_config, "--bindir") : NULL;

    if (folder)
        add_install(installs, folder, 0);
    if (initdb)
        add_install(installs, path_folder(scratch, initdb), 0);
}

static struct installs *find_all(TALLOC_CTX *mem, const char *binaries)
{
    struct installs *installs = mem_new(mem, struct installs);

    if (binaries) {
        add_install(installs, binaries, 0);
    } else {
        add_debian(installs);
        add_from_path(installs);
    }
    return installs;
}

/*
 * The first of the newest, or of those of version 'major' unless that is 0:
 * data can be read by the major version that made them only.
 */
static const struct install *choose(const struct installs *installs, int major)
{
    const struct install *best = NULL;

    for (size_t i = 0; i < installs->n; i++) {
        const struct install *one = &installs->items[i];

        if ((major == 0 || one->major == major) && (!best || one->major > best->major))
            best = one;
    }
    return best;
}

static bool say_none(const char *binaries, struct error *err)
{
    if (binaries)
        return error_set(err, ERROR_USAGE, "\"%s\" holds no initdb and postgres", binaries);
    error_set(err, ERROR_NOT_FOUND, "no PostgreSQL server is installed");
    return error_hint(err, "Debian and Ubuntu: apt install postgresql.");
}

static bool say_wrong(const struct install *newest, int major, struct error *err)
{
    error_set(err, ERROR_NOT_FOUND,
              "the cluster was made by PostgreSQL %d, and the server to start it with is "
              "PostgreSQL %d",
              major, newest->major);
    return error_hint(err,
                      "Install the old one (apt install postgresql-%d), or begin anew with "
                      "PostgreSQL %d: limbeck dev destroy, which loses the data, then limbeck dev "
                      "start.",
                      major, newest->major);
}

struct install *install_find(TALLOC_CTX *mem, const char *binaries, int major, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct installs *installs = find_all(scratch, binaries);
    const struct install *found = choose(installs, major);
    struct install *copy;

    if (!found) {
        if (installs->n == 0)
            say_none(binaries, err);
        else
            say_wrong(choose(installs, 0), major, err);
        return NULL;
    }
    copy = mem_new(mem, struct install);
    *copy = (struct install){mem_strdup(copy, found->binaries), found->major};
    return copy;
}

static char *share_folder(TALLOC_CTX *mem, const struct install *install)
{
    MEM_SCRATCH(scratch);

    /* Debian's needs no program to be run, which counts in "dev status". */
    if (strncmp(install->binaries, DEBIAN_SERVERS "/", sizeof(DEBIAN_SERVERS)) == 0)
        return mem_printf(mem, DEBIAN_SHARE "/%d", install->major);
    return first_line(mem, path_join(scratch, install->binaries, "pg_config"), "--sharedir");
}

/* From its file, not from a server: a setting depends on it before there is one. */
char *install_pgvector(TALLOC_CTX *mem, const struct install *install)
{
    enum { MAX_CONTROL = 1 << 16 };
    MEM_SCRATCH(scratch);
    char *share = share_folder(scratch, install);
    char *path = share ? path_join(scratch, share, "extension/vector.control") : NULL;
    struct file_text *control =
        path ? file_read(scratch, path, MAX_CONTROL, error_new(scratch)) : NULL;
    const char *at = control ? strstr(control->bytes, "default_version") : NULL;

    if (!at)
        return NULL;
    at += strcspn(at, "'\n");
    at += *at == '\'';
    return mem_strndup(mem, at, strcspn(at, "'\n"));
}

bool install_pgvector_is_unsafe(const char *version)
{
    static const long fixed[] = {0, 8, 2};

    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
        char *end;
        long part = strtol(version, &end, 10);

        if (part != fixed[i])
            return part < fixed[i];
        version = end + (*end == '.');
    }
    return false;
}
