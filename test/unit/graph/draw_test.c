#include "graph/draw.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "harness/stanza.h"
#include "harness/test.h"
#include "notation.h"

/* Words of a line, ending with NULL; NULL when there is no line. */
static const char *const *rows_of(TALLOC_CTX *mem, const char *text)
{
    return text ? notation_words(mem, text, strlen(text), ",")->items : NULL;
}

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct error *err = error_new(mem);
    struct graph *graph = notation_graph(mem, stanza_value(stanza, 'g'), err);
    struct buf *text = buf_new(mem, BUF_MAX), *dot = buf_new(mem, BUF_MAX);
    const char *const *rows = rows_of(mem, stanza_value(stanza, 'r'));

    PASSES(graph != NULL);
    draw_text(text, graph, rows);
    draw_dot(dot, graph, rows);
    EQUAL_STR(text->text, stanza_text(mem, stanza, '='));
    if (stanza_value(stanza, 'd'))
        EQUAL_STR(dot->text, stanza_text(mem, stanza, 'd'));
}

TEST(draw_shows_the_cases_of_its_file)
{
    stanza_each("unit/graph/draw.txt", check_case);
}

TEST(draw_shows_the_first_line_of_a_doc)
{
    const struct revision revisions[] = {{.id = "a\"1", .doc = "say \"hi\"\nand \\go"}};
    struct graph *graph = graph_new(mem, revisions, 1, err);
    struct buf *out = buf_new(mem, BUF_MAX);

    PASSES(graph != NULL);
    draw_text(out, graph, NULL);
    EQUAL_STR(out->text, "*  a\"1 (head), say \"hi\"\n");
    buf_clear(out);
    draw_dot(out, graph, NULL);
    CONTAINS(out->text, "  \"a\\\"1\" [label=\"a\\\"1\\nsay \\\"hi\\\"\", peripheries=2];\n");
}
