/* What an env.py seems to read from the environment.  It is never run: this is advice. */
#ifndef CONFIG_ENV_PY_H
#define CONFIG_ENV_PY_H

#include <talloc.h>

struct strlist;

/*
 * The variables that the file 'path' names in os.environ[...], environ.get()
 * or getenv(), those first whose name says that they hold an address; empty
 * when there is no such file.
 */
struct strlist *env_py_variables(TALLOC_CTX *mem, const char *path);

#endif
