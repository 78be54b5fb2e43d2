#include "cmd/template.h"

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
    CONTAINS(template_toml(mem, template_find("generic"), "a \"b\"\\c"),
             "script_location = \"a \\\"b\\\"\\\\c\"\n");
    CONTAINS(template_toml(mem, template_find("generic"), "m"), "\nurl = \"dev\"\n");
    CONTAINS(template_toml(mem, template_find("compose"), "m"),
             "\nurl = \"postgresql://postgres:postgres@localhost:5432/pgvector_db\"\n");
}

TEST(template_find_knows_its_templates_only)
{
    TRUE(template_find("generic") && template_find("compose"));
    TRUE(!template_find("multidb"));
}
