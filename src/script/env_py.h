/*
 * What an Alembic project's env.py says about migrations, without running it.
 *
 * Its calls of context.configure() are looked for, and the arguments that are
 * facts (a table's name, yes or no) are evaluated by themselves, with the
 * assignments that they need.  An argument that only a running application
 * knows stays unknown, and is said to be so.
 */
#ifndef SCRIPT_ENV_PY_H
#define SCRIPT_ENV_PY_H

#include <stdbool.h>
#include <talloc.h>

struct error;
struct map;
struct scripts;

enum env_py_standing {
    ENV_PY_ABSENT,  /* it says nothing of it */
    ENV_PY_KNOWN,   /* 'text' has the value; NULL stands for None */
    ENV_PY_UNKNOWN, /* it says something that cannot be told from the file */
};

struct env_py_fact {
    enum env_py_standing standing;
    const char *text; /* a text; "true" and "false" */
    int line;
};

enum env_py_key {
    ENV_PY_VERSION_TABLE,
    ENV_PY_VERSION_TABLE_SCHEMA,
    ENV_PY_VERSION_TABLE_PK,
    ENV_PY_TRANSACTION_PER_MIGRATION,
    ENV_PY_TRANSACTIONAL_DDL,
    ENV_PY_INCLUDE_SCHEMAS,
    ENV_PY_COMPARE_TYPE,
    ENV_PY_COMPARE_SERVER_DEFAULT,
    ENV_PY_KEYS
};

/* As they are called in context.configure(). */
extern const char *const env_py_names[ENV_PY_KEYS];

struct env_py {
    const char *path;
    struct env_py_fact facts[ENV_PY_KEYS];

    const struct map *naming; /* of MetaData(naming_convention=...), texts by key; or NULL */
    const char *naming_path;  /* where it stands */
    int naming_line;
};

/*
 * Read the file 'path', which need not exist.  'scripts' evaluates.  Fails
 * with ERROR_INVALID when it is no Python.
 */
struct env_py *env_py_read(TALLOC_CTX *mem, struct scripts *scripts, const char *path,
                           struct error *err);

#endif
