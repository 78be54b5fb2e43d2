/* The four kinds of strings that TOML has. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/toml.h"
#include "text/toml_reader.h"

struct string {
    char quote;
    bool is_multiline;
    size_t line; /* where it begins */
    struct buf *text;
};

/* The 4 or 8 hex digits behind \u or \U. */
static bool read_code_point(struct toml_reader *r, struct string *string, size_t n)
{
    MEM_SCRATCH(scratch);
    char bytes[4];
    size_t length = 0;
    uint32_t c = 0;

    if (strspn(r->at + 2, "0123456789abcdefABCDEF") >= n) {
        c = (uint32_t)strtoul(mem_strndup(scratch, r->at + 2, n), NULL, 16);
        length = utf8_encode(c, bytes);
    }
    if (length == 0)
        return toml_fail(r, "\"\\%c\" takes the %zu hex digits of a character", r->at[1], n);
    if (c == 0)
        return toml_fail(r, "a string cannot hold the character U+0000");
    buf_addn(string->text, bytes, length);
    r->at += 2 + n;
    return true;
}

/* A backslash at the end of a line takes the white space that follows with it. */
static bool join_lines(struct toml_reader *r)
{
    struct toml_reader backslash = *r;

    r->at++;
    toml_skip_blanks(r);
    if (*r->at != '\n')
        return toml_fail(&backslash, "only white space may follow a \"\\\" at the end of a line");
    while (*r->at == '\n') {
        toml_next_line(r);
        toml_skip_blanks(r);
    }
    return true;
}

static bool read_escape(struct toml_reader *r, struct string *string)
{
    static const char *const letters = "btnfr\"\\", *const meanings = "\b\t\n\f\r\"\\";
    char c = r->at[1];
    const char *letter = strchr(letters, c);

    if (string->is_multiline && (c == ' ' || c == '\t' || c == '\n'))
        return join_lines(r);
    if (c == 'u' || c == 'U')
        return read_code_point(r, string, c == 'u' ? 4 : 8);
    if (!c || !letter)
        return toml_fail(r, "there is no such escape; a backslash itself is written \"\\\\\"");
    buf_addc(string->text, meanings[letter - letters]);
    r->at += 2;
    return true;
}

/* The quotes that stand here: the end, or text.  Up to two may stand directly before the end. */
static bool read_quotes(struct toml_reader *r, struct string *string)
{
    size_t n = strspn(r->at, (char[]){string->quote, '\0'});
    bool is_end = n >= 3 || !string->is_multiline;

    if (!string->is_multiline)
        n = 1;
    else if (n > 5)
        n = 5;
    if (!is_end)
        buf_addn(string->text, r->at, n);
    else if (n > 3)
        buf_addn(string->text, r->at, n - 3);
    r->at += n;
    return is_end;
}

static bool read_character(struct toml_reader *r, struct string *string)
{
    unsigned char c = (unsigned char)*r->at;

    if (c == '\0' || (c == '\n' && !string->is_multiline))
        return toml_fail(r, "the string that begins in line %zu does not end", string->line);
    if (c == '\\' && string->quote == '"')
        return read_escape(r, string);
    if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f)
        return toml_fail(r, "a string cannot hold control characters");
    buf_addc(string->text, *r->at);
    if (c == '\n')
        toml_next_line(r);
    else
        r->at++;
    return true;
}

char *toml_read_string(struct toml_reader *r, bool may_be_multiline)
{
    MEM_SCRATCH(scratch);
    struct string string = {.quote = *r->at, .line = r->line};

    string.is_multiline = may_be_multiline && r->at[1] == string.quote && r->at[2] == string.quote;
    string.text = buf_new(scratch, BUF_MAX);
    r->at += string.is_multiline ? 3 : 1;
    if (string.is_multiline && *r->at == '\n')
        toml_next_line(r);
    while (*r->at != string.quote || !read_quotes(r, &string))
        if (*r->at != string.quote && !read_character(r, &string))
            return NULL;
    return buf_take(r->mem, string.text);
}
