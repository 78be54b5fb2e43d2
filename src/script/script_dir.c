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
#include "script/py_header.h"
#include "script/source.h"

/* Memory that is taken in one piece; what is not used of it is not there. */
enum {
    FILE_POOL = 16 << 10,  /* a usual script */
    FOLDER_POOL = 2 << 20, /* 10,000 names */
    TEXT_POOL = 8 << 20,   /* 10,000 paths and headers */
};

/* The files of all folders, in the order that decides every tie. */
struct listing {
    struct strlist *paths;
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
    return is_candidate(name, ".sql") || is_candidate(name, ".py");
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
    bool taken = script_dir_takes(name);
    char *path = taken || listing->recursive ? path_join(listing->paths, folder, name) : NULL;

    if (listing->recursive && is_real_folder(path)) {
        if (!path_has_suffix(name, "__pycache__"))
            strlist_take(below, path);
        return true;
    }
    if (!taken)
        return true;
    strlist_take(listing->paths, path);
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

/* What the scripts say. */
struct loading {
    TALLOC_CTX *texts; /* what the revisions point to */
    struct revision *revisions;
    size_t n;
    struct replacement *replacements;
    size_t n_replacements;
};

/* An SQL script that stands in for a Python script. */
struct replacement {
    const char *path, *id, *message;
};

static bool read_header(TALLOC_CTX *mem, const struct source *source, struct script_header *header,
                        struct error *err)
{
    return py_header_is_python(source->path) ? py_header_read(mem, source, header, err)
                                             : header_read(mem, source, header, err);
}

static void add_revision(struct loading *loading, const char *path,
                         const struct script_header *header)
{
    loading->revisions[loading->n++] = (struct revision){
        .id = header->id,
        .down = header->down,
        .depends = header->depends,
        .labels = header->labels,
        .doc = header->message,
        .path = path,
    };
}

static void add_replacement(struct loading *loading, const char *path,
                            const struct script_header *header)
{
    size_t n = loading->n_replacements++;

    loading->replacements = mem_resize(loading->texts, loading->replacements, n + 1);
    loading->replacements[n] = (struct replacement){path, header->replaces, header->message};
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
    if (!read_header(loading->texts, &source, &header, err))
        return false;
    if (header.replaces)
        add_replacement(loading, path, &header);
    if (header.id)
        add_revision(loading, path, &header);
    return true;
}

static bool refuse_replacement(const struct replacement *r, struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "%s replaces \"%s\", which no Python script has", r->path,
              r->id);
    return error_hint(err, "A script that replaces none has \"-- limbeck: revision = ID\".");
}

/* It takes the place in the graph of what it replaces. */
static bool replace(const struct map *by_id, const struct replacement *r, struct error *err)
{
    struct revision *replaced = map_at(by_id, r->id);

    if (!replaced || (!replaced->replaces && !py_header_is_python(replaced->path)))
        return refuse_replacement(r, err);
    if (replaced->replaces)
        return error_set(err, ERROR_CONFLICT, "%s and %s both replace \"%s\"", replaced->path,
                         r->path, r->id);
    replaced->replaces = replaced->path;
    replaced->path = r->path;
    if (*r->message)
        replaced->doc = r->message;
    return true;
}

static bool replace_all(struct loading *loading, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct map *by_id = map_new(scratch);

    for (size_t i = 0; loading->n_replacements > 0 && i < loading->n; i++)
        map_put(by_id, loading->revisions[i].id, &loading->revisions[i]);
    for (size_t i = 0; i < loading->n_replacements; i++)
        if (!replace(by_id, &loading->replacements[i], err))
            return false;
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
    struct listing listing = {strlist_new(scratch), locations->recursive};
    struct loading loading = {.texts = scratch};

    for (size_t i = 0; locations->folders[i]; i++)
        if (!list_tree(&listing, locations->folders[i], err))
            return NULL;
    loading.revisions = mem_array(scratch, struct revision, listing.paths->n + 1);
    for (size_t i = 0; i < listing.paths->n; i++)
        if (!add_script(&loading, listing.paths->items[i], err))
            return NULL;
    return replace_all(&loading, err) ? make_graph(mem, &loading, err) : NULL;
}
