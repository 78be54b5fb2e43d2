#include "sql/name.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "sql/token.h"

/* NAMEDATALEN - 1, as every distribution builds it. */
enum { MAX_NAME = 63 };

static void advance(struct sql_token *token, const char *end)
{
    *token = sql_token_past_space(token->text + token->length, end);
}

/* Not in the middle of a character. */
static void truncate_name(struct buf *name)
{
    size_t n = MAX_NAME;

    if (name->length <= n)
        return;
    while (n > 0 && ((unsigned char)name->text[n] & 0xc0) == 0x80)
        n--;
    buf_cut(name, n);
}

static void add_folded(struct buf *name, const struct sql_token *word)
{
    for (size_t i = 0; i < word->length; i++) {
        char c = word->text[i];

        buf_addc(name, c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c);
    }
}

/* The 'n' hex digits at 'at', or -1. */
static int32_t hex_value(const char *at, const char *end, int n)
{
    static const char digits[] = "0123456789abcdef";
    int32_t value = 0;

    if (end - at < n)
        return -1;
    for (int i = 0; i < n; i++) {
        const char *digit = memchr(digits, at[i] | 0x20, 16);

        if (!digit)
            return -1;
        value = value << 4 | (int32_t)(digit - digits);
    }
    return value;
}

/* Behind the \XXXX or \+XXXXXX at 'at', or NULL when there is none. */
static const char *read_escape(const char *at, const char *end, int32_t *value)
{
    bool is_long = end - at >= 2 && at[1] == '+';

    *value = hex_value(at + 1 + is_long, end, is_long ? 6 : 4);
    return *value < 0 ? NULL : at + 1 + (is_long ? 7 : 4);
}

static const char *add_escape(struct buf *name, const char *at, const char *end)
{
    int32_t value, low;
    const char *behind = read_escape(at, end, &value), *pair;
    char bytes[4];

    if (!behind)
        return NULL;
    if (value >= 0xd800 && value < 0xdc00 && behind < end && *behind == *at) {
        pair = read_escape(behind, end, &low);
        if (pair && low >= 0xdc00 && low < 0xe000) {
            value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
            behind = pair;
        }
    }
    buf_addn(name, bytes, utf8_encode((uint32_t)value, bytes));
    return behind;
}

/* What stands between the quotes; 'escape' is '\0' without U&. */
static void add_quoted(struct buf *name, const char *at, const char *end, char escape)
{
    while (at < end) {
        const char *behind = NULL;

        if (escape && *at == escape)
            behind = add_escape(name, at, end);
        if (behind) {
            at = behind;
            continue;
        }
        buf_addc(name, *at);
        if ((*at == '"' || (escape && *at == escape)) && end - at >= 2 && at[1] == *at)
            at++;
        at++;
    }
}

/* The character in UESCAPE '!' behind the name, which the token passes; else the usual one. */
static char read_uescape(struct sql_token *token, const char *end)
{
    struct sql_token next = *token;
    char escape;

    if (!sql_token_is_word(&next, "uescape"))
        return '\\';
    advance(&next, end);
    if (next.kind != SQL_TOKEN_STRING || next.length != 3)
        return '\\';
    escape = next.text[1];
    advance(&next, end);
    *token = next;
    return escape;
}

char *sql_name(TALLOC_CTX *mem, struct sql_token *token, const char *end)
{
    struct sql_token first = *token;
    const char *quote;
    struct buf *name;

    if (first.kind != SQL_TOKEN_WORD && first.kind != SQL_TOKEN_NAME)
        return NULL;
    name = buf_new(mem, BUF_MAX);
    advance(token, end);
    if (first.kind == SQL_TOKEN_WORD) {
        add_folded(name, &first);
    } else {
        quote = memchr(first.text, '"', first.length);
        add_quoted(name, quote + 1, first.text + first.length - 1,
                   quote == first.text ? '\0' : read_uescape(token, end));
    }
    truncate_name(name);
    return buf_take(mem, name);
}
