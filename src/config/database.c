#include "config/database.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "config/config.h"
#include "config/dsn.h"
#include "config/env.h"
#include "config/env_py.h"
#include "config/source.h"

/* What Alembic's template has; no driver has that name. */
static const char template_url[] = "driver://user:pass@localhost/dbname";

/* A variable may come out of a file, with its line end. */
static void set_url(struct config *config, const char *url, const char *source)
{
    size_t n = strlen(url);

    while (n > 0 && strchr(" \t\r\n", url[n - 1]))
        n--;
    config->url = mem_strndup(config, url, n);
    config->url_source = mem_strdup(config, source);
}

/* A text that may hold ${NAME}, whatever file it stands in; NULL when absent, empty or refused. */
static const char *find_text(struct config *config, const struct sources *sources, const char *key,
                             const struct source **from, struct error *err)
{
    struct raw *raw;

    if (!sources_find(config, sources, key, &raw, err))
        return NULL;
    if (raw && raw->kind != RAW_TEXT) {
        error_set(err, ERROR_USAGE, "%s: key \"%s\" takes a text", raw->where, key);
        return NULL;
    }
    if (!raw || !*raw->text)
        return NULL;
    *from = raw->source;
    if (raw->source->kind == SOURCE_LIMBECK)
        return raw->text; /* expanded already */
    raw->text = env_expand(raw, sources->env, raw->text, err);
    if (!raw->text)
        error_wrap(err, "%s: key \"%s\"", raw->where, key);
    return raw->text;
}

/* "url" and "sqlalchemy.url" of one source are looked at before those of the next. */
static void use_files(struct config *config, const struct sources *sources, struct error *err)
{
    static const char *const keys[] = {"url", "sqlalchemy.url"};

    for (size_t s = 0; s < sources->n; s++) {
        const struct sources one = {{sources->items[s]}, 1, sources->env};

        for (size_t k = 0; k < 2; k++) {
            const struct source *from;
            const char *url = find_text(config, &one, keys[k], &from, err);

            if (err->code != ERROR_NONE)
                return;
            if (url && strcmp(url, template_url) != 0) {
                set_url(config, url, from->name);
                return;
            }
        }
    }
}

static void use_url_env(struct config *config, const struct sources *sources, struct error *err)
{
    const struct source *from;
    const char *url;

    config->url_env = find_text(config, sources, "url_env", &from, err);
    url = config->url_env ? env_at(sources->env, config->url_env) : NULL;
    if (url)
        set_url(config, url, config->url_env);
}

/* What libpq itself would read, so that the address can be shown like any other. */
static void use_libpq(struct config *config, const struct env *env)
{
    const char *service = env_of_process(env, "PGSERVICE");
    const char *host = env_of_process(env, "PGHOST");
    const char *name = env_of_process(env, "PGDATABASE");
    struct dsn_pair pairs[2];
    size_t n = 0;

    if (service) {
        pairs[n++] = (struct dsn_pair){"service", service};
    } else {
        if (host)
            pairs[n++] = (struct dsn_pair){"host", host};
        if (name)
            pairs[n++] = (struct dsn_pair){"dbname", name};
    }
    if (n > 0)
        set_url(config, dsn_from_pairs(config, pairs, n),
                service ? "PGSERVICE"
                : host  ? "PGHOST"
                        : "PGDATABASE");
}

/* What overrides all files, and with them the direct address that one of them may have. */
static void use_override(struct config *config, const struct env *env,
                         const struct config_request *request)
{
    const char *by_env = env_at(env, "LIMBECK_URL");

    if (request->dev)
        set_url(config, "dev", "--dev");
    else if (request->url)
        set_url(config, request->url, "--url");
    else if (by_env)
        set_url(config, by_env, "LIMBECK_URL");
}

static void use_configuration(struct config *config, const struct sources *sources,
                              struct error *err)
{
    const struct source *from;

    use_url_env(config, sources, err);
    if (!config->url && err->code == ERROR_NONE)
        use_files(config, sources, err);
    if (config->url && strcmp(config->url, "dev") != 0 && err->code == ERROR_NONE)
        config->migration_url = find_text(config, sources, "migration_url", &from, err);
    if (err->code != ERROR_NONE)
        config->url = config->url_source = NULL;
    else if (!config->url)
        use_libpq(config, sources->env);
}

bool database_read(struct config *config, const struct sources *sources,
                   const struct config_request *request, struct error *err)
{
    struct error *refused = error_new(config);

    if (request->dev && request->url) {
        error_set(err, ERROR_USAGE, "--dev and --url name two databases");
        return error_hint(err, "Give one of them.");
    }
    use_override(config, sources->env, request);
    if (!config->url)
        use_configuration(config, sources, refused);
    if (refused->code != ERROR_NONE)
        config->url_error = refused;
    return true;
}

/* "key = value" as it is written in the project's file. */
static const char *line_for(TALLOC_CTX *mem, const struct config *config, const char *key,
                            const char *value)
{
    const char *quote = config->place_is_ini ? "" : "\"";

    return mem_printf(mem, "%s = %s%s%s", key, quote, value, quote);
}

static bool hint_at_variables(const struct config *config, const struct strlist *names,
                              struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *name = names->items[0];

    if (!strstr(name, "UR") && !strstr(name, "DSN"))
        return error_hint(
            err,
            "env.py seems to read %s: write a line like %s into %s, or set "
            "LIMBECK_URL.",
            strlist_join(scratch, names, ", "),
            line_for(scratch, config, "url", mem_printf(scratch, "postgresql://${%s}...", name)),
            config->place);
    return error_hint(err, "env.py seems to read %s: write %s into %s%s.", name,
                      line_for(scratch, config, "url_env", name), config->place,
                      env_at(config->env, name) ? "" : ", and set that variable");
}

static bool hint_at_url(const struct config *config, struct error *err)
{
    MEM_SCRATCH(scratch);

    return error_hint(err,
                      "Write %s into %s, set LIMBECK_URL or give --url; the url \"dev\" is a "
                      "private server for this project.",
                      line_for(scratch, config, "url", "postgresql://user:password@host/database"),
                      config->place);
}

bool config_no_database(const struct config *config, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *names;

    if (config->url_error) {
        error_copy(err, config->url_error);
        return false;
    }
    error_set(err, ERROR_USAGE, "no database is configured");
    if (config->url_env)
        return error_hint(err, "url_env names the variable %s, which is not set.", config->url_env);
    names = config->script_location
                ? env_py_variables(scratch, path_join(scratch, config->script_location, "env.py"))
                : strlist_new(scratch);
    return names->n > 0 ? hint_at_variables(config, names, err) : hint_at_url(config, err);
}
