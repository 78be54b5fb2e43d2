#include "cmd/template.h"

#include <string.h>

#include "harness/test.h"

TEST(template_gitignore_adds_what_is_missing_and_nothing_twice)
{
    EQUAL_STR(template_gitignore(mem, ""), ".limbeck/\n.env\n");
    EQUAL_STR(template_gitignore(mem, "*.pyc"), "*.pyc\n.limbeck/\n.env\n");
    EQUAL_STR(template_gitignore(mem, "a\r\n.env\r\nb\n"), "a\r\n.env\r\nb\n.limbeck/\n");
    EQUAL_STR(template_gitignore(mem, ".env.local\n"), ".env.local\n.limbeck/\n.env\n");
    EQUAL_STR(template_gitignore(mem, ".env\n.limbeck/\n"), NULL);
}

TEST(template_toml_quotes_the_folder_of_the_scripts)
{
    CONTAINS(template_toml(mem, template_find("sql"), "a \"b\"\\c"),
             "script_location = \"a \\\"b\\\"\\\\c\"\n");
    CONTAINS(template_toml(mem, template_find("sql"), "m"), "\nurl = \"dev\"\n");
    CONTAINS(template_toml(mem, template_find("compose"), "m"),
             "\nurl = \"postgresql://postgres:postgres@localhost:5432/pgvector_db\"\n");
}

TEST(template_ini_names_the_folder_of_the_scripts_unless_pyproject_does)
{
    const char *all = template_ini(mem, template_find("generic"), "%(here)s/m");
    const char *rest = template_ini(mem, template_find("pyproject"), NULL);

    CONTAINS(all, "\nscript_location = %(here)s/m\n");
    CONTAINS(all, "\nsqlalchemy.url = postgresql+psycopg2://");
    CONTAINS(rest, "\n[alembic]\n");
    CONTAINS(rest, "\nsqlalchemy.url = postgresql+psycopg2://");
    TRUE(!strstr(rest, "script_location"));
    CONTAINS(template_ini(mem, template_find("async"), "m"), "= postgresql+asyncpg://");
    CONTAINS(template_pyproject(mem, "%(here)s/m"), "\"%(here)s/m\"");
}

TEST(template_find_knows_its_templates_only)
{
    TRUE(template_find("generic") && template_find("async") && template_find("pyproject"));
    TRUE(template_find("sql") && template_find("compose"));
    TRUE(!template_find("multidb"));
}
