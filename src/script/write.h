/* Making new script files. */
#ifndef SCRIPT_WRITE_H
#define SCRIPT_WRITE_H

#include <stdint.h>
#include <talloc.h>

struct error;
struct py_template;

/* What the file will say.  Lists end with NULL and may be NULL. */
struct script_draft {
    const char *id;
    const char *const *down;
    const char *const *labels;
    const char *const *depends;
    const char *message; /* NULL: "empty message", as Alembic has it */
};

/* How the file will be called. */
struct script_naming {
    const char *folder;           /* one of the version locations */
    const char *template;         /* file_template, see file_name.h; a "/" in it makes folders */
    int truncate_slug_length;     /* 0: 40 */
    const char *timezone;         /* see local_time.h */
    const struct py_template *py; /* script.py.mako, for a Python script; NULL: one of SQL */
};

struct script_written {
    const char *path;
    const char *new_folder; /* the folder that had to be made for it, or NULL */
};

/* The text of a new script without SQL; 'create_date' goes into a comment. */
char *script_render(TALLOC_CTX *mem, const struct script_draft *draft, const char *create_date);

/*
 * Write a new script, whole or not at all: of SQL, or of Python as the project's
 * template has it.  Fails with ERROR_CONFLICT when
 * the file is there already, and with ERROR_USAGE for a template, time zone,
 * message, id or label that would give no script that can be read.
 */
struct script_written *script_write(TALLOC_CTX *mem, const struct script_draft *draft,
                                    const struct script_naming *naming, int64_t now_us,
                                    struct error *err);

#endif
