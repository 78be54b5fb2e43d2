#include "script/py_scan.h"

#include <string.h>

/* f-strings in f-strings: deeper ones are read as ordinary strings. */
enum { NESTED_MAX = 16, TAB = 8 };

void py_scan_init(struct py_scan *scan, const char *text, size_t length)
{
    *scan = (struct py_scan){.at = text, .end = text + length, .line = 1};
}

bool py_scan_is(const struct py_scan_token *token, const char *text)
{
    return token->kind != PY_SCAN_STRING && strlen(text) == token->length &&
           memcmp(token->text, text, token->length) == 0;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80);
}

/* Behind the string prefix at 'at', where a quote stands; NULL: no string begins here. */
static const char *quote_behind_prefix(const char *at, const char *end)
{
    for (int i = 0; i < 3 && at < end; i++, at++) {
        if (*at == '"' || *at == '\'')
            return at;
        if (!strchr("rRbBuUfFtT", *at))
            return NULL;
    }
    return NULL;
}

static bool has_fields(const char *prefix, const char *quote)
{
    for (; prefix < quote; prefix++)
        if (strchr("fFtT", *prefix))
            return true;
    return false;
}

static bool is_triple(const char *quote, const char *end)
{
    return end - quote >= 3 && quote[1] == *quote && quote[2] == *quote;
}

/* How many bytes the backslash at 'at' takes with what it escapes. */
static size_t escape_length(const char *at, const char *end)
{
    if (end - at >= 3 && at[1] == '\r' && at[2] == '\n')
        return 3;
    return end - at >= 2 ? 2 : 1;
}

static const char *string_end(const char *at, const char *quote, const char *end, int nested);

/* Behind the "}" of the field whose "{" stands before 'at'; strings may stand in it. */
static const char *field_end(const char *at, const char *end, bool triple, int nested)
{
    unsigned depth = 1;

    while (at < end && depth > 0) {
        const char *quote = quote_behind_prefix(at, end);

        if (*at == '\n' && !triple)
            return at;
        if (quote && nested < NESTED_MAX) {
            at = string_end(at, quote, end, nested + 1);
            continue;
        }
        depth += *at == '{';
        depth -= *at == '}';
        at++;
    }
    return at;
}

/* Behind the closing quotes, or where the string must end without them. */
static const char *string_end(const char *at, const char *quote, const char *end, int nested)
{
    bool triple = is_triple(quote, end), fields = has_fields(at, quote);
    const char *p = quote + (triple ? 3 : 1);

    while (p < end) {
        if (*p == '\\')
            p += escape_length(p, end);
        else if (*p == *quote && (!triple || is_triple(p, end)))
            return p + (triple ? 3 : 1);
        else if (*p == '\n' && !triple)
            return p;
        else if (fields && *p == '{' && p + 1 < end && p[1] == '{')
            p += 2;
        else if (fields && *p == '{')
            p = field_end(p + 1, end, triple, nested);
        else
            p++;
    }
    return end;
}

static bool continues(const struct py_scan *scan)
{
    size_t n = escape_length(scan->at, scan->end);

    return n > 1 && scan->at[n - 1] == '\n';
}

/* Past white space, comments, and line ends that mean nothing here; how far from the margin. */
static unsigned skip_space(struct py_scan *scan)
{
    unsigned indent = 0;

    for (; scan->at < scan->end; scan->at++) {
        char c = *scan->at;

        if (c == '#') {
            const char *newline = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));

            scan->at = (newline ? newline : scan->end) - 1;
        } else if (c == '\n' && (scan->depth > 0 || !scan->in_line)) {
            scan->line++;
            indent = 0;
        } else if (c == '\\' && continues(scan)) {
            scan->line++;
            scan->at += escape_length(scan->at, scan->end) - 1;
        } else if (c == '\t') {
            indent = (indent / TAB + 1) * TAB;
        } else if (c == ' ') {
            indent++;
        } else if (c != '\r' && c != '\f') {
            break;
        }
    }
    return indent;
}

static int count_newlines(const char *text, size_t n)
{
    const char *end = text + n;
    int lines = 0;

    while ((text = memchr(text, '\n', (size_t)(end - text)))) {
        lines++;
        text++;
    }
    return lines;
}

static void track_depth(struct py_scan *scan, char c)
{
    if (c == '(' || c == '[' || c == '{')
        scan->depth++;
    else if ((c == ')' || c == ']' || c == '}') && scan->depth > 0)
        scan->depth--;
}

static void find_token(struct py_scan *scan, struct py_scan_token *token)
{
    const char *quote = quote_behind_prefix(scan->at, scan->end), *p = scan->at;

    if (quote) {
        token->kind = PY_SCAN_STRING;
        p = string_end(p, quote, scan->end, 0);
    } else if (is_word(*p)) {
        token->kind = PY_SCAN_WORD;
        while (p < scan->end && is_word(*p))
            p++;
    } else {
        token->kind = PY_SCAN_OTHER;
        track_depth(scan, *p++);
    }
    token->length = (size_t)(p - scan->at);
    token->depth = scan->depth;
    scan->at = p;
    if (token->kind == PY_SCAN_STRING)
        scan->line += count_newlines(token->text, token->length);
}

struct py_scan_token py_scan_next(struct py_scan *scan)
{
    unsigned indent = skip_space(scan);
    struct py_scan_token token = {.text = scan->at, .line = scan->line, .indent = indent};

    token.begins_line = !scan->in_line;
    if (scan->at < scan->end && *scan->at != '\n') {
        scan->in_line = true;
        find_token(scan, &token);
        return token;
    }
    token.kind = scan->in_line ? PY_SCAN_NEWLINE : PY_SCAN_END;
    scan->in_line = false;
    return token;
}
