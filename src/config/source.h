/*
 * The files that settings come from, and one value out of them.
 */
#ifndef CONFIG_SOURCE_H
#define CONFIG_SOURCE_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

struct env;
struct error;
struct ini;
struct toml_table;

enum source_kind {
    SOURCE_LIMBECK,   /* limbeck.toml: ${NAME} is expanded */
    SOURCE_INI,       /* a section of alembic.ini: %(name)s is */
    SOURCE_PYPROJECT, /* [tool.alembic]: %(here)s is */
};

struct source {
    enum source_kind kind;
    const char *path;   /* of the file, absolute */
    const char *name;   /* of the file, for messages */
    const char *place;  /* where one writes a setting, for hints */
    const char *folder; /* from which its relative paths are seen; absolute */
    const char *here;   /* the folder in which the file stands; absolute */
    const struct ini *ini;
    const char *section;
    const struct toml_table *table;
};

/* In the order in which they are asked; up to one of each kind. */
struct sources {
    const struct source *items[3];
    size_t n;
    const struct env *env;
};

enum raw_kind { RAW_TEXT, RAW_LIST, RAW_INTEGER, RAW_BOOLEAN };

/* A value as the file has it; of the fields behind 'where' the one of its kind is set. */
struct raw {
    enum raw_kind kind;
    const struct source *source; /* NULL: it is a default */
    const char *where;           /* "alembic.ini:12" */
    const char *text;
    const char *const *list;
    int64_t integer;
    bool boolean;
};

/* Read one file; 'name' stands for it in messages.  Fails with ERROR_USAGE. */
struct source *source_limbeck(TALLOC_CTX *mem, const char *path, const char *name,
                              struct error *err);

/* '*found' is NULL when the file has no such section, or no [tool.alembic]. */
bool source_ini(TALLOC_CTX *mem, const char *path, const char *name, const char *section,
                const char *cwd, struct source **found, struct error *err);
bool source_pyproject(TALLOC_CTX *mem, const char *path, const char *name, const char *cwd,
                      struct source **found, struct error *err);

/*
 * The value of 'key' from the first source that has it; '*raw' is NULL when
 * none does.  Fails with ERROR_USAGE when its references cannot be resolved
 * or it is of a kind that no setting has.
 */
bool sources_find(TALLOC_CTX *mem, const struct sources *sources, const char *key, struct raw **raw,
                  struct error *err);

/* The same, but from this one source. */
bool source_find(TALLOC_CTX *mem, const struct source *source, const struct env *env,
                 const char *key, struct raw **raw, struct error *err);

/* The source of that kind, or NULL. */
const struct source *sources_of(const struct sources *sources, enum source_kind kind);

#endif
