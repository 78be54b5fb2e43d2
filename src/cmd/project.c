#include "cmd/project.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "config/config.h"
#include "config/dsn.h"
#include "db/db.h"
#include "devcluster/devcluster.h"
#include "migrate/version_table.h"
#include "script/script_dir.h"

enum { CONNECT_TIMEOUT_S = 10 };

static bool check_location(struct command_env *env)
{
    const char *folder = env->config->script_location;

    if (!folder) {
        error_set(env->err, ERROR_USAGE, "No 'script_location' key found in configuration.");
        return error_hint(env->err,
                          "Go to the folder of the project, name its configuration with "
                          "-c, or make a new project with \"%s init\".",
                          env->program->name);
    }
    if (!file_exists(folder))
        return error_set(env->err, ERROR_NOT_FOUND,
                         "Path doesn't exist: %s.  Please use the 'init' command to create a new "
                         "scripts folder.",
                         env->config->script_location_given);
    return true;
}

struct graph *project_graph(struct command_env *env)
{
    struct script_locations locations = {
        .folders = env->config->versions,
        .recursive = env->config->recursive_versions,
    };

    return check_location(env) ? script_dir_load(env->mem, &locations, env->err) : NULL;
}

static bool is_dev(const struct config *config)
{
    return config->url && strcmp(config->url, "dev") == 0;
}

static struct devcluster *open_cluster(struct command_env *env, struct error *err)
{
    const struct devcluster_options options = {.folder = env->config->folder};

    return devcluster_open(env->mem, &options, err);
}

struct devcluster *project_devcluster(struct command_env *env)
{
    return open_cluster(env, env->err);
}

/* libpq takes the password from the environment when the address has none. */
static bool ask_for_password(const char *command, struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *const argv[] = {"sh", "-c", command, NULL};
    const struct process_options options = {.stdout_only = true};
    struct process_result *result = process_run(scratch, argv, &options, err);

    if (!result)
        return false;
    if (result->status != 0)
        return error_set(err, ERROR_USAGE, "password_command failed with exit status %d",
                         result->status);
    result->output[strcspn(result->output, "\r\n")] = '\0';
    setenv("PGPASSWORD", result->output, 1);
    return true;
}

static void say_whose(const struct command_env *env, struct error *err)
{
    error_detail(err, "The address is that of %s.",
                 env->config->migration_url ? "migration_url" : env->config->url_source);
}

static char *configured_address(struct command_env *env, struct error *err)
{
    const struct config *config = env->config;
    const char *url = config->migration_url ? config->migration_url : config->url;

    return dsn_from_url(env->mem, url, err);
}

/* A connection string for libpq; whatever must run for it is started. */
static char *conninfo(struct command_env *env, struct error *err)
{
    struct devcluster *cluster;

    if (!is_dev(env->config))
        return configured_address(env, err);
    cluster = open_cluster(env, err);
    return cluster && devcluster_start(cluster, err) ? devcluster_conninfo(env->mem, cluster, NULL)
                                                     : NULL;
}

/* Said before anything is changed: the wrong database is the worst mistake. */
static void say_which(const struct command_env *env, const struct db *db)
{
    fprintf(stderr, "database: %s on %s (from %s)\n", db_name(db), db_host(db),
            env->config->url_source);
}

struct db *project_open_beside(struct command_env *env, struct error *err)
{
    char *address = conninfo(env, err);

    struct db *db = address ? db_open(env->mem, address, "limbeck", CONNECT_TIMEOUT_S, err) : NULL;

    if (!db && err->code == ERROR_USAGE && !is_dev(env->config))
        say_whose(env, err);
    return db;
}

struct db *project_open(struct command_env *env, enum project_use use)
{
    const char *command = env->config->password_command;
    struct db *db;

    if (!env->config->url)
        return config_no_database(env->config, env->err), NULL;
    if (command && !is_dev(env->config) && !ask_for_password(command, env->err))
        return NULL;
    db = project_open_beside(env, env->err);
    if (db && use == PROJECT_WRITES)
        say_which(env, db);
    return db;
}

struct version_table_name project_version_table(const struct config *config)
{
    return (struct version_table_name){
        .table = config->version_table,
        .schema = config->version_table_schema,
        .primary_key = config->version_table_pk,
        .is_default = !config->env_py_table && !strlist_has(config->given, "version_table") &&
                      !strlist_has(config->given, "version_table_schema"),
    };
}

const char *const *project_rows(struct command_env *env)
{
    struct version_table_name name;
    struct version_table *table;
    struct db *db;

    if (!project_read_env_py(env, PROJECT_READS))
        return NULL;
    name = project_version_table(env->config);
    db = project_open(env, PROJECT_READS);
    table = db ? version_table_open(env->mem, db, &name, env->err) : NULL;

    return table ? table->rows : NULL;
}

char *project_url_shown(struct command_env *env)
{
    struct devcluster *cluster = is_dev(env->config) ? project_devcluster(env) : NULL;
    char *url = cluster ? devcluster_url(env->mem, cluster, NULL, "libpq", env->err) : NULL;

    return dsn_shown(env->mem, url ? url : env->config->url);
}
