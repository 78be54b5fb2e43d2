#include "py/parser.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "harness/test.h"

static struct py_tree *parsed(TALLOC_CTX *mem, const char *text, struct error *err)
{
    return py_parse(arena_new(mem), "a.py", text, strlen(text), err);
}

TEST(parser_keeps_the_docstring)
{
    struct py_tree *tree = parsed(mem, "\"\"\"add users\n\nRevision ID: 1\n\"\"\"\nx = 1\n", err);

    PASSES(tree != NULL);
    EQUAL_STR(tree->docstring, "add users\n\nRevision ID: 1\n");
    EQUAL_STR(tree->path, "a.py");
    TRUE(tree->body.n == 2 && tree->body.items[1]->line == 5);
}

TEST(parser_takes_a_chain_of_five_thousand_operands)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    buf_add(text, "x = a");
    for (int i = 1; i < 5000; i++)
        buf_add(text, " + a");
    PASSES(parsed(mem, text->text, err) != NULL);
}

TEST(parser_takes_five_hundred_elifs)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    buf_add(text, "if a: pass\n");
    for (int i = 0; i < 500; i++)
        buf_add(text, "elif a: pass\n");
    PASSES(parsed(mem, text->text, err) != NULL);
}

static void refuses_repeated(TALLOC_CTX *mem, const char *part, struct error *err)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    buf_add(text, "x = ");
    for (int i = 0; i < 50000; i++)
        buf_add(text, part);
    error_clear(err);
    TRUE(parsed(mem, text->text, err) == NULL);
    TRUE(strstr(err->message, "a.py:1: SyntaxError: too many nested ") == err->message);
}

TEST(parser_refuses_what_is_nested_too_deep)
{
    static const char *const parts[] = {
        "(",  "[",  "{",   "-",           "not ", "2 ** ", "lambda:", "f'{", "a if b else ",
        "a[", "a(", "{1:", "[x for x in "};

    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        refuses_repeated(mem, parts[i], err);
}
TEST(parser_says_which_comma_is_missing)
{
    FAILS(parsed(mem, "f(\n    a=b(c='d')\n    e=2)\n", err), ERROR_INVALID,
          "a.py:2: SyntaxError: invalid syntax. Perhaps you forgot a comma?");
    EQUAL_STR(err->where, "    a=b(c='d')\n      ^^^^^^^^");
}

TEST(parser_points_at_the_comma_that_the_documentation_of_vectorizers_lacks)
{
    const char *text = "def upgrade() -> None:\n"
                       "    op.create_vectorizer(\n"
                       "        source=\"blog\",\n"
                       "        name=\"blog_content_embedder\",\n"
                       "        destination=DestinationTableConfig(\n"
                       "            destination='blog_embeddings'\n"
                       "        )\n"
                       "        loading=LoadingColumnConfig(column_name='content'),\n"
                       "    )\n";

    FAILS(parsed(mem, text, err), ERROR_INVALID,
          "a.py:5: SyntaxError: invalid syntax. Perhaps you forgot a comma?");
    EQUAL_STR(err->where, "    destination=DestinationTableConfig(\n"
                          "                ^^^^^^^^^^^^^^^^^^^^^^^");
}
