/* upgrade: apply revisions up to a target. */
#include "cmd/commands.h"

#include "cmd/engine.h"

struct upgrade_options {
    const char *revision;
    struct engine_options engine;
};

static const struct upgrade_options defaults = {.engine = ENGINE_OPTIONS_DEFAULT};

static const struct option_spec option_specs[] = {
    {OPTION_ARGUMENT, '\0', "revision", offsetof(struct upgrade_options, revision), "the target",
     "TARGET", NULL},
    ENGINE_OPTION_SQL(struct upgrade_options),
    ENGINE_OPTION_TAG(struct upgrade_options),
    ENGINE_OPTION_LOCK_WAIT(struct upgrade_options),
    ENGINE_OPTION_RESUME(struct upgrade_options),
    ENGINE_OPTION_ALLOW_EDITED(struct upgrade_options),
    {.kind = OPTION_END},
};

static bool run(struct command_env *env, const void *options)
{
    const struct upgrade_options *o = options;
    const struct migrate_request request = {
        .direction = GRAPH_UPGRADE,
        .targets = (const char *const[]){o->revision, NULL},
    };

    return engine_run(env, &request, &o->engine);
}

const struct command command_upgrade = {
    .name = "upgrade",
    .summary = "apply revisions up to a target",
    .manual =
        "Applies every revision that TARGET needs and the database lacks, in order. TARGET is "
        "head, heads, a revision id or the beginning of one, a branch label, BRANCH@head, or "
        "relative: +2, ae10+1.\n\nOne upgrade runs at a time; a second one waits. See --lock-wait.",
    .options = option_specs,
    .options_size = sizeof(struct upgrade_options),
    .defaults = &defaults,
    .run = run,
    .is_alembic = true,
};
