/* dev clone: a database of its own for a test run, copied rather than migrated. */
#include <inttypes.h>
#include <string.h>
#include <sys/random.h>

#include "base/error.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cmd/commands.h"
#include "cmd/engine.h"
#include "cmd/project.h"
#include "config/config.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "devcluster/database.h"
#include "devcluster/devcluster.h"
#include "devcluster/template.h"
#include "digest/digest.h"
#include "script/scripts.h"
#include "text/json.h"

enum { CONNECT_TIMEOUT_S = 10, MAX_NAME = 63 };

struct clone_options {
    const char *name, *at, *driver;
};

static const char *const drivers[] = {"libpq", "psycopg", "asyncpg", "jdbc", NULL};

static const struct option_spec option_specs[] = {
    {OPTION_OPTIONAL, '\0', "name", offsetof(struct clone_options, name),
     "of the new database; one is made up if not given"},
    {OPTION_STRING, '\0', "at", offsetof(struct clone_options, at),
     "empty but for the migrations up to this revision; without it, a copy of the project's "
     "database",
     "REVISION"},
    {OPTION_STRING, '\0', "driver", offsetof(struct clone_options, driver),
     "who is going to read the address: libpq, psycopg, asyncpg or jdbc", NULL, drivers},
    {.kind = OPTION_END},
};

static const struct clone_options defaults = {.driver = "libpq"};

/* Everything that decides how a database at the target looks. */
static char *template_key(struct command_env *env, const struct graph_plan *plan)
{
    MEM_SCRATCH(scratch);
    const struct config *config = env->config;
    struct digest *digest = digest_new(scratch);
    const char *const names[] = {config->version_table_schema ? config->version_table_schema : "",
                                 config->version_table, LIMBECK_VERSION};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        digest_add(digest, names[i], strlen(names[i]) + 1);
    for (size_t i = 0; i < plan->n; i++) {
        const struct revision *r = plan->steps[i].revision;
        char *checksum = scripts_checksum(scratch, r->path, env->err);

        if (!checksum)
            return NULL;
        digest_add(digest, r->id, strlen(r->id) + 1);
        digest_add(digest, checksum, strlen(checksum) + 1);
    }
    return digest_hex(env->mem, digest);
}

static bool migrate(struct command_env *env, const struct graph *graph, const char *at,
                    const char *conninfo)
{
    MEM_SCRATCH(scratch);
    const struct engine_options engine = ENGINE_OPTIONS_DEFAULT;
    bool ready = project_read_env_py(env, PROJECT_WRITES) != NULL;
    struct migrate_options options = engine_migrate_options(env, &engine);
    struct migrate_listener listener = engine_listener(env);
    const struct migrate_request request = {
        .direction = GRAPH_UPGRADE,
        .targets = (const char *const[]){at, NULL},
    };
    struct db *db =
        ready ? db_open(scratch, conninfo, "limbeck", CONNECT_TIMEOUT_S, env->err) : NULL;

    return db && migrate_run(env->mem, db, graph, &request, &options, &listener, &env->last_words,
                             env->err);
}

/* The name of a database that is at the target and that nobody is connected to. */
static const char *find_template(struct command_env *env, const struct devcluster *cluster,
                                 struct db *admin, const char *at)
{
    static const char *const no_rows[] = {NULL};
    struct graph *graph = project_graph(env);
    struct graph_plan *plan =
        graph ? graph_plan_upgrade(env->mem, graph, at, no_rows, env->err) : NULL;
    char *key = plan ? template_key(env, plan) : NULL;
    struct template *template = key ? template_begin(env->mem, admin, key, env->err) : NULL;

    if (!template)
        return NULL;
    if (!template_is_ready(template) &&
        !(migrate(env, graph, at,
                  devcluster_conninfo(env->mem, cluster, template_database(template))) &&
          template_finish(template, env->err)))
        return NULL;
    return template_database(template);
}

static char *made_up_name(struct command_env *env)
{
    uint32_t number;

    if (getrandom(&number, sizeof(number), 0) != sizeof(number)) {
        error_errno(env->err, "cannot get random numbers");
        return NULL;
    }
    return mem_printf(env->mem, "clone_%08" PRIx32, number);
}

/* The server would cut a longer name, and then take it for another's. */
static bool check_name(const char *name, struct error *err)
{
    if (!*name)
        return error_set(err, ERROR_USAGE, "\"\" is no name for a database");
    if (strlen(name) > MAX_NAME)
        return error_set(err, ERROR_USAGE,
                         "the name of a database has at most %d bytes, and this one %zu", MAX_NAME,
                         strlen(name));
    return true;
}

static bool copy(struct db *admin, const char *name, const char *original, struct error *err)
{
    if (database_create(admin, name, original, err))
        return true;
    if (sqlstate_is(err, SQLSTATE_OBJECT_IN_USE))
        error_hint(err, "Close the connections to it, or make a clone from the scripts with "
                        "--at head.");
    return false;
}

static bool print_address(struct command_env *env, const struct devcluster *cluster,
                          const char *name, const char *driver)
{
    char *url = devcluster_url(env->mem, cluster, name, driver, env->err);
    struct json *json;

    if (!url)
        return false;
    if (!env->globals->json) {
        fprintf(env->out, "%s\n", url);
        return true;
    }
    json = json_to_file(env->mem, env->out);
    json_object(json, NULL);
    json_string(json, "database", name);
    json_string(json, "url", url);
    json_end(json);
    return true;
}

static bool run(struct command_env *env, const void *options)
{
    const struct clone_options *o = options;
    struct devcluster *cluster = project_devcluster(env);
    const char *name = o->name ? o->name : made_up_name(env);
    const char *original;
    struct db *admin;

    if (!cluster || !name || !check_name(name, env->err) || !devcluster_start(cluster, env->err) ||
        !(admin = devcluster_admin(env->mem, cluster, env->err)))
        return false;
    original = o->at ? find_template(env, cluster, admin, o->at) : DEVCLUSTER_DATABASE;
    return original && copy(admin, name, original, env->err) &&
           print_address(env, cluster, name, o->driver);
}

const struct command command_dev_clone = {
    .name = "dev clone",
    .summary = "make another database in the dev cluster, for a test run",
    .manual = "Make a database beside the project's own in the dev cluster, for a test run, and "
              "print its address.  With --at head it holds what the scripts make and nothing else; "
              "it is copied from a template that is made once for each state of the scripts.",
    .options = option_specs,
    .options_size = sizeof(struct clone_options),
    .defaults = &defaults,
    .run = run,
};
