/* ensure_version: make the version table if it is missing. */
#include "cmd/commands.h"

#include "cmd/engine.h"
#include "cmd/project.h"

struct ensure_version_options {
    struct engine_options engine;
};

static const struct ensure_version_options defaults = {.engine = ENGINE_OPTIONS_DEFAULT};

static const struct option_spec option_specs[] = {
    ENGINE_OPTION_SQL(struct ensure_version_options),
    ENGINE_OPTION_LOCK_WAIT(struct ensure_version_options),
    {.kind = OPTION_END},
};

static bool run(struct command_env *env, const void *options)
{
    const struct ensure_version_options *o = options;
    struct migrate_listener listener = engine_listener(env);
    struct migrate_options engine;
    struct db *db;

    if (!project_read_env_py(env, PROJECT_WRITES))
        return false;
    engine = engine_migrate_options(env, &o->engine);
    if (o->engine.sql) {
        engine_announce(&engine, true);
        migrate_offline_version_table(
            env->out, &(struct offline_options){engine.version_table, engine.transaction});
        return true;
    }
    db = project_open(env, PROJECT_WRITES);
    if (!db)
        return false;
    engine_announce(&engine, false);
    return migrate_ensure_version(db, &engine, &listener, env->err);
}

const struct command command_ensure_version = {
    .name = "ensure_version",
    .summary = "make the version table if it is missing",
    .manual = "Makes alembic_version, or what version_table calls it, without applying anything.",
    .options = option_specs,
    .options_size = sizeof(struct ensure_version_options),
    .defaults = &defaults,
    .run = run,
    .is_alembic = true,
};
