/*
 * What commands share: the scripts of the configured project and its
 * database.
 */
#ifndef CMD_PROJECT_H
#define CMD_PROJECT_H

struct command_env;
struct graph;

/*
 * The graph of the configured scripts.  Fails with ERROR_USAGE when none are
 * configured, and with Alembic's message when their folder does not exist.
 */
struct graph *project_graph(struct command_env *env);

/*
 * The ids in the version table of the configured database, ending with NULL,
 * in the order in which the server gives them; empty when there is no table.
 */
const char *const *project_rows(struct command_env *env);

#endif
