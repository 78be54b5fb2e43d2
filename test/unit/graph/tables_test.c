/* The cases of *.txt: commands on graphs, and what comes of them. */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "graph/graph.h"
#include "harness/stanza.h"
#include "harness/test.h"
#include "notation.h"

/* The '=' lines behind line 'i', which is a command. */
static char *expected_of(TALLOC_CTX *mem, const struct stanza *stanza, size_t i)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    for (i++; i < stanza->n_lines && stanza->lines[i].tag == '='; i++)
        buf_addf(text, "%s\n", stanza->lines[i].text);
    return buf_take(mem, text);
}

static void check_command(TALLOC_CTX *mem, const struct graph *graph, const struct stanza *stanza,
                          size_t i, struct error *err)
{
    const char *command = stanza->lines[i].text;
    char *expected = expected_of(mem, stanza, i);
    char *actual = graph ? notation_run(mem, graph, command, false)
                         : mem_printf(mem, "error: %s\n", err->message);

    if (strcmp(actual, expected) != 0)
        FAIL("%s: $ %s\nexpected:\n%sactual:\n%s", stanza->name, command, expected, actual);
}

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct error *err = error_new(mem);
    const char *text = stanza_value(stanza, 'g');
    struct graph *graph = text ? notation_graph(mem, text, err) : NULL;

    if (!text)
        FAIL("%s: there is no graph", stanza->name);
    for (size_t i = 0; i < stanza->n_lines; i++) {
        if (stanza->lines[i].tag == '$')
            check_command(mem, graph, stanza, i, err);
    }
}

TEST(graph_line_is_as_in_alembic)
{
    stanza_each("unit/graph/line.txt", check_case);
}

TEST(graph_branches_are_as_in_alembic)
{
    stanza_each("unit/graph/branches.txt", check_case);
}

TEST(graph_merges_are_as_in_alembic)
{
    stanza_each("unit/graph/merges.txt", check_case);
}

TEST(graph_dependencies_are_as_in_alembic)
{
    stanza_each("unit/graph/dependencies.txt", check_case);
}

TEST(graph_refuses_what_alembic_refuses)
{
    stanza_each("unit/graph/refused.txt", check_case);
}
