#include "script/mako.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "script/mako_scan.h"

enum { NESTING_MAX = 40 };

/* An open "% if" or <%def>. */
struct block {
    const char *keyword;
    size_t length;
    bool is_tag;
};

struct translation {
    struct mako_scan scan;
    struct buf *python;
    int line;          /* the template's line that 'python' has come to */
    bool line_is_used; /* something stands on it already */
    bool wants_body;   /* a block has just been opened: it needs at least "pass" */
    bool wants_line;   /* nothing may join what stands on this line */
    struct block blocks[NESTING_MAX];
    size_t depth;
};

static bool fail(const struct translation *t, struct error *err, const char *what)
{
    return error_set(err, ERROR_INVALID, "%s:%d: %s", t->scan.path, t->scan.line, what);
}

static void indent(struct translation *t)
{
    for (size_t i = 0; i < t->depth + 1; i++)
        buf_addc(t->python, ' ');
}

static void go_to_line(struct translation *t, int line)
{
    while (t->line < line) {
        buf_addc(t->python, '\n');
        t->line++;
        t->line_is_used = false;
    }
}

/* Begin a simple statement on the template's line 'line'. */
static void begin(struct translation *t, int line)
{
    go_to_line(t, t->wants_line && line <= t->line ? t->line + 1 : line);
    t->wants_line = false;
    if (t->line_is_used && !t->wants_body)
        buf_add(t->python, "; ");
    else if (!t->line_is_used)
        indent(t);
    t->line_is_used = true;
    t->wants_body = false;
}

static void write_text(struct translation *t, int line, const char *text, size_t n)
{
    if (n == 0)
        return;
    begin(t, line);
    buf_add(t->python, "_write(\"");
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '"' || c == '\\')
            buf_addf(t->python, "\\%c", c);
        else if (c == '\n')
            buf_add(t->python, "\\n");
        else if (c < 0x20 || c == 0x7f)
            buf_addf(t->python, "\\x%02x", c);
        else
            buf_addc(t->python, (char)c);
    }
    buf_add(t->python, "\")");
}

static void add_trimmed(struct buf *python, const char *text, size_t n)
{
    while (n > 0 && strchr(" \t\r\n", text[n - 1]))
        n--;
    for (; n > 0 && strchr(" \t", *text); n--)
        text++;
    buf_addn(python, text, n);
}

/* The next of the filters "a, b" in '*filters'; its length, 0 at the end. */
static size_t next_filter(const char **filters, size_t *left)
{
    size_t n = 0;

    while (*left > 0 && strchr(", \t\r\n", **filters)) {
        (*filters)++;
        (*left)--;
    }
    while (n < *left && !strchr(", \t\r\n", (*filters)[n]))
        n++;
    return n;
}

static bool is_word(const char *text, size_t n, const char *word)
{
    return strlen(word) == n && strncmp(text, word, n) == 0;
}

/*
 * Filters apply from the left, behind str() unless "n" is among them: written
 * as calls the first one stands innermost.
 */
static void write_expression(struct translation *t, const struct mako_piece *piece)
{
    const char *filters = piece->filters;
    size_t left = piece->n_filters, n, calls = 0;
    bool plain = false;
    struct buf *open = buf_new(t->python, BUF_MAX);

    while ((n = next_filter(&filters, &left)) > 0) {
        const char *filter = filters;
        MEM_SCRATCH(scratch);
        char *inner = mem_strdup(scratch, open->text);

        filters += n;
        left -= n;
        if (is_word(filter, n, "n")) {
            plain = true;
            continue;
        }
        buf_clear(open);
        if (is_word(filter, n, "trim"))
            buf_add(open, "(lambda s: s.strip())(");
        else if (is_word(filter, n, "unicode"))
            buf_add(open, "str(");
        else
            buf_addf(open, "%.*s(", (int)n, filter);
        buf_add(open, inner);
        calls++;
    }
    begin(t, piece->line);
    buf_addf(t->python, plain ? "_write(str(%s" : "_write(%sstr(", open->text);
    add_trimmed(t->python, piece->text, piece->n);
    for (size_t i = 0; i < calls + 2; i++)
        buf_addc(t->python, ')');
    t->line += (int)mako_count_lines(piece->text, piece->n);
    talloc_free(open);
}

static size_t margin_of(const char *line, const char *end)
{
    size_t n = 0;

    while (line + n < end && (line[n] == ' ' || line[n] == '\t'))
        n++;
    return n;
}

/* Python code: its first line that holds something says how far it is indented. */
static void write_code(struct translation *t, const struct mako_piece *piece)
{
    const char *end = piece->text + piece->n;
    size_t margin = 0;
    bool have_margin = false;
    int line = piece->line;

    for (const char *at = piece->text; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *line_end = stop ? stop : end;
        size_t blank = margin_of(at, line_end);

        if (at + blank < line_end && at[blank] != '\r') {
            if (!have_margin)
                margin = line == piece->line ? 0 : blank;
            have_margin = have_margin || line > piece->line;
            begin(t, line);
            at += line == piece->line ? blank : (blank < margin ? blank : margin);
            buf_addn(t->python, at, (size_t)(line_end - at));
        }
        at = stop ? stop + 1 : end;
    }
}

static bool open_block(struct translation *t, const char *keyword, size_t n, bool is_tag,
                       struct error *err)
{
    if (t->depth == NESTING_MAX)
        return fail(t, err, "blocks are nested too deeply");
    t->blocks[t->depth++] = (struct block){.keyword = keyword, .length = n, .is_tag = is_tag};
    t->wants_body = true;
    return true;
}

static void close_line(struct translation *t)
{
    if (t->wants_body)
        buf_add(t->python, "pass");
    t->wants_body = false;
}

static bool close_block(struct translation *t, const char *keyword, size_t n, bool is_tag,
                        struct error *err)
{
    const struct block *last = t->depth > 0 ? &t->blocks[t->depth - 1] : NULL;

    if (!last || last->is_tag != is_tag || last->length != n ||
        strncmp(last->keyword, keyword, n) != 0)
        return error_set(err, ERROR_INVALID, "%s:%d: \"end%.*s\" ends nothing", t->scan.path,
                         t->scan.line, (int)n, keyword);
    close_line(t);
    t->depth--;
    return true;
}

static bool opens(const char *word, size_t n)
{
    static const char *const words[] = {"if", "for", "while", "try", "with", NULL};

    for (size_t i = 0; words[i]; i++)
        if (is_word(word, n, words[i]))
            return true;
    return false;
}

static bool goes_on(const char *word, size_t n)
{
    static const char *const words[] = {"elif", "else", "except", "finally", NULL};

    for (size_t i = 0; words[i]; i++)
        if (is_word(word, n, words[i]))
            return true;
    return false;
}

static size_t word_length(const char *text, size_t n)
{
    size_t i = 0;

    while (i < n && (text[i] == '_' || isalnum((unsigned char)text[i])))
        i++;
    return i;
}

/* A "% if ...:" line. */
static bool write_control(struct translation *t, const struct mako_piece *piece, struct error *err)
{
    size_t n = word_length(piece->text, piece->n);

    if (n > 3 && strncmp(piece->text, "end", 3) == 0)
        return close_block(t, piece->text + 3, n - 3, false, err);
    if (goes_on(piece->text, n)) {
        if (t->depth == 0)
            return fail(t, err, "this line belongs to no block");
        close_line(t);
        t->depth--;
    } else if (!opens(piece->text, n)) {
        return error_set(err, ERROR_INVALID, "%s:%d: Invalid control line: '%.*s'", t->scan.path,
                         t->scan.line, (int)piece->n, piece->text);
    }
    go_to_line(t, piece->line);
    if (t->line_is_used && !t->wants_body)
        return fail(t, err, "a control line needs a line of its own");
    close_line(t);
    indent(t);
    add_trimmed(t->python, piece->text, piece->n);
    buf_addc(t->python, ' ');
    t->line += (int)mako_count_lines(piece->text, piece->n);
    t->line_is_used = true;
    if (goes_on(piece->text, n)) {
        t->depth++;
        t->wants_body = true;
        return true;
    }
    return open_block(t, piece->text, n, false, err);
}

static bool write_piece(struct translation *t, const struct mako_piece *piece, struct error *err)
{
    switch (piece->kind) {
    case MAKO_TEXT:
        write_text(t, piece->line, piece->text, piece->n);
        return true;
    case MAKO_EXPRESSION:
        write_expression(t, piece);
        return true;
    case MAKO_CODE:
        write_code(t, piece);
        return true;
    case MAKO_CONTROL:
        return write_control(t, piece, err);
    case MAKO_DEF:
        go_to_line(t, piece->line);
        if (t->line_is_used)
            return fail(t, err, "<%def> needs a line of its own");
        indent(t);
        buf_addf(t->python, "def %.*s: ", (int)piece->n, piece->text);
        t->line_is_used = true;
        t->wants_line = true;
        return open_block(t, "def", 3, true, err);
    case MAKO_DEF_END:
        if (!close_block(t, "def", 3, true, err))
            return false;
        t->depth++;
        begin(t, piece->line);
        buf_add(t->python, "return ''");
        t->depth--;
        t->wants_line = true;
        return true;
    case MAKO_END:
        break;
    }
    return true;
}

static void begin_function(struct translation *t, const char *const *parameters)
{
    buf_add(t->python, "def _render(_write");
    for (size_t i = 0; parameters[i]; i++)
        buf_addf(t->python, ", %s", parameters[i]);
    buf_add(t->python, "):");
    t->wants_body = true;
    t->line_is_used = true;
}

char *mako_to_python(TALLOC_CTX *mem, const char *path, const char *text, size_t length,
                     const char *const *parameters, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct translation t = {.python = buf_new(scratch, BUF_MAX)};
    struct mako_piece piece;

    mako_scan_init(&t.scan, path, text, length);
    begin_function(&t, parameters);
    do {
        if (!mako_scan_next(&t.scan, &piece, err) || !write_piece(&t, &piece, err))
            return NULL;
    } while (piece.kind != MAKO_END);
    if (t.depth > 0) {
        error_set(err, ERROR_INVALID, "%s: \"%.*s\" has no end", path,
                  (int)t.blocks[t.depth - 1].length, t.blocks[t.depth - 1].keyword);
        return NULL;
    }
    close_line(&t);
    buf_addc(t.python, '\n');
    if (t.python->full) {
        error_set(err, ERROR_INVALID, "%s: the template is too large", path);
        return NULL;
    }
    return buf_take(mem, t.python);
}
