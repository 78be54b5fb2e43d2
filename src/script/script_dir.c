#include "script/script_dir.h"

#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "base/utf8.h"
#include "graph/graph.h"
#include "script/header.h"
#include "script/source.h"

enum { NAMED_PYTHON_SCRIPTS = 3 };

/* Memory that is taken in one piece; what is not used of it is not there. */
enum {
    FILE_POOL = 16 << 10,  /* a usual script */
    FOLDER_POOL = 2 << 20, /* 10,000 names */
    TEXT_POOL = 8 << 20,   /* 10,000 paths and headers */
};

/* The files of all folders, in the order that decides every tie. */
struct listing {
    struct strlist *sql, *python; /* paths */
    bool recursive;
};

static bool has_prefix(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

/* Editors leave ".#x"; a package has "__init__"; Alembic passes over both. */
static bool is_candidate(const char *name, const char *suffix)
{
    return path_has_suffix(name, suffix) && !has_prefix(name, ".#") &&
           !has_prefix(name, "__init__");
}

bool script_dir_takes(const char *name)
{
    return is_candidate(name, ".sql");
}

static bool check_name(const char *folder, const char *name, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct buf *shown = buf_new(scratch, BUF_MAX);

    if (utf8_valid(name, strlen(name), NULL))
        return true;
    for (const char *c = name; *c; c++)
        buf_addf(shown, *c & 0x80 ? "\\x%02x" : "%c", (unsigned char)*c);
    error_set(err, ERROR_INVALID, "the name of a script in \"%s\" is not valid UTF-8: \"%s\"",
              folder, shown->text);
    return error_hint(err, "Rename the file.");
}

/* Links to folders are not followed: they could lead back. */
static bool is_real_folder(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool list_name(struct listing *listing, struct strlist *below, const char *folder,
                      const char *name, struct error *err)
{
    struct strlist *scripts = script_dir_takes(name)      ? listing->sql
                              : is_candidate(name, ".py") ? listing->python
                                                          : NULL;
    char *path = scripts || listing->recursive ? path_join(listing->sql, folder, name) : NULL;

    if (listing->recursive && is_real_folder(path)) {
        if (!path_has_suffix(name, "__pycache__"))
            strlist_take(below, path);
        return true;
    }
    if (!scripts || (scripts == listing->python && file_is_folder(path)))
        return true;
    strlist_take(scripts, path);
    return check_name(folder, name, err);
}

/* 'folder', and its folders into 'below'. */
static bool list_folder(struct listing *listing, struct strlist *below, const char *folder,
                        struct error *err)
{
    MEM_POOL(scratch, FOLDER_POOL);
    struct error *problem = error_new(scratch);
    struct strlist *names = file_names(scratch, folder, problem);

    if (!names && problem->code == ERROR_NOT_FOUND)
        return true;
    if (!names) {
        error_copy(err, problem);
        return false;
    }
    for (size_t i = 0; i < names->n; i++)
        if (!list_name(listing, below, folder, names->items[i], err))
            return false;
    return true;
}

/* A folder's own files first, then the folders in it, each with all that is below it. */
static bool list_tree(struct listing *listing, const char *top, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *waiting = strlist_new(scratch);

    strlist_add(waiting, top);
    while (waiting->n > 0) {
        struct strlist *below = strlist_new(scratch);
        const char *folder = waiting->items[--waiting->n];

        if (!list_folder(listing, below, folder, err))
            return false;
        while (below->n > 0)
            strlist_add(waiting, below->items[--below->n]);
        talloc_free(below);
    }
    return true;
}

static bool refuse_python(const struct strlist *python, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *named = strlist_new(scratch);

    for (size_t i = 0; i < python->n && i < NAMED_PYTHON_SCRIPTS; i++)
        strlist_addf(named, "\"%s\"", python->items[i]);
    error_set(err, ERROR_INVALID, "there are Python scripts, which cannot be run");
    if (python->n > named->n)
        strlist_addf(named, "%zu more", python->n - named->n);
    error_detail(err, "They are %s.", strlist_join(scratch, named, ", "));
    return error_hint(err, "Run them with Alembic, or keep SQL scripts in a folder of their own "
                           "and name that one in version_locations.");
}

/* What the scripts say. */
struct loading {
    TALLOC_CTX *texts; /* what the revisions point to */
    struct revision *revisions;
    size_t n;
};

static bool refuse_replacement(const struct source *source, const char *replaced, struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "%s replaces \"%s\", which no Python script has", source->path,
              replaced);
    return error_hint(err, "A script that replaces none has \"-- limbeck: revision = ID\".");
}

static bool add_script(struct loading *loading, const char *path, struct error *err)
{
    MEM_POOL(scratch, FILE_POOL);
    struct source source;
    struct script_header header;

    if (!source_read(scratch, path, SIZE_MAX, &source, err)) {
        if (!file_is_folder(path))
            return false;
        error_clear(err);
        return true;
    }
    if (!header_read(loading->texts, &source, &header, err))
        return false;
    if (header.replaces)
        return refuse_replacement(&source, header.replaces, err);
    if (header.id)
        loading->revisions[loading->n++] = (struct revision){
            .id = header.id,
            .down = header.down,
            .depends = header.depends,
            .labels = header.labels,
            .doc = header.message,
            .path = path,
        };
    return true;
}

/* Take out the files that were read before, under another path; a hard link is a file of its own.
 */
static bool drop_repeated(struct loading *loading)
{
    MEM_SCRATCH(scratch);
    struct map *real_paths = map_new(scratch);
    size_t n = 0;

    for (size_t i = 0; i < loading->n; i++) {
        const char *path = path_real(scratch, loading->revisions[i].path);

        if (!path || map_put(real_paths, path, NULL))
            loading->revisions[n++] = loading->revisions[i];
    }
    if (n == loading->n)
        return false;
    loading->n = n;
    return true;
}

/* A repeated file is seen by its id, which no graph has twice: others need not be looked up. */
static struct graph *make_graph(TALLOC_CTX *mem, struct loading *loading, struct error *err)
{
    struct graph *graph = graph_new(mem, loading->revisions, loading->n, err);

    if (graph || !drop_repeated(loading))
        return graph;
    error_clear(err);
    return graph_new(mem, loading->revisions, loading->n, err);
}

struct graph *script_dir_load(TALLOC_CTX *mem, const struct script_locations *locations,
                              struct error *err)
{
    MEM_POOL(scratch, TEXT_POOL);
    struct listing listing = {strlist_new(scratch), strlist_new(scratch), locations->recursive};
    struct loading loading = {.texts = scratch};

    for (size_t i = 0; locations->folders[i]; i++)
        if (!list_tree(&listing, locations->folders[i], err))
            return NULL;
    if (listing.python->n > 0) {
        refuse_python(listing.python, err);
        return NULL;
    }
    loading.revisions = mem_array(scratch, struct revision, listing.sql->n + 1);
    for (size_t i = 0; i < listing.sql->n; i++)
        if (!add_script(&loading, listing.sql->items[i], err))
            return NULL;
    return make_graph(mem, &loading, err);
}
