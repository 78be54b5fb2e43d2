#include "sql/token.h"

#include <string.h>
#include <strings.h>

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool starts_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static bool continues_tag(char c)
{
    return starts_word(c) || is_digit(c);
}

static struct sql_token token(enum sql_token_kind kind, const char *at, const char *behind)
{
    return (struct sql_token){.kind = kind, .text = at, .length = (size_t)(behind - at)};
}

static struct sql_token unclosed(const char *at, const char *end, const char *what)
{
    struct sql_token all = token(SQL_TOKEN_UNCLOSED, at, end);

    all.unclosed = what;
    return all;
}

/* Behind the closing quote, or NULL; 'at' is behind the opening one.  A doubled quote is one. */
static const char *behind_quoted(const char *at, const char *end, char quote)
{
    while ((at = memchr(at, quote, (size_t)(end - at)))) {
        if (++at == end || *at != quote)
            return at;
        at++;
    }
    return NULL;
}

static const char *behind_escaped(const char *at, const char *end)
{
    while (at < end) {
        char c = *at++;

        if (c == '\\' && at < end)
            at++;
        else if (c == '\'' && (at == end || *at != '\''))
            return at;
        else if (c == '\'')
            at++;
    }
    return NULL;
}

static const char *behind_line(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/*
 * Behind the quote that takes a string up again on a later line, or NULL.
 * It matters for E'' only: elsewhere the next part reads as the same string
 * of its own.
 */
static const char *behind_continuation(const char *at, const char *end)
{
    bool line_end = false;

    for (; at < end; at++) {
        if (*at == '\'')
            return line_end ? at + 1 : NULL;
        if (end - at >= 2 && at[0] == '-' && at[1] == '-')
            at = behind_line(at, end);
        if (at == end || !is_space(*at))
            return NULL;
        line_end |= *at == '\n' || *at == '\r';
    }
    return NULL;
}

static struct sql_token string_at(const char *at, const char *quote, const char *end)
{
    const char *behind = behind_quoted(quote + 1, end, '\'');

    return behind ? token(SQL_TOKEN_STRING, at, behind) : unclosed(at, end, "string");
}

static struct sql_token escape_string_at(const char *at, const char *end)
{
    const char *behind = at + 1;

    for (const char *more = behind + 1; more; more = behind_continuation(behind, end)) {
        behind = behind_escaped(more, end);
        if (!behind)
            return unclosed(at, end, "string");
    }
    return token(SQL_TOKEN_STRING, at, behind);
}

static struct sql_token name_at(const char *at, const char *quote, const char *end)
{
    const char *behind = behind_quoted(quote + 1, end, '"');

    return behind ? token(SQL_TOKEN_NAME, at, behind) : unclosed(at, end, "quoted name");
}

static const char *behind_word(const char *at, const char *end)
{
    while (at < end && (continues_tag(*at) || *at == '$'))
        at++;
    return at;
}

/* A number takes letters that touch it along, be they an exponent or a mistake. */
static struct sql_token number_at(const char *at, const char *end)
{
    const char *p = at + 1;

    while (p < end && (is_digit(*p) || *p == '.'))
        p++;
    return token(SQL_TOKEN_NUMBER, at, p < end && starts_word(*p) ? behind_word(p, end) : p);
}

static struct sql_token dollar_at(const char *at, const char *end)
{
    const char *p = at + 1, *close;
    size_t n;

    if (p < end && is_digit(*p))
        return number_at(at, end);
    while (p < end && continues_tag(*p))
        p++;
    if (p == end || *p != '$')
        return token(SQL_TOKEN_OTHER, at, at + 1);
    n = (size_t)(++p - at);
    close = memmem(p, (size_t)(end - p), at, n);
    return close ? token(SQL_TOKEN_STRING, at, close + n) : unclosed(at, end, "dollar quote");
}

static struct sql_token block_comment_at(const char *at, const char *end)
{
    size_t depth = 0;

    for (const char *p = at; end - p >= 2;) {
        if (p[0] == '/' && p[1] == '*') {
            depth++;
            p += 2;
        } else if (p[0] == '*' && p[1] == '/') {
            p += 2;
            if (--depth == 0)
                return token(SQL_TOKEN_BLOCK_COMMENT, at, p);
        } else {
            p++;
        }
    }
    return unclosed(at, end, "comment");
}

static struct sql_token word_at(const char *at, const char *end)
{
    const char *p = at + 1;
    char first = (char)(*at | 0x20);

    if (p < end && *p == '\'' && first == 'e')
        return escape_string_at(at, end);
    if (p < end && *p == '\'' && strchr("bxn", first))
        return string_at(at, p, end);
    if (end - at >= 3 && first == 'u' && at[1] == '&' && at[2] == '\'')
        return string_at(at, at + 2, end);
    if (end - at >= 3 && first == 'u' && at[1] == '&' && at[2] == '"')
        return name_at(at, at + 2, end);
    return token(SQL_TOKEN_WORD, at, behind_word(p, end));
}

static struct sql_token space_at(const char *at, const char *end)
{
    const char *p = at;

    while (p < end && is_space(*p))
        p++;
    return token(SQL_TOKEN_SPACE, at, p);
}

struct sql_token sql_token_at(const char *at, const char *end)
{
    bool two = end - at >= 2;

    if (at == end)
        return token(SQL_TOKEN_END, at, end);
    if (is_space(*at))
        return space_at(at, end);
    if (starts_word(*at))
        return word_at(at, end);
    if (is_digit(*at))
        return number_at(at, end);
    if (*at == '\'')
        return string_at(at, at, end);
    if (*at == '"')
        return name_at(at, at, end);
    if (*at == '$')
        return dollar_at(at, end);
    if (two && at[0] == '-' && at[1] == '-')
        return token(SQL_TOKEN_LINE_COMMENT, at, behind_line(at, end));
    if (two && at[0] == '/' && at[1] == '*')
        return block_comment_at(at, end);
    return token(SQL_TOKEN_OTHER, at, at + 1);
}

struct sql_token sql_token_past_space(const char *at, const char *end)
{
    struct sql_token next = sql_token_at(at, end);

    while (next.kind == SQL_TOKEN_SPACE || next.kind == SQL_TOKEN_LINE_COMMENT ||
           next.kind == SQL_TOKEN_BLOCK_COMMENT)
        next = sql_token_at(next.text + next.length, end);
    return next;
}

bool sql_token_is_byte(const struct sql_token *token, char byte)
{
    return token->kind == SQL_TOKEN_OTHER && *token->text == byte;
}

bool sql_token_is_word(const struct sql_token *token, const char *word)
{
    return token->kind == SQL_TOKEN_WORD && strncasecmp(token->text, word, token->length) == 0 &&
           word[token->length] == '\0';
}
