/* The kinds of new projects that init makes, and the texts of their files. */
#ifndef CMD_TEMPLATE_H
#define CMD_TEMPLATE_H

#include <stdbool.h>
#include <talloc.h>

struct template
{
    const char *name;
    const char *summary; /* one line, for list_templates */
    const char *url;     /* of the database, as the configuration will have it */
    bool compose;        /* a compose.yaml that serves this database */
    const char *env;     /* the env.py of Alembic's layout; NULL: SQL scripts and limbeck.toml */
    bool pyproject;      /* its settings go into pyproject.toml, not alembic.ini */
};

/* All of them; the last has no name. */
extern const struct template templates[];

/* The template called 'name', or NULL. */
const struct template *template_find(const char *name);

/* The template that init takes when it is not told which, under this program's name. */
const char *template_default(bool as_alembic);

/* limbeck.toml with the folder of the scripts as it is seen from there; a child of 'mem'. */
char *template_toml(TALLOC_CTX *mem, const struct template *template, const char *location);

/* 'old' with the lines that a .gitignore must have; NULL when it has them all. */
char *template_gitignore(TALLOC_CTX *mem, const char *old);

/*
 * alembic.ini, or what goes into pyproject.toml, for scripts in 'location' ("%(here)s/migrations");
 * alembic.ini without it when 'location' is NULL.
 */
char *template_ini(TALLOC_CTX *mem, const struct template *template, const char *location);
char *template_pyproject(TALLOC_CTX *mem, const char *location);

/* script.py.mako */
const char *template_script(void);

/* compose.yaml */
extern const char template_compose[];

#endif
