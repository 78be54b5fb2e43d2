/* dev start, stop, status, url, psql, destroy: the project's own PostgreSQL. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/secret.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cmd/commands.h"
#include "cmd/project.h"
#include "config/config.h"
#include "devcluster/devcluster.h"
#include "text/json.h"

/* "5433", "auto" or NULL as devcluster_options has it. */
static bool read_port(const char *text, int *port, struct error *err)
{
    enum { MAX_PORT = 65535 };
    char *end;
    long number;

    *port = DEVCLUSTER_NO_PORT;
    if (!text)
        return true;
    *port = DEVCLUSTER_AUTO_PORT;
    if (strcmp(text, "auto") == 0)
        return true;
    number = strtol(text, &end, 10);
    if (*end || end == text || number < 1 || number > MAX_PORT)
        return error_set(err, ERROR_USAGE, "\"%s\" is no port: a number up to %d, or auto", text,
                         MAX_PORT);
    *port = (int)number;
    return true;
}

static const char *state(const struct devcluster *cluster)
{
    if (devcluster_running(cluster))
        return "running";
    return devcluster_exists(cluster) ? "stopped" : "not made";
}

/* "dev url" prints it whole, for programs. */
static char *shown_url(struct command_env *env, const struct devcluster *cluster)
{
    return secret_masked(env->mem, devcluster_url(env->mem, cluster, NULL, "libpq", env->err));
}

static void print_json(struct command_env *env, const struct devcluster *cluster)
{
    struct json *json = json_to_file(env->mem, env->out);

    json_object(json, NULL);
    json_string(json, "state", state(cluster));
    json_string(json, "data", devcluster_data(cluster));
    json_string(json, "socket", devcluster_socket(cluster));
    json_int(json, "port", devcluster_port(cluster));
    json_int(json, "tcp_port", devcluster_tcp_port(cluster));
    json_int(json, "major", devcluster_major(cluster));
    json_string(json, "log", devcluster_log(cluster));
    json_string(json, "url", shown_url(env, cluster));
    json_end(json);
}

static void print_line(struct command_env *env, const char *name, const char *text)
{
    if (text)
        fprintf(env->out, "%-7s %s\n", name, text);
}

static bool print_status(struct command_env *env, const struct devcluster *cluster)
{
    if (env->globals->json) {
        print_json(env, cluster);
        return true;
    }
    if (env->globals->quiet)
        return true;
    print_line(env, "state", state(cluster));
    if (!devcluster_exists(cluster))
        return true;
    print_line(env, "server", mem_printf(env->mem, "PostgreSQL %d", devcluster_major(cluster)));
    print_line(env, "data", devcluster_data(cluster));
    print_line(env, "log", devcluster_log(cluster));
    print_line(env, "note", devcluster_caution(env->mem, cluster));
    if (devcluster_running(cluster))
        print_line(env, "url", shown_url(env, cluster));
    return true;
}

struct start_options {
    const char *port;
};

static const struct option_spec start_specs[] = {
    {OPTION_STRING, '\0', "port", offsetof(struct start_options, port),
     "also listen on this TCP port of localhost; auto: on a free one", "N|auto"},
    {.kind = OPTION_END},
};

static bool run_start(struct command_env *env, const void *options)
{
    const struct start_options *o = options;
    struct devcluster_options wanted = {.folder = env->config->folder};
    struct devcluster *cluster;

    if (!read_port(o->port, &wanted.port, env->err) ||
        !(cluster = devcluster_open(env->mem, &wanted, env->err)))
        return false;
    return devcluster_start(cluster, env->err) && print_status(env, cluster);
}

const struct command command_dev_start = {
    .name = "dev start",
    .summary = "start the dev cluster, the project's own PostgreSQL",
    .manual = "Start the dev cluster: a private PostgreSQL whose data lie in .limbeck/ beside the "
              "configuration.  It is made first if it is not there.  Commands that use it start it "
              "by themselves.",
    .options = start_specs,
    .options_size = sizeof(struct start_options),
    .run = run_start,
};

static bool run_stop(struct command_env *env, const void *options)
{
    struct devcluster *cluster = project_devcluster(env);

    (void)options;
    return cluster && devcluster_stop(cluster, env->err) && print_status(env, cluster);
}

const struct command command_dev_stop = {
    .name = "dev stop",
    .summary = "stop the dev cluster; its data stay",
    .run = run_stop,
};

static bool run_status(struct command_env *env, const void *options)
{
    struct devcluster *cluster = project_devcluster(env);

    (void)options;
    return cluster && print_status(env, cluster);
}

const struct command command_dev_status = {
    .name = "dev status",
    .summary = "say whether the dev cluster runs, and where",
    .run = run_status,
};

static bool run_destroy(struct command_env *env, const void *options)
{
    struct devcluster *cluster = project_devcluster(env);

    (void)options;
    return cluster && devcluster_destroy(cluster, env->err) && print_status(env, cluster);
}

const struct command command_dev_destroy = {
    .name = "dev destroy",
    .summary = "stop the dev cluster and remove its data",
    .run = run_destroy,
};

struct url_options {
    const char *driver, *database;
};

static const char *const drivers[] = {"libpq", "psycopg", "asyncpg", "jdbc", NULL};

static const struct option_spec url_specs[] = {
    {OPTION_STRING, '\0', "driver", offsetof(struct url_options, driver),
     "who is going to read it: libpq, psycopg, asyncpg or jdbc", NULL, drivers},
    {OPTION_STRING, '\0', "database", offsetof(struct url_options, database),
     "another database than the project's", "NAME"},
    {.kind = OPTION_END},
};

static const struct url_options url_defaults = {.driver = "libpq"};

static bool run_url(struct command_env *env, const void *options)
{
    const struct url_options *o = options;
    struct devcluster *cluster = project_devcluster(env);
    char *url =
        cluster ? devcluster_url(env->mem, cluster, o->database, o->driver, env->err) : NULL;

    if (!url)
        return false;
    if (env->globals->json)
        json_string(json_to_file(env->mem, env->out), NULL, url);
    else
        fprintf(env->out, "%s\n", url);
    return true;
}

const struct command command_dev_url = {
    .name = "dev url",
    .summary = "print the address of the dev cluster for programs",
    .options = url_specs,
    .options_size = sizeof(struct url_options),
    .defaults = &url_defaults,
    .run = run_url,
};

struct psql_options {
    struct strlist *commands, *arguments;
};

/* -c is psql's here: whoever types it means a statement, never a configuration. */
static const struct option_spec psql_specs[] = {
    {OPTION_LIST, 'c', "command", offsetof(struct psql_options, commands),
     "run this and leave; may be given several times", "SQL"},
    {OPTION_ANY, '\0', "arguments", offsetof(struct psql_options, arguments),
     "what psql is given besides the address; put -- before options", "ARGUMENT"},
    {.kind = OPTION_END},
};

static bool run_psql(struct command_env *env, const void *options)
{
    const struct psql_options *o = options;
    struct devcluster *cluster = project_devcluster(env);
    struct strlist *argv = strlist_new(env->mem);

    if (!cluster || !devcluster_start(cluster, env->err))
        return false;
    strlist_add(argv, "psql");
    strlist_addf(argv, "--dbname=%s", devcluster_conninfo(env->mem, cluster, NULL));
    for (size_t i = 0; o->commands && i < o->commands->n; i++)
        strlist_addf(argv, "--command=%s", o->commands->items[i]);
    for (size_t i = 0; o->arguments && i < o->arguments->n; i++)
        strlist_add(argv, o->arguments->items[i]);
    return process_exec(argv->items, env->err);
}

const struct command command_dev_psql = {
    .name = "dev psql",
    .summary = "open psql on the dev cluster",
    .manual = "Start the dev cluster and become psql, connected to the project's database: "
              "limbeck dev psql -c 'select 1'.",
    .options = psql_specs,
    .options_size = sizeof(struct psql_options),
    .run = run_psql,
};
