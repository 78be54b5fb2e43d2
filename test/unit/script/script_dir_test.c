#include "script/script_dir.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/graph.h"
#include "harness/test.h"

static char *folder(TALLOC_CTX *mem, struct error *err)
{
    return file_temp_folder(mem, "/tmp", "limbeck-test-", err);
}

static void write_file(const char *top, const char *name, const char *text)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    char *path = path_join(scratch, top, name);

    PASSES(file_make_folder(path_folder(scratch, path), 0777, err));
    PASSES(file_replace(path, text, err));
}

static void write_script(const char *top, const char *name, const char *id, const char *more)
{
    MEM_SCRATCH(scratch);

    write_file(top, name, mem_printf(scratch, "-- limbeck: revision = %s\n%s", id, more));
}

static struct graph *load(TALLOC_CTX *mem, bool recursive, struct error *err, const char *first,
                          const char *second)
{
    const char *const folders[] = {first, second, NULL};
    const struct script_locations locations = {folders, recursive};

    return script_dir_load(mem, &locations, err);
}

/* The ids in file order. */
static char *ids(TALLOC_CTX *mem, const struct graph *graph)
{
    struct strlist *all = strlist_new(mem);

    TRUE(graph != NULL);
    for (revisions_t r = graph_all(graph); *r; r++)
        strlist_add(all, (*r)->id);
    return strlist_join(mem, all, " ");
}

TEST(script_dir_loads_scripts_in_the_order_of_their_names)
{
    char *top = folder(mem, err);
    struct graph *graph;
    const struct revision *c;

    write_script(top, "b.sql", "b", "-- limbeck: down_revision = a\n");
    write_script(top, "a.sql", "a", "");
    write_script(top, "\xc3\xa9.sql", "e", "");
    write_script(top, "Z.sql", "z",
                 "-- limbeck: down_revision = a, b\n-- limbeck: branch_labels = l\n"
                 "-- limbeck: depends_on = e\n-- limbeck: message = all of it\n");
    graph = load(mem, false, err, top, NULL);
    PASSES(graph != NULL);
    EQUAL_STR(ids(mem, graph), "z a b e");
    c = graph_at(graph, "z");
    EQUAL_STR(strings_join(mem, c->down, " "), "a b");
    EQUAL_STR(strings_join(mem, c->labels, " "), "l");
    EQUAL_STR(strings_join(mem, c->depends, " "), "e");
    EQUAL_STR(c->doc, "all of it");
    EQUAL_STR(c->path, path_join(mem, top, "Z.sql"));
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_ignores_what_is_no_script)
{
    char *top = folder(mem, err);

    write_script(top, "a.sql", "a", "");
    write_script(top, "b.sql~", "b", "");
    write_script(top, "c.SQL", "c", "");
    write_script(top, ".#d.sql", "d", "");
    write_script(top, "__init__.sql", "e", "");
    write_file(top, "__init__.py", "");
    write_file(top, ".#f.py", "");
    write_file(top, "README", "SELECT 'unclosed;");
    write_file(top, "seed.sql", "INSERT INTO t VALUES (1), ('unclosed;");
    write_script(top, "folder.sql/f.sql", "f", "");
    write_script(top, "folder.py/f.sql", "g", "");
    EQUAL_STR(ids(mem, load(mem, false, err, top, NULL)), "a");
    EQUAL_INT(err->code, ERROR_NONE);
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_goes_into_folders_when_told_to)
{
    char *top = folder(mem, err);

    write_script(top, "2025/b.sql", "b", "");
    write_script(top, "2024/x/c.sql", "c", "");
    write_script(top, "2024/a.sql", "a", "");
    write_script(top, "2024/z.sql", "z", "");
    write_script(top, "top.sql", "t", "");
    write_script(top, "__pycache__/no.sql", "no", "");
    TRUE(symlink(top, path_join(mem, top, "2024/loop")) == 0);
    EQUAL_STR(ids(mem, load(mem, true, err, top, NULL)), "t a z c b");
    EQUAL_STR(ids(mem, load(mem, false, err, top, NULL)), "t");
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_counts_a_file_of_two_paths_once)
{
    char *top = folder(mem, err);
    char *inner = path_join(mem, top, "in");

    write_script(top, "in/a.sql", "a", "");
    TRUE(symlink(path_join(mem, inner, "a.sql"), path_join(mem, top, "link.sql")) == 0);
    EQUAL_STR(ids(mem, load(mem, true, err, top, inner)), "a");
    TRUE(link(path_join(mem, inner, "a.sql"), path_join(mem, inner, "b.sql")) == 0);
    TRUE(load(mem, false, err, inner, NULL) == NULL);
    EQUAL_INT(err->code, ERROR_CONFLICT);
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_takes_missing_and_empty_folders)
{
    char *top = folder(mem, err);

    EQUAL_STR(ids(mem, load(mem, false, err, path_join(mem, top, "missing"), top)), "");
    EQUAL_INT(err->code, ERROR_NONE);
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_takes_python_and_sql_scripts_into_one_graph)
{
    char *top = folder(mem, err);
    struct graph *graph;

    write_file(top, "2.py", "'''two\n\nmore'''\nrevision = 'b'\ndown_revision = 'a'\n");
    write_script(top, "1.sql", "a", "");
    write_script(top, "3.sql", "c", "-- limbeck: down_revision = b\n");
    write_file(top, "__pycache__/4.py", "no Python");
    write_file(top, "4.py/5.py", "no Python");
    graph = load(mem, false, err, top, NULL);
    PASSES(graph != NULL);
    EQUAL_STR(ids(mem, graph), "a b c");
    EQUAL_STR(graph_at(graph, "b")->doc, "two\n\nmore");
    EQUAL_STR(graph_at(graph, "b")->path, path_join(mem, top, "2.py"));
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_puts_a_replacement_in_the_place_of_a_python_script)
{
    char *top = folder(mem, err);
    struct graph *graph;
    const struct revision *b;

    write_file(top, "a.py", "revision = 'a'\ndown_revision = None\n");
    write_file(top, "b.py",
               "'''of b'''\nrevision = 'b'\ndown_revision = 'a'\nbranch_labels = 'l'\n");
    write_file(top, "0.sql", "-- limbeck: replacement_for = b\n");
    graph = load(mem, false, err, top, NULL);
    PASSES(graph != NULL);
    EQUAL_STR(ids(mem, graph), "a b");
    b = graph_at(graph, "b");
    EQUAL_STR(b->path, path_join(mem, top, "0.sql"));
    EQUAL_STR(b->replaces, path_join(mem, top, "b.py"));
    EQUAL_STR(b->doc, "of b");
    EQUAL_STR(b->down[0], "a");
    EQUAL_STR(b->labels[0], "l");
    TRUE(graph_at(graph, "a")->replaces == NULL);
    write_file(top, "c.sql", "-- limbeck: replacement_for = b\n");
    FAILS(load(mem, false, err, top, NULL) != NULL, ERROR_CONFLICT,
          mem_printf(mem, "%s/0.sql and %s/c.sql both replace \"b\"", top, top));
    write_script(top, "d.sql", "d", "");
    write_file(top, "c.sql", "-- limbeck: replacement_for = d\n");
    FAILS(load(mem, false, err, top, NULL) != NULL, ERROR_NOT_FOUND,
          mem_printf(mem, "%s/c.sql replaces \"d\", which no Python script has", top));
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_says_what_is_wrong_with_a_header)
{
    char *top = folder(mem, err);

    write_file(top, "a.sql", "\n-- limbeck: revison = a\n");
    FAILS(load(mem, false, err, top, NULL) != NULL, ERROR_INVALID,
          mem_printf(mem, "%s/a.sql:2: unknown directive \"revison\"", top));
    write_file(top, "a.sql", "-- limbeck: replacement_for = b\n");
    FAILS(load(mem, false, err, top, NULL) != NULL, ERROR_NOT_FOUND,
          mem_printf(mem, "%s/a.sql replaces \"b\", which no Python script has", top));
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_reads_no_further_than_the_first_section)
{
    char *top = folder(mem, err);

    write_script(top, "a.sql", "a", "-- limbeck: upgrade\n-- limbeck: nonsense\n\\x 'unclosed\xff");
    EQUAL_STR(ids(mem, load(mem, false, err, top, NULL)), "a");
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_says_which_file_or_folder_cannot_be_read)
{
    char *top = folder(mem, err);

    TRUE(symlink("nowhere", path_join(mem, top, "a.sql")) == 0);
    FAILS(load(mem, false, err, top, NULL) != NULL, ERROR_NOT_FOUND,
          mem_printf(mem, "cannot read \"%s/a.sql\": No such file or directory", top));
    PASSES(file_remove(path_join(mem, top, "a.sql"), err));
    write_script(top, "file", "a", "");
    FAILS(load(mem, false, err, path_join(mem, top, "file"), NULL) != NULL, ERROR_SYSTEM,
          mem_printf(mem, "cannot read folder \"%s/file\": Not a directory", top));
    TRUE(mkfifo(path_join(mem, top, "f.sql"), 0600) == 0);
    FAILS(load(mem, false, err, top, NULL) != NULL, ERROR_INVALID,
          mem_printf(mem, "cannot read \"%s/f.sql\": it is not a regular file", top));
    PASSES(file_remove_folder(top, err));
}

TEST(script_dir_refuses_names_that_nobody_could_print)
{
    char *top = folder(mem, err);

    write_script(top, "b\xff.txt", "b", "");
    write_script(top, "a\xff.sql", "a", "");
    FAILS(
        load(mem, false, err, top, NULL) != NULL, ERROR_INVALID,
        mem_printf(mem, "the name of a script in \"%s\" is not valid UTF-8: \"a\\xff.sql\"", top));
    PASSES(file_remove_folder(top, err));
}
