#include "config/files.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "config/config.h"
#include "config/env.h"

static char *existing(TALLOC_CTX *mem, const char *folder, const char *name)
{
    MEM_SCRATCH(scratch);
    char *path = path_absolute(scratch, path_join(scratch, folder, name));

    return file_exists(path) && !file_is_folder(path) ? talloc_steal(mem, path) : NULL;
}

/* Alembic's words for two of a kind. */
static bool take(const char **slot, const char *path, const char *refusal, struct error *err)
{
    if (*slot)
        return error_set(err, ERROR_USAGE, "%s", refusal);
    *slot = path;
    return true;
}

/* The name alone says what a file is, as it does for Alembic. */
static bool take_named(struct files *files, const char *cwd, const char *name, const char *by,
                       struct error *err)
{
    char *path = existing(files, cwd, name);

    if (!path) {
        error_set(err, ERROR_USAGE, "the configuration file \"%s\" does not exist", name);
        return error_hint(err, "It is named by %s.", by);
    }
    if (strcmp(path_name(path), "pyproject.toml") == 0)
        return take(&files->pyproject, path, "pyproject.toml indicated more than once", err);
    if (path_has_suffix(path, ".toml"))
        return take(&files->limbeck, path, "limbeck.toml indicated more than once", err);
    return take(&files->ini, path, "only one ini file may be indicated", err);
}

static bool take_all_named(struct files *files, const struct config_request *request,
                           const char *cwd, const struct env *env, struct error *err)
{
    const char *by_env = env_of_process(env, "ALEMBIC_CONFIG");

    if (strings_count(request->files) == 0)
        return !by_env || take_named(files, cwd, by_env, "ALEMBIC_CONFIG", err);
    for (size_t i = 0; request->files[i]; i++)
        if (!take_named(files, cwd, request->files[i], "-c", err))
            return false;
    return true;
}

/* A file that is named says where its neighbours are: limbeck.toml for the others' sake. */
static void find_others(struct files *files, const char *cwd)
{
    MEM_SCRATCH(scratch);
    const char *alembic = files->ini ? files->ini : files->pyproject;
    const char *named = alembic ? alembic : files->limbeck;
    const char *beside = alembic || !named ? cwd : path_folder(scratch, named);

    if (!files->limbeck)
        files->limbeck = existing(files, named ? path_folder(scratch, named) : cwd, "limbeck.toml");
    if (!files->ini)
        files->ini = existing(files, beside, "alembic.ini");
    if (!files->pyproject)
        files->pyproject = existing(files, beside, "pyproject.toml");
    if (!named)
        files->flask = existing(files, cwd, "migrations/alembic.ini");
}

struct files *files_find(TALLOC_CTX *mem, const struct config_request *request, const char *cwd,
                         const struct env *env, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct files *files = mem_new(scratch, struct files);

    if (!take_all_named(files, request, cwd, env, err))
        return NULL;
    find_others(files, cwd);
    return talloc_steal(mem, files);
}
