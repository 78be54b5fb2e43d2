#include "cmd/commands.h"

#include "cli/command.h"

/* A new command is its own file and one line here. */
static const struct command *const commands[] = {
    &command_branches,       &command_edit, &command_heads, &command_history, &command_init,
    &command_list_templates, &command_show,

    &command_help,           NULL,
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
