/*
 * The environment of one project: the process's variables, and those of its
 * .env file where the process has none of that name.
 */
#ifndef CONFIG_ENV_H
#define CONFIG_ENV_H

#include <stdbool.h>
#include <talloc.h>

struct env;
struct error;

/* The variables in 'variables' ("NAME=value", ending with NULL; NULL: those of the process). */
struct env *env_new(TALLOC_CTX *mem, const char *const *variables);

/*
 * Add the file 'path', which need not exist.  Lines of it that cannot be
 * understood are skipped and remembered: a missing variable may be in them,
 * and then the hint names the line.  Fails with ERROR_USAGE when the file is
 * there and cannot be read.
 */
bool env_add_file(struct env *env, const char *path, struct error *err);

/* The value of a variable, or NULL when it is not set or empty. */
const char *env_at(const struct env *env, const char *name);

/* The same, but of the process only: for what libraries read themselves. */
const char *env_of_process(const struct env *env, const char *name);

/*
 * 'text' with each ${NAME} replaced by the variable's value, ${NAME:-other}
 * by 'other' if it has none, and $${ by ${.  Fails with ERROR_USAGE when a
 * variable is not set or a "${" is not closed.
 */
char *env_expand(TALLOC_CTX *mem, const struct env *env, const char *text, struct error *err);

#endif
