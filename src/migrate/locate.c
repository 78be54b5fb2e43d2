/* Where in which script a statement failed. */
#include "migrate/run.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "graph/graph.h"
#include "script/script.h"

/* The byte at which character 'position' (from 1) starts: the server counts characters. */
static size_t byte_of(const char *sql, int position)
{
    size_t length = strlen(sql), at = 0;

    for (int i = 1; i < position && at < length; i++) {
        uint32_t c;
        size_t n = utf8_decode(sql + at, length - at, &c);

        at += n ? n : 1;
    }
    return at;
}

static int count_lines(const char *text, size_t n)
{
    int lines = 0;

    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n';
    return lines;
}

/* The line of 'sql' around byte 'at', and a caret under that byte; 'line' is 0 if nobody knows it.
 */
static void add_excerpt(struct buf *where, const char *sql, size_t at, int line, bool with_caret)
{
    enum { WIDEST = 100 };
    size_t start = at, end;
    int indent = (int)strlen("    ");

    while (start > 0 && sql[start - 1] != '\n' && at - start < WIDEST / 2)
        start--;
    end = start + strcspn(sql + start, "\n");
    if (end - start > WIDEST)
        end = start + WIDEST;
    /* Both cuts may have gone through a character. */
    while (end > start && ((unsigned char)sql[end] & 0xc0) == 0x80)
        end--;
    while (start < at && ((unsigned char)sql[start] & 0xc0) == 0x80)
        start++;
    buf_addf(where, "\n%*s", indent, "");
    if (line > 0)
        indent += snprintf(NULL, 0, "%d: ", line);
    if (line > 0)
        buf_addf(where, "%d: ", line);
    buf_addn(where, sql + start, end - start);
    if (!with_caret)
        return;
    buf_addf(where, "\n%*s^", indent + (int)utf8_count(sql + start, at - start), "");
}

bool run_locate_statement(const struct run *run, size_t step,
                          const struct script_statement *statement, size_t number,
                          struct error *err)
{
    MEM_SCRATCH(scratch);
    struct buf *where = buf_new(scratch, BUF_MAX);
    size_t at = byte_of(statement->sql, err->position);
    int line = run->script->is_python ? 0 : statement->line + count_lines(statement->sql, at);

    /* Functions in which it happened come first: the server has the innermost on top, too. */
    if (err->where)
        buf_addf(where, "%s\n", err->where);
    buf_addf(where, "%s:%d: statement %zu of the %s",
             statement->path ? statement->path : run->script->path, line ? line : statement->line,
             number, run->work->steps[step].direction == SCRIPT_UPGRADE ? "upgrade" : "downgrade");
    if (err->position == 0)
        at = strspn(statement->sql, " \t\r\n");
    add_excerpt(where, statement->sql, at, line, err->position > 0);
    return error_where(err, "%s", where->text);
}

bool run_locate(const struct run *run, size_t step, size_t statement, struct error *err)
{
    return run_locate_statement(run, step, &run_side(run, step)->statements[statement],
                                statement + 1, err);
}
