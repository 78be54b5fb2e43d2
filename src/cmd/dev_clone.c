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
#include "devcluster/devcluster.h"
#include "digest/digest.h"
#include "script/script.h"
#include "sql/quote.h"
#include "text/json.h"

enum { CONNECT_TIMEOUT_S = 10 };

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

/* One run. */
struct clone {
    struct command_env *env;
    struct devcluster *cluster;
    struct db *db; /* on the database that nobody copies */
    const char *at;
};

static struct db *connect_to(struct clone *clone, TALLOC_CTX *mem, const char *database)
{
    return db_open(mem, devcluster_conninfo(clone->env->mem, clone->cluster, database), "limbeck",
                   CONNECT_TIMEOUT_S, clone->env->err);
}

/* Everything that decides how a database at 'at' looks, as a name. */
static char *template_name(struct clone *clone, const struct graph_plan *plan)
{
    MEM_SCRATCH(scratch);
    const struct config *config = clone->env->config;
    struct digest *digest = digest_new(scratch);
    const char *const names[] = {config->version_table_schema ? config->version_table_schema : "",
                                 config->version_table, LIMBECK_VERSION};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        digest_add(digest, names[i], strlen(names[i]) + 1);
    for (size_t i = 0; i < plan->n; i++) {
        const struct revision *r = plan->steps[i].revision;
        struct script *script = script_read(scratch, r->path, clone->env->err);

        if (!script)
            return NULL;
        digest_add(digest, r->id, strlen(r->id) + 1);
        digest_add(digest, script->checksum, strlen(script->checksum) + 1);
    }
    return mem_printf(clone->env->mem, "limbeck_at_%.16s", digest_hex(scratch, digest));
}

static bool run_sql(struct clone *clone, const char *before, const char *name, const char *after)
{
    MEM_SCRATCH(scratch);
    char *sql = mem_printf(scratch, "%s%s%s", before, quoted_name(scratch, name), after);

    return db_exec(clone->db, sql, clone->env->err);
}

/* -1 on failure. */
static int database_exists(struct clone *clone, const char *name)
{
    MEM_SCRATCH(scratch);
    struct db_result *result =
        db_query(scratch, clone->db, "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1",
                 DB_PARAMS(name), clone->env->err);

    return result ? db_rows(result) > 0 : -1;
}

static bool migrate(struct clone *clone, const struct graph *graph, const char *database)
{
    MEM_SCRATCH(scratch);
    struct command_env *env = clone->env;
    const struct engine_options engine = ENGINE_OPTIONS_DEFAULT;
    struct migrate_options options = engine_migrate_options(env, &engine);
    struct migrate_listener listener = engine_listener(env);
    const struct migrate_request request = {
        .direction = GRAPH_UPGRADE,
        .targets = (const char *const[]){clone->at, NULL},
    };
    struct db *db = connect_to(clone, scratch, database);

    return db && migrate_run(env->mem, db, graph, &request, &options, &listener, &env->last_words,
                             env->err);
}

/* Templates for the same target that scripts have left behind are of no more use. */
static bool drop_outdated(struct clone *clone)
{
    MEM_SCRATCH(scratch);
    struct db_result *old =
        db_query(scratch, clone->db,
                 "SELECT datname FROM pg_catalog.pg_database WHERE datname ~ '^limbeck_at_' AND "
                 "pg_catalog.shobj_description(oid, 'pg_database') = $1",
                 DB_PARAMS(clone->at), clone->env->err);

    for (size_t i = 0; old && i < db_rows(old); i++)
        if (!run_sql(clone, "DROP DATABASE IF EXISTS ", db_text(old, i, 0), " WITH (FORCE)"))
            return false;
    return old != NULL;
}

/* Made under another name, so that a template is either whole or not there. */
static bool make_template(struct clone *clone, const struct graph *graph, const char *name)
{
    MEM_SCRATCH(scratch);
    char *half = mem_printf(scratch, "%s_half", name);
    char *rename = mem_printf(scratch, " RENAME TO %s", quoted_name(scratch, name));
    char *comment = mem_printf(scratch, " IS %s", quoted_literal(scratch, clone->at));

    return drop_outdated(clone) &&
           run_sql(clone, "DROP DATABASE IF EXISTS ", half, " WITH (FORCE)") &&
           run_sql(clone, "CREATE DATABASE ", half, "") && migrate(clone, graph, half) &&
           run_sql(clone, "ALTER DATABASE ", half, rename) &&
           run_sql(clone, "COMMENT ON DATABASE ", name, comment);
}

/* The name of a database that is at the target and has no connections; NULL on failure. */
static char *find_template(struct clone *clone)
{
    static const char *const no_rows[] = {NULL};
    struct command_env *env = clone->env;
    struct graph *graph = project_graph(env);
    struct graph_plan *plan =
        graph ? graph_plan_upgrade(env->mem, graph, clone->at, no_rows, env->err) : NULL;
    char *name = plan ? template_name(clone, plan) : NULL;
    int exists;

    if (!name || !db_exec(clone->db, "SELECT pg_catalog.pg_advisory_lock(7234517)", env->err))
        return NULL;
    exists = database_exists(clone, name);
    if (exists < 0 || (!exists && !make_template(clone, graph, name)))
        return NULL;
    return db_exec(clone->db, "SELECT pg_catalog.pg_advisory_unlock(7234517)", env->err) ? name
                                                                                         : NULL;
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

static bool copy(struct clone *clone, const char *name, const char *template)
{
    MEM_SCRATCH(scratch);
    struct error *err = clone->env->err;
    char *from = mem_printf(scratch, " TEMPLATE %s", quoted_name(scratch, template));

    if (run_sql(clone, "CREATE DATABASE ", name, from))
        return true;
    if (strcmp(err->sqlstate, "55006") == 0)
        error_hint(err, "Close the connections to it, or make a clone from the scripts with "
                        "--at head.");
    return false;
}

static bool print_address(struct clone *clone, const char *name, const char *driver)
{
    struct command_env *env = clone->env;
    char *url = devcluster_url(env->mem, clone->cluster, name, driver, env->err);
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
    struct clone clone = {.env = env, .cluster = project_devcluster(env), .at = o->at};
    const char *name = o->name ? o->name : made_up_name(env);
    const char *template;

    if (!clone.cluster || !name || !devcluster_start(clone.cluster, env->err) ||
        !(clone.db = connect_to(&clone, env->mem, "postgres")))
        return false;
    template = o->at ? find_template(&clone) : "limbeck";
    return template && copy(&clone, name, template) && print_address(&clone, name, o->driver);
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
