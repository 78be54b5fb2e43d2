#include "py/parser.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "harness/stanza.h"
#include "harness/test.h"

/* "case.py:3: SyntaxError: ..." as the '=' line has it. */
static const char *message(const struct error *err)
{
    return err->message && strncmp(err->message, "case.py:", 8) == 0 ? err->message + 8
                                                                     : err->message;
}

/* The lines under it begin with four spaces, as Python's traceback has them. */
static char *shown(TALLOC_CTX *mem, const struct error *err)
{
    struct buf *out = buf_new(mem, BUF_MAX);

    for (const char *line = err->where; line && *line;) {
        size_t n = strcspn(line, "\n");

        TRUE(n >= 4 && strncmp(line, "    ", 4) == 0);
        buf_addn(out, line + 4, n - 4);
        buf_addc(out, '\n');
        line += n + (line[n] == '\n');
    }
    return buf_take(mem, out);
}

static void check(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct error *err = error_new(mem);
    struct buf *input = stanza_input(mem, stanza);
    struct py_tree *tree = py_parse(arena_new(mem), "case.py", input->text, input->length, err);

    if (tree) {
        EQUAL_STR("ok", stanza_value(stanza, '='));
        return;
    }
    EQUAL_STR(message(err), stanza_value(stanza, '='));
    EQUAL_STR(shown(mem, err), stanza_text(mem, stanza, '^'));
}

TEST(parser_says_what_cpython_says)
{
    (void)mem;
    (void)err;
    stanza_each("unit/py/syntax.txt", check);
}
