/* Running the project's post_write_hooks on a new script. */
#ifndef CMD_WRITE_HOOKS_H
#define CMD_WRITE_HOOKS_H

#include <stdbool.h>

struct command_env;

/*
 * Run every hook on the script at 'path', in order, saying so.  How a program
 * ends does not matter, as in Alembic.  Fails, with Alembic's words, for a
 * hook that says what is not known, and when a program cannot be started.
 */
bool write_hooks_run(struct command_env *env, const char *path);

#endif
