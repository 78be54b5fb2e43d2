/*
 * What commands share: the scripts of the configured project and its
 * database.
 */
#ifndef CMD_PROJECT_H
#define CMD_PROJECT_H

#include <stdbool.h>
#include <talloc.h>

#include "migrate/version_table.h"

struct command_env;
struct config;
struct db;
struct devcluster;
struct error;
struct env_py;
struct graph;
struct scripts;
struct strlist;

/*
 * The graph of the configured scripts.  Fails with ERROR_USAGE when none are
 * configured, and with Alembic's message when their folder does not exist.
 */
struct graph *project_graph(struct command_env *env);

/*
 * How its scripts are read and evaluated, a child of env->mem.  'tag' is that
 * of --tag or NULL; 'offline': for --sql, without a database.
 */
struct scripts *project_scripts(const struct command_env *env, const char *tag, bool offline);

/* What a command is going to do with the database: one that writes says on stderr which it is. */
enum project_use { PROJECT_READS, PROJECT_WRITES };

/*
 * Read env.py, and let env->config be what the files and it together say; a
 * project without one is no failure.  A command that writes fails with
 * ERROR_USAGE when it says something decisive that only running it would tell
 * and that no file answers.
 */
const struct env_py *project_read_env_py(struct command_env *env, enum project_use use);

/* What was read, a line each. */
struct strlist *project_env_py_facts(TALLOC_CTX *mem, const struct env_py *env_py);

/*
 * Connect to the configured database.  The dev cluster is made and started
 * when the address is "dev".  Fails with ERROR_USAGE when no database is
 * configured; nothing has been started then.
 */
struct db *project_open(struct command_env *env, enum project_use use);

/* A second connection to what project_open() connected to. */
struct db *project_open_beside(struct command_env *env, struct error *err);

/* The version table as 'config' has it. */
struct version_table_name project_version_table(const struct config *config);

/*
 * The ids in the version table of the configured database, ending with NULL,
 * in the order in which the server gives them; empty when there is no table.
 */
const char *const *project_rows(struct command_env *env);

/* The address as it is shown to people: a URL without its password, a child of env->mem. */
char *project_url_shown(struct command_env *env);

/* The project's dev cluster, whether it exists and runs or not. */
struct devcluster *project_devcluster(struct command_env *env);

#endif
