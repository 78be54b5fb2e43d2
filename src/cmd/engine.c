#include "cmd/engine.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cmd/project.h"
#include "config/config.h"
#include "db/db.h"
#include "graph/plan.h"

#define LOGGER "alembic.runtime.migration"

const char *const engine_resume_words[] = {"again", "skip", NULL};

static void say_step(const struct graph_step *step, void *data)
{
    MEM_SCRATCH(scratch);

    (void)data;
    log_write(LOG_INFO, LOGGER, "Running %s", graph_step_title(scratch, step));
}

static void say_notice(const char *path, const struct db_notice *notice, void *data)
{
    bool grave = strcmp(notice->severity, "WARNING") == 0;

    (void)data;
    log_write(grave ? LOG_WARNING : LOG_INFO, "limbeck.server", "%s: %s: %s", path,
              notice->severity, notice->message);
    if (notice->detail)
        log_write(LOG_INFO, "limbeck.server", "%s: DETAIL: %s", path, notice->detail);
    if (notice->hint)
        log_write(LOG_INFO, "limbeck.server", "%s: HINT: %s", path, notice->hint);
}

static void say_warning(const char *text, void *data)
{
    (void)data;
    log_write(LOG_WARNING, LOGGER, "%s", text);
}

static void say_info(const char *text, void *data)
{
    (void)data;
    log_write(LOG_INFO, LOGGER, "%s", text);
}

/* A second connection, opened when there is something to look at. */
struct watch {
    struct command_env *env;
    struct db *db;
    bool failed;
    char *said; /* what was said last, so that it is not said twice */
};

static const char blockers_sql[] =
    /* banned-ok: format() of the server */
    "SELECT 'waiting for ' || string_agg(format('backend %s (\"%s\", role \"%s\", %s%s)', pid, "
    "application_name, usename, state, coalesce(', since ' || "
    "to_char(xact_start, 'HH24:MI:SS'), '')), ', ' ORDER BY pid) "
    "FROM pg_catalog.pg_stat_activity WHERE pid = ANY (pg_catalog.pg_blocking_pids($1::int))";

static struct db *watching_connection(struct watch *watch)
{
    MEM_SCRATCH(scratch);
    struct error *ignored = error_new(scratch);

    if (!watch->db && !watch->failed) {
        watch->db = project_open_beside(watch->env, ignored);
        watch->failed = !watch->db;
    }
    return watch->db;
}

/* Only a help for the eye: whatever goes wrong here is no failure of the migration. */
static void say_blockers(int pid, void *data)
{
    MEM_SCRATCH(scratch);
    struct watch *watch = data;
    struct error *ignored = error_new(scratch);
    struct db *db = watching_connection(watch);
    struct db_result *r =
        db ? db_query(scratch, db, blockers_sql, DB_PARAMS(mem_printf(scratch, "%d", pid)), ignored)
           : NULL;
    const char *text = r && db_rows(r) == 1 ? db_text(r, 0, 0) : NULL;

    if (!text || (watch->said && strcmp(watch->said, text) == 0))
        return;
    talloc_free(watch->said);
    watch->said = mem_strdup(watch, text);
    log_write(LOG_INFO, LOGGER, "%s", text);
}

struct migrate_listener engine_listener(struct command_env *env)
{
    struct watch *watch = mem_new(env->mem, struct watch);

    watch->env = env;
    return (struct migrate_listener){
        .step = say_step,
        .notice = say_notice,
        .warning = say_warning,
        .info = say_info,
        .waiting = say_blockers,
        .data = watch,
    };
}

/* "account@host", for the journal. */
static const char *who(TALLOC_CTX *mem)
{
    struct passwd *account = getpwuid(getuid());
    char host[256] = "";

    gethostname(host, sizeof(host) - 1);
    return mem_printf(mem, "%s@%s", account ? account->pw_name : "?", host);
}

static enum migrate_transaction transaction_of(const struct config *config)
{
    static const enum migrate_transaction ours[] = {
        [CONFIG_PER_MIGRATION] = MIGRATE_PER_MIGRATION,
        [CONFIG_ALL] = MIGRATE_ALL,
        [CONFIG_NONE] = MIGRATE_NONE,
    };

    return config->transactional_ddl ? ours[config->transaction] : MIGRATE_NONE;
}

static enum migrate_resume resume_of(const char *word)
{
    if (!word)
        return MIGRATE_RESUME_STOP;
    return strcmp(word, "again") == 0 ? MIGRATE_RESUME_AGAIN : MIGRATE_RESUME_SKIP;
}

struct migrate_options engine_migrate_options(const struct command_env *env,
                                              const struct engine_options *options)
{
    const struct config *config = env->config;

    return (struct migrate_options){
        .version_table = project_version_table(config),
        .settings = {config->lock_timeout_ms, config->statement_timeout_ms},
        .transaction = transaction_of(config),
        .resume = resume_of(options->resume),
        .lock_wait_s = options->lock_wait >= 0 ? options->lock_wait : config->lock_wait_s,
        .lock_retries = config->lock_retries,
        .journal = config->journal,
        .ensure = config->ensure,
        .allow_edited = options->allow_edited,
        .by_user = who(env->mem),
        .program = "limbeck " LIMBECK_VERSION,
        .scripts = project_scripts(env, options->tag, options->sql),
    };
}

static const char *const ddl_words[] = {"Will assume non-transactional DDL.",
                                        "Will assume transactional DDL."};

void engine_announce(const struct migrate_options *o, bool offline)
{
    log_write(LOG_INFO, LOGGER, "Context impl PostgresqlImpl.");
    if (offline)
        log_write(LOG_INFO, LOGGER, "Generating static SQL");
    log_write(LOG_INFO, LOGGER, "%s", ddl_words[o->transaction != MIGRATE_NONE]);
}

static bool run_offline(struct command_env *env, const struct graph *graph,
                        const struct migrate_request *request, const struct migrate_options *o)
{
    const struct offline_request offline = {request->direction, request->targets, request->purge};
    const struct offline_options options = {o->version_table, o->transaction, o->scripts};
    struct migrate_listener listener = engine_listener(env);

    if (!migrate_offline_check(&offline, env->err))
        return false;
    engine_announce(o, true);
    return migrate_offline(env->out, graph, &offline, &options, &listener, env->err);
}

static bool refuse_range(const struct migrate_request *request, struct error *err)
{
    for (size_t i = 0; request->direction != GRAPH_STAMP && request->targets[i]; i++)
        if (strchr(request->targets[i], ':'))
            return error_set(err, ERROR_CONFLICT, "Range revision not allowed");
    return true;
}

/* What is committed stays, and the same command goes on behind it. */
static bool say_next(struct command_env *env, const struct migrate_request *request)
{
    static const char *const words[] = {"upgrade", "downgrade", "stamp"};

    if (env->err->code != ERROR_INTERRUPTED)
        return false;
    return error_hint(env->err, "To go on, run it again: %s %s %s%s", env->program->name,
                      words[request->direction], request->purge ? "--purge " : "",
                      strings_join(env->mem, request->targets, " "));
}

bool engine_run(struct command_env *env, const struct migrate_request *request,
                const struct engine_options *options)
{
    struct migrate_listener listener = engine_listener(env);
    struct graph *graph = project_graph(env);
    struct migrate_options o;
    struct db *db;

    if (!graph || !project_read_env_py(env, PROJECT_WRITES))
        return false;
    o = engine_migrate_options(env, options);
    if (options->sql)
        return run_offline(env, graph, request, &o);
    if (!refuse_range(request, env->err))
        return false;
    db = project_open(env, PROJECT_WRITES);
    if (!db) {
        env->last_words = mem_strdup(env->mem, "nothing was applied");
        return false;
    }
    engine_announce(&o, false);
    return migrate_run(env->mem, db, graph, request, &o, &listener, &env->last_words, env->err) ||
           say_next(env, request);
}
