#include "cmd/commands.h"

#include "cli/command.h"

/* A new command is its own file and one line here. */
static const struct command *const commands[] = {
    /* Alembic's */
    &command_branches,
    &command_current,
    &command_downgrade,
    &command_edit,
    &command_ensure_version,
    &command_heads,
    &command_history,
    &command_init,
    &command_list_templates,
    &command_merge,
    &command_revision,
    &command_show,
    &command_stamp,
    &command_upgrade,

    /* our own */
    &command_doctor,
    &command_export,
    &command_plan,
    &command_graph,
    &command_log,
    &command_dev_start,
    &command_dev_stop,
    &command_dev_status,
    &command_dev_url,
    &command_dev_psql,
    &command_dev_clone,
    &command_dev_destroy,
    &command_help,
    NULL,
};

#define SUMMARY "schema migrations and embeddings for PostgreSQL with pgvector"

const struct program program_limbeck = {
    .name = "limbeck",
    .version = LIMBECK_VERSION,
    .summary = SUMMARY,
    .commands = commands,
};

/* Scripts that ask for Alembic's version compare it with the features that they need. */
const struct program program_alembic = {
    .name = "alembic",
    .version = "1.19.2 (limbeck " LIMBECK_VERSION ")",
    .summary = SUMMARY,
    .commands = commands,
    .is_alembic = true,
};
