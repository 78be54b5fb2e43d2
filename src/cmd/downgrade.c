/* downgrade: take revisions back down to a target. */
#include "cmd/commands.h"

#include "cmd/engine.h"

struct downgrade_options {
    const char *revision;
    struct engine_options engine;
};

static const struct downgrade_options defaults = {.engine = ENGINE_OPTIONS_DEFAULT};

static const struct option_spec option_specs[] = {
    {OPTION_ARGUMENT, '\0', "revision", offsetof(struct downgrade_options, revision), "the target",
     "TARGET", NULL},
    ENGINE_OPTION_SQL(struct downgrade_options),
    ENGINE_OPTION_TAG(struct downgrade_options),
    ENGINE_OPTION_LOCK_WAIT(struct downgrade_options),
    ENGINE_OPTION_RESUME(struct downgrade_options),
    ENGINE_OPTION_ALLOW_EDITED(struct downgrade_options),
    {.kind = OPTION_END},
};

static bool run(struct command_env *env, const void *options)
{
    const struct downgrade_options *o = options;
    const struct migrate_request request = {
        .direction = GRAPH_DOWNGRADE,
        .targets = (const char *const[]){o->revision, NULL},
    };

    return engine_run(env, &request, &o->engine);
}

const struct command command_downgrade = {
    .name = "downgrade",
    .summary = "take revisions back down to a target",
    .manual = "Takes back every revision above TARGET, newest first. TARGET is base, a revision id "
              "or the beginning of one, or relative: -1. A revision whose script has no downgrade "
              "section is irreversible and stops the command before anything runs.",
    .options = option_specs,
    .options_size = sizeof(struct downgrade_options),
    .defaults = &defaults,
    .run = run,
    .is_alembic = true,
};
