/* stamp: write into the version table where the database stands, and run nothing. */
#include "cmd/commands.h"

#include "base/strlist.h"
#include "cmd/engine.h"

struct stamp_options {
    struct strlist *revisions;
    bool purge;
    struct engine_options engine;
};

static const struct stamp_options defaults = {.engine = ENGINE_OPTIONS_DEFAULT};

static const struct option_spec option_specs[] = {
    {OPTION_ARGUMENTS, '\0', "revisions", offsetof(struct stamp_options, revisions),
     "one or more revisions, or heads, or base", "REVISION", NULL},
    {OPTION_FLAG, '\0', "purge", offsetof(struct stamp_options, purge),
     "empty the version table first, whatever is in it", NULL, NULL},
    ENGINE_OPTION_SQL(struct stamp_options),
    ENGINE_OPTION_TAG(struct stamp_options),
    ENGINE_OPTION_LOCK_WAIT(struct stamp_options),
    {.kind = OPTION_END},
};

static bool run(struct command_env *env, const void *options)
{
    const struct stamp_options *o = options;
    const struct migrate_request request = {
        .direction = GRAPH_STAMP,
        .targets = o->revisions->items,
        .purge = o->purge,
    };

    return engine_run(env, &request, &o->engine);
}

const struct command command_stamp = {
    .name = "stamp",
    .summary = "say where the database stands without running anything",
    .manual = "Writes the revisions into the version table as if they had been applied, or with "
              "base empties it. Steps that were stopped half-way are forgotten: the stamp is now "
              "the truth.",
    .options = option_specs,
    .options_size = sizeof(struct stamp_options),
    .defaults = &defaults,
    .run = run,
    .is_alembic = true,
};
