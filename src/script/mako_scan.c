#include "script/mako_scan.h"

#include <ctype.h>
#include <string.h>

#include "base/error.h"

void mako_scan_init(struct mako_scan *scan, const char *path, const char *text, size_t length)
{
    *scan = (struct mako_scan){
        .path = path, .at = text, .end = text + length, .line = 1, .at_line_start = true};
}

size_t mako_count_lines(const char *text, size_t n)
{
    size_t lines = 0;

    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n';
    return lines;
}

static bool starts(const struct mako_scan *scan, const char *at, const char *with)
{
    size_t n = strlen(with);

    return (size_t)(scan->end - at) >= n && memcmp(at, with, n) == 0;
}

static void pass(struct mako_scan *scan, const char *to)
{
    scan->line += (int)mako_count_lines(scan->at, (size_t)(to - scan->at));
    if (to > scan->at)
        scan->at_line_start = to[-1] == '\n';
    scan->at = to;
}

static bool fail(const struct mako_scan *scan, struct error *err, const char *what)
{
    return error_set(err, ERROR_INVALID, "%s:%d: %s", scan->path, scan->line, what);
}

/* Behind the string literal that begins at 'at'; the end when it is not closed. */
static const char *skip_string(const struct mako_scan *scan, const char *at)
{
    const char quote[] = {*at, *at, *at, '\0'};
    size_t n = starts(scan, at, quote) ? 3 : 1;

    for (at += n; at < scan->end; at++) {
        if (*at == '\\' && at + 1 < scan->end)
            at++;
        else if (*at == quote[0] && (n == 1 || starts(scan, at, quote)))
            return at + n;
    }
    return scan->end;
}

/*
 * Where Python code ends: at 'stop' outside of strings, comments and (for an
 * expression) brackets.  NULL when it does not.
 */
static const char *code_end(const struct mako_scan *scan, const char *at, const char *stop,
                            const char *or_stop, bool brackets)
{
    size_t depth = 0;

    while (at < scan->end) {
        if (depth == 0 && (starts(scan, at, stop) || (or_stop && starts(scan, at, or_stop))))
            return at;
        if (*at == '"' || *at == '\'') {
            at = skip_string(scan, at);
        } else if (*at == '#') {
            while (at < scan->end && *at != '\n' && !starts(scan, at, stop))
                at++;
        } else {
            if (brackets && strchr("([{", *at))
                depth++;
            else if (brackets && depth > 0 && strchr(")]}", *at))
                depth--;
            at++;
        }
    }
    return NULL;
}

static bool scan_expression(struct mako_scan *scan, struct mako_piece *piece, struct error *err)
{
    const char *text = scan->at + 2;
    const char *end = code_end(scan, text, "}", "|", true);

    if (end && *end == '|') {
        piece->filters = end + 1;
        end = code_end(scan, end + 1, "}", NULL, true);
        if (end)
            piece->n_filters = (size_t)(end - piece->filters);
    }
    if (!end)
        return fail(scan, err, "\"${\" is not closed");
    piece->kind = MAKO_EXPRESSION;
    piece->text = text;
    piece->n = (size_t)((piece->filters ? piece->filters - 1 : end) - text);
    pass(scan, end + 1);
    return true;
}

static bool scan_code(struct mako_scan *scan, struct mako_piece *piece, struct error *err)
{
    const char *text = scan->at + 2 + starts(scan, scan->at, "<%!");
    const char *end = code_end(scan, text, "%>", NULL, false);

    if (!end)
        return fail(scan, err, "\"<%\" is not closed");
    piece->kind = MAKO_CODE;
    piece->text = text;
    piece->n = (size_t)(end - text);
    pass(scan, end + 2);
    return true;
}

static const char *find(const struct mako_scan *scan, const char *at, const char *what)
{
    return at < scan->end ? memmem(at, (size_t)(scan->end - at), what, strlen(what)) : NULL;
}

/* Skip what stands up to 'end', or give it as text. */
static bool scan_enclosed(struct mako_scan *scan, struct mako_piece *piece, size_t open,
                          const char *end, bool is_text, struct error *err)
{
    const char *text = scan->at + open;
    const char *stop = find(scan, text, end);

    if (!stop)
        return error_set(err, ERROR_INVALID, "%s:%d: \"%s\" is missing", scan->path, scan->line,
                         end);
    piece->kind = MAKO_TEXT;
    piece->text = text;
    piece->n = is_text ? (size_t)(stop - text) : 0;
    pass(scan, stop + strlen(end));
    return true;
}

static bool scan_def(struct mako_scan *scan, struct mako_piece *piece, struct error *err)
{
    const char *close = find(scan, scan->at, "\">");
    const char *name = find(scan, scan->at, "name=\"");

    if (!close || !name || name > close)
        return fail(scan, err, "<%def> takes name=\"NAME(PARAMETERS)\" and nothing else");
    piece->kind = MAKO_DEF;
    piece->text = name + 6;
    piece->n = (size_t)(close - piece->text);
    pass(scan, close + 2);
    return true;
}

static bool scan_tag(struct mako_scan *scan, struct mako_piece *piece, struct error *err)
{
    if (starts(scan, scan->at, "<%doc>"))
        return scan_enclosed(scan, piece, 6, "</%doc>", false, err);
    if (starts(scan, scan->at, "<%text>"))
        return scan_enclosed(scan, piece, 7, "</%text>", true, err);
    if (starts(scan, scan->at, "<%def "))
        return scan_def(scan, piece, err);
    if (starts(scan, scan->at, "</%def>")) {
        piece->kind = MAKO_DEF_END;
        pass(scan, scan->at + 7);
        return true;
    }
    if (scan->at[1] == '%' && isalpha((unsigned char)scan->at[2])) {
        fail(scan, err, "a template of scripts cannot have this tag");
        return error_hint(err, "%s", "Known are <% %>, <%! %>, <%doc>, <%text> and <%def>.");
    }
    if (scan->at[1] == '/')
        return fail(scan, err, "this tag was not opened");
    return scan_code(scan, piece, err);
}

/* Behind the end of a line; a backslash there joins it with the next. */
static const char *control_end(const struct mako_scan *scan, const char *at)
{
    for (; at < scan->end && *at != '\n'; at++)
        if (*at == '\\' && (starts(scan, at, "\\\n") || starts(scan, at, "\\\r\n")))
            at += at[1] == '\r' ? 2 : 1;
    return at;
}

static const char *skip_blanks(const struct mako_scan *scan, const char *at)
{
    while (at < scan->end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

/* A line of its own: "% control", "## comment", "%% text"; false: it is none. */
static bool scan_line(struct mako_scan *scan, struct mako_piece *piece)
{
    const char *mark = skip_blanks(scan, scan->at), *text, *end;
    bool is_comment = starts(scan, mark, "##");

    if (starts(scan, mark, "%%")) {
        piece->text = scan->at;
        piece->n = (size_t)(mark - scan->at);
        pass(scan, mark + 1);
        scan->at_line_start = false;
        return true;
    }
    if (!is_comment && !starts(scan, mark, "%"))
        return false;
    text = skip_blanks(scan, mark + 1 + is_comment);
    end = control_end(scan, text);
    piece->kind = is_comment ? MAKO_TEXT : MAKO_CONTROL;
    piece->text = text;
    piece->n = is_comment ? 0 : (size_t)(end - text);
    pass(scan, end < scan->end ? end + 1 : end);
    return true;
}

/* Text up to whatever means something. */
static void scan_text(struct mako_scan *scan, struct mako_piece *piece)
{
    const char *at = scan->at;

    piece->text = at;
    for (; at < scan->end; at++) {
        if (at > scan->at && at[-1] == '\n') {
            const char *mark = skip_blanks(scan, at);

            if (starts(scan, mark, "%") || starts(scan, mark, "##"))
                break;
        }
        if (starts(scan, at, "${") || starts(scan, at, "<%") || starts(scan, at, "</%"))
            break;
        if (starts(scan, at, "\\\n") || starts(scan, at, "\\\r\n")) {
            piece->n = (size_t)(at - piece->text);
            pass(scan, at + (at[1] == '\r' ? 3 : 2));
            return;
        }
    }
    piece->n = (size_t)(at - piece->text);
    pass(scan, at);
}

bool mako_scan_next(struct mako_scan *scan, struct mako_piece *piece, struct error *err)
{
    *piece = (struct mako_piece){.kind = MAKO_TEXT, .text = scan->at, .line = scan->line};
    if (scan->at == scan->end) {
        piece->kind = MAKO_END;
        return true;
    }
    if (starts(scan, scan->at, "${"))
        return scan_expression(scan, piece, err);
    if (scan->at_line_start && scan_line(scan, piece))
        return true;
    if (starts(scan, scan->at, "<%") || starts(scan, scan->at, "</%"))
        return scan_tag(scan, piece, err);
    scan_text(scan, piece);
    return true;
}
