/* A project's script.py.mako, filled in for a new revision. */
#ifndef SCRIPT_PY_TEMPLATE_H
#define SCRIPT_PY_TEMPLATE_H

#include <talloc.h>

struct error;
struct script_draft;

struct py_template {
    const char *path; /* script.py.mako of the script location */

    /* What config.get_main_option() answers to the template: a value, or NULL. */
    const char *(*option)(void *data, const char *section, const char *name);
    void *data;
};

/*
 * The text of the new script.  The template sees what Alembic's see:
 * message, up_revision, down_revision, branch_labels, depends_on,
 * create_date, imports, upgrades, downgrades, comma, config, context.  Fails
 * with ERROR_NOT_FOUND when there is no template and with ERROR_INVALID, naming
 * its line, when it cannot be read or run.
 */
char *py_template_render(TALLOC_CTX *mem, const struct py_template *template,
                         const struct script_draft *draft, const char *create_date,
                         struct error *err);

#endif
