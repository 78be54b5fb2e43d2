#include "config/config.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "config/database.h"
#include "config/env.h"
#include "config/evaluation.h"
#include "config/files.h"
#include "config/hooks.h"
#include "config/paths.h"
#include "config/setting.h"
#include "config/source.h"
#include "text/ini.h"

struct loading {
    struct config *config;
    const struct config_request *request;
    const char *cwd;
    struct env *env;
    struct files *files;
    struct sources sources;
    struct error *err;
};

/* 'path' as one types it here. */
static const char *short_name(const struct loading *l, const char *path)
{
    size_t n = strlen(l->cwd);

    if (strncmp(path, l->cwd, n) == 0 && path[n] == '/')
        return path + n + 1;
    return path;
}

static void add_source(struct loading *l, const struct source *source)
{
    if (source)
        l->sources.items[l->sources.n++] = source;
}

static bool add_limbeck(struct loading *l)
{
    const char *path = l->files->limbeck;
    struct source *source;

    if (!path)
        return true;
    source = source_limbeck(l->config, path, short_name(l, path), l->err);
    if (!source || !settings_check_keys(source, l->err))
        return false;
    add_source(l, source);
    return true;
}

static const char *section_of(const struct loading *l)
{
    return l->request->section ? l->request->section : "alembic";
}

static bool add_ini(struct loading *l, const char *path)
{
    struct source *source = NULL;

    if (path &&
        !source_ini(l->config, path, short_name(l, path), section_of(l), l->cwd, &source, l->err))
        return false;
    add_source(l, source);
    return true;
}

static bool add_pyproject(struct loading *l)
{
    const char *path = l->files->pyproject;
    struct source *source = NULL;

    if (path && !source_pyproject(l->config, path, short_name(l, path), l->cwd, &source, l->err))
        return false;
    add_source(l, source);
    return true;
}

/* The files in the order in which they are asked for a key. */
static bool add_sources(struct loading *l)
{
    return add_limbeck(l) && add_ini(l, l->files->ini) && add_pyproject(l) &&
           (l->sources.n > 0 || add_ini(l, l->files->flask));
}

/* A section that is asked for must be there; Alembic's words. */
static bool check_section(const struct loading *l)
{
    const char *ini = l->files->ini ? l->files->ini : l->files->flask;

    return !l->request->section || sources_of(&l->sources, SOURCE_INI) ||
           error_set(l->err, ERROR_USAGE,
                     "No config file '%s' found, or file has no '[%s]' section",
                     ini ? short_name(l, ini) : "alembic.ini", l->request->section);
}

/* Where the project is: beside its main file, or above it if that stands among the scripts. */
static void set_place(struct loading *l)
{
    struct config *config = l->config;
    const struct source *first = l->sources.items[0];
    const struct source *last = first ? l->sources.items[l->sources.n - 1] : NULL;

    config->is_alembic = last && last->kind != SOURCE_LIMBECK;
    config->file = first ? first->path : NULL;
    config->folder = first ? first->here : l->cwd;
    config->place = first ? first->place : "limbeck.toml";
    config->place_is_ini = first && first->kind == SOURCE_INI;
    if (first && first == paths_ini_among_scripts(&l->sources))
        config->folder = path_folder(config, first->here);
}

static bool load(struct loading *l)
{
    struct config *config = l->config;

    l->files = files_find(config, l->request, l->cwd, l->env, l->err);
    if (!l->files || !add_sources(l) || !check_section(l))
        return false;
    set_place(l);
    config->sources = memcpy(mem_new(config, struct sources), &l->sources, sizeof(l->sources));
    return env_add_file(l->env, path_join(config, config->folder, ".env"), l->err) &&
           settings_read(config, &l->sources, l->err) &&
           paths_read(config, &l->sources, l->cwd, l->err) &&
           database_read(config, &l->sources, l->request, l->err) &&
           evaluation_read(config, &l->sources, l->err) && hooks_read(config, &l->sources, l->err);
}

struct config *config_load(TALLOC_CTX *mem, const struct config_request *request, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct config *config = mem_new(scratch, struct config);
    struct loading l = {.config = config, .request = request, .err = err};

    l.cwd = path_absolute(config, request->folder ? request->folder : ".");
    l.env = env_new(config, request->environment);
    l.sources.env = config->env = l.env;
    return load(&l) ? talloc_steal(mem, config) : NULL;
}

static char *text_of(TALLOC_CTX *mem, const struct raw *raw)
{
    if (raw->kind == RAW_INTEGER)
        return mem_printf(mem, "%lld", (long long)raw->integer);
    if (raw->kind == RAW_BOOLEAN)
        return mem_strdup(mem, raw->boolean ? "true" : "false");
    return raw->kind == RAW_LIST ? strings_join(mem, raw->list, ", ") : mem_strdup(mem, raw->text);
}

char *config_option(TALLOC_CTX *mem, const struct config *config, const char *section,
                    const char *name)
{
    MEM_SCRATCH(scratch);
    struct error *ignored = error_new(scratch);
    const struct source *ini = sources_of(config->sources, SOURCE_INI);
    struct raw *raw = NULL;
    char *value = NULL;

    if (!section || (ini && strcmp(section, ini->section) == 0))
        sources_find(scratch, config->sources, name, &raw, ignored);
    else if (ini)
        ini_value(mem, ini->ini, section, name, &value, ignored);
    return raw ? text_of(mem, raw) : value;
}
