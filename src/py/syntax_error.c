#include "py/syntax_error.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

#include "base/utf8.h"

/* Lines of machine-made scripts can be very long: more than this of one helps nobody. */
enum { LINE_SHOWN = 4000 };

void py_syntax_error_set(struct py_syntax_error *error, struct arena *arena, const char *type,
                         const char *fmt, va_list ap)
{
    MEM_SCRATCH(scratch);

    if (error->type)
        return;
    error->type = type;
    error->message = arena_strdup(arena, mem_vprintf(scratch, fmt, ap));
}

static const char *line_end(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/* The beginning of a line; lines end in \n, \r\n or \r. */
static const char *find_line(const struct py_source *source, int line)
{
    const char *at = source->text, *end = at + source->length;

    for (int i = source->first_line; i < line && at < end; i++) {
        at = line_end(at, end);
        if (at < end)
            at += at + 1 < end && at[0] == '\r' && at[1] == '\n' ? 2 : 1;
    }
    return at;
}

static void add_repeated(struct buf *out, char c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_addc(out, c);
}

/* The caret or carets that stand under a line of 'length' bytes whose first 'skip' are not shown.
 */
static void add_carets(struct buf *out, const struct py_syntax_error *e, const char *text,
                       size_t length, size_t skip)
{
    size_t from = (size_t)(e->column < 0 ? 0 : e->column), to = (size_t)e->end_column;

    if (e->end_line != e->line || to > length)
        to = length;
    if (from < skip)
        from = skip;
    if (from > length)
        from = length;
    add_repeated(out, ' ', utf8_count(text + skip, from - skip));
    add_repeated(out, '^', to > from + 1 ? utf8_count(text + from, to - from) : 1);
}

bool py_syntax_error_show(const struct py_syntax_error *error, const struct py_source *source,
                          struct error *err)
{
    MEM_SCRATCH(scratch);
    struct buf *where = buf_new(scratch, BUF_MAX);
    const char *text = find_line(source, error->line);
    size_t length = (size_t)(line_end(text, source->text + source->length) - text);
    size_t skip = 0;

    error_set(err, ERROR_INVALID, "%s:%d: %s: %s", source->path, error->line, error->type,
              error->message);
    while (skip < length && strchr(" \t\f", text[skip]))
        skip++;
    if (length - skip > LINE_SHOWN || skip == length)
        return false;
    buf_add(where, "    ");
    buf_addn(where, text + skip, length - skip);
    buf_add(where, "\n    ");
    add_carets(where, error, text, length, skip);
    error_where(err, "%s", where->text);
    return false;
}
