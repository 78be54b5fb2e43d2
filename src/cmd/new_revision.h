/* Making the script of a new revision: what revision and merge have in common. */
#ifndef CMD_NEW_REVISION_H
#define CMD_NEW_REVISION_H

#include <stdbool.h>

struct command_env;
struct strlist;

struct new_revision {
    const struct strlist *heads;      /* symbols of what it builds on */
    const char *message;              /* NULL: none */
    const char *rev_id;               /* NULL: one is made */
    const char *branch_label;         /* or NULL */
    const char *version_path;         /* where the file goes; NULL: the obvious place */
    const struct strlist *depends_on; /* ids, prefixes or labels; or NULL */
    bool splice;                      /* build on revisions that are no heads */
};

/*
 * Check everything in Alembic's order, write the script and say so.  Two that
 * do this at once wait for each other; no file is ever overwritten.
 */
bool new_revision_make(struct command_env *env, const struct new_revision *wanted);

#endif
