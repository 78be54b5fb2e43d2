#include "config/paths.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "config/config.h"
#include "config/source.h"

struct paths {
    struct config *config;
    const struct sources *sources;
    const char *cwd;
    struct error *err;
};

static bool fail_kind(const struct raw *raw, const char *key, const char *takes, struct error *err)
{
    return error_set(err, ERROR_USAGE, "%s: key \"%s\" takes %s", raw->where, key, takes);
}

/* The separator that 'key' of this ini file names, "" when it has no such key; NULL: a wrong one.
 */
static const char *separator(TALLOC_CTX *mem, const struct paths *paths,
                             const struct source *source, const char *key)
{
    static const struct {
        const char *word, *separator;
    } words[] = {{"os", ":"}, {":", ":"}, {";", ";"}, {"space", " "}, {"newline", "\n"}};
    struct raw *raw;
    size_t n;

    if (!source_find(mem, source, paths->sources->env, key, &raw, paths->err))
        return NULL;
    if (!raw)
        return "";
    /* A template of Alembic's put a comment behind the word, where it is part of the value. */
    n = strcspn(raw->text, " \t");
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strlen(words[i].word) == n && strncmp(raw->text, words[i].word, n) == 0)
            return words[i].separator;
    error_set(paths->err, ERROR_USAGE,
              "'%s' is not a valid value for %s; expected 'space', 'newline', 'os', ':', ';'",
              raw->text, key);
    error_where(paths->err, "%s", raw->where);
    return NULL;
}

static void add_trimmed(struct strlist *list, const char *text, size_t n)
{
    static const char spaces[] = " \t\n\r\f\v";

    while (n > 0 && strchr(spaces, *text)) {
        text++;
        n--;
    }
    while (n > 0 && strchr(spaces, text[n - 1]))
        n--;
    if (n > 0)
        strlist_addn(list, text, n);
}

static struct strlist *split(TALLOC_CTX *mem, const char *text, const char *separators)
{
    struct strlist *items = strlist_new(mem);

    while (*text) {
        size_t n = strcspn(text, separators);

        add_trimmed(items, text, n);
        text += n + (text[n] != '\0');
    }
    return items;
}

/* A list in an ini file is one text; 'old' are the separators from before there was a key. */
static const char *const *split_ini(TALLOC_CTX *mem, const struct paths *paths,
                                    const struct raw *raw, bool has_own_key, const char *old)
{
    const char *by = separator(mem, paths, raw->source, "path_separator");

    if (by && !*by && has_own_key)
        by = separator(mem, paths, raw->source, "version_path_separator");
    return by ? split(mem, raw->text, *by ? by : old)->items : NULL;
}

/* The items of a list of paths; NULL on failure. */
static const char *const *list_items(TALLOC_CTX *mem, const struct paths *paths,
                                     const struct raw *raw, const char *key)
{
    bool is_versions = strcmp(key, "version_locations") == 0;

    if (raw->kind == RAW_LIST)
        return raw->list;
    if (raw->kind == RAW_TEXT && raw->source->kind == SOURCE_INI)
        return split_ini(mem, paths, raw, is_versions, is_versions ? ", " : ", :");
    fail_kind(raw, key, "an array of strings", paths->err);
    return NULL;
}

static bool is_resource(const char *path)
{
    return path[0] != '/' && strchr(path, ':');
}

/* "pkg.mod:sub/dir" as a path: pkg/mod/sub/dir. */
static char *resource_path(TALLOC_CTX *mem, const char *resource)
{
    char *path = mem_strdup(mem, resource);
    size_t n = strcspn(path, ":");

    for (char *p = path; *p; p++)
        if (*p == ':' || (p < path + n && *p == '.'))
            *p = '/';
    return path;
}

/* Where Python would find the package: the first folder of sys.path that has it, else here. */
static const char *resolve_resource(TALLOC_CTX *mem, const struct paths *paths,
                                    const char *resource)
{
    char *path = resource_path(mem, resource);

    for (size_t i = 0; paths->config->sys_path[i]; i++) {
        char *candidate = path_join(mem, paths->config->sys_path[i], path);

        if (file_is_folder(candidate))
            return path_absolute(mem, candidate);
    }
    return path_absolute(mem, path_join(mem, paths->cwd, path));
}

static const char *resolve(TALLOC_CTX *mem, const struct paths *paths, const struct raw *raw,
                           const char *path)
{
    if (is_resource(path))
        return resolve_resource(mem, paths, path);
    return path_absolute(mem, path_join(mem, raw->source->folder, path));
}

/* The paths of a list, absolute; '*list' is NULL when the key is not there or empty. */
static bool read_list(const struct paths *paths, const char *key, const char *const **list)
{
    MEM_SCRATCH(scratch);
    const char *const *items;
    const char **resolved;
    struct raw *raw;

    *list = NULL;
    if (!sources_find(scratch, paths->sources, key, &raw, paths->err))
        return false;
    if (!raw || (raw->kind == RAW_TEXT && !*raw->text))
        return true;
    items = list_items(scratch, paths, raw, key);
    if (!items)
        return false;
    resolved = mem_array(paths->config, const char *, strings_count(items) + 1);
    for (size_t i = 0; items[i]; i++)
        resolved[i] = resolve(paths->config, paths, raw, items[i]);
    *list = *resolved ? resolved : NULL;
    return true;
}

static bool read_sys_path(const struct paths *paths)
{
    static const char *const none[] = {NULL};
    const char *const *list;

    paths->config->sys_path = none;
    if (!read_list(paths, "prepend_sys_path", &list))
        return false;
    if (list)
        paths->config->sys_path = list;
    return true;
}

const struct source *paths_ini_among_scripts(const struct sources *sources)
{
    MEM_SCRATCH(scratch);
    const struct source *ini = sources_of(sources, SOURCE_INI);
    struct error *refused = error_new(scratch);
    struct raw *raw;

    if (!sources_find(scratch, sources, "script_location", &raw, refused) || raw)
        return NULL;
    return ini && file_exists(path_join(scratch, ini->here, "env.py")) ? ini : NULL;
}

/* A project that has limbeck.toml and nothing of Alembic's has its scripts where init puts them. */
static void assume_script_location(const struct paths *paths)
{
    struct config *config = paths->config;
    const struct source *ours = sources_of(paths->sources, SOURCE_LIMBECK);

    if (!ours || paths->sources->n > 1 || config->script_location)
        return;
    config->script_location_given = "migrations";
    config->script_location = path_join(config, ours->folder, "migrations");
}

static bool read_script_location(const struct paths *paths)
{
    MEM_SCRATCH(scratch);
    struct config *config = paths->config;
    const struct source *ini = paths_ini_among_scripts(paths->sources);
    struct raw *raw;

    if (ini)
        config->script_location_given = config->script_location = mem_strdup(config, ini->here);
    if (!sources_find(scratch, paths->sources, "script_location", &raw, paths->err))
        return false;
    if (!raw) {
        assume_script_location(paths);
        return true;
    }
    if (raw->kind != RAW_TEXT)
        return fail_kind(raw, "script_location", "a text", paths->err);
    config->script_location_given = mem_strdup(config, raw->text);
    config->script_location = resolve(config, paths, raw, raw->text);
    return true;
}

static bool read_versions(const struct paths *paths)
{
    struct config *config = paths->config;
    const char **versions;

    if (!read_list(paths, "version_locations", &config->versions))
        return false;
    if (config->versions)
        return true;
    versions = mem_array(config, const char *, 2);
    if (config->script_location)
        versions[0] = path_join(versions, config->script_location, "versions");
    config->versions = versions;
    return true;
}

bool paths_read(struct config *config, const struct sources *sources, const char *cwd,
                struct error *err)
{
    const struct paths paths = {config, sources, cwd, err};

    /* A package in the later ones is looked for in what the first one names. */
    return read_sys_path(&paths) && read_script_location(&paths) && read_versions(&paths);
}
