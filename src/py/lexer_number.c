/* Numbers. */
#include "py/lexer.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

static bool is_binary(char c)
{
    return c == '0' || c == '1';
}

/* Words that CPython (still) lets follow a number without a space: "1if x else 2". */
static bool keyword_follows(const char *at)
{
    static const char *const words[] = {"and", "else", "for", "not", "or"};

    if (at[0] == 'i' && (at[1] == 'f' || at[1] == 'n' || at[1] == 's'))
        return true;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        size_t n = strlen(words[i]);

        if (strncmp(at, words[i], n) == 0 && !is_letter(at[n]) && !is_digit(at[n]))
            return true;
    }
    return false;
}

static bool number_ends(struct lexer *lexer, const char *kind)
{
    if (!is_letter(*lexer->at) || keyword_follows(lexer->at))
        return true;
    return lexer_fail(lexer, lexer->at - 1, "invalid %s literal", kind);
}

static bool decimal_digits(struct lexer *lexer)
{
    for (;;) {
        while (is_digit(*lexer->at))
            lexer->at++;
        if (*lexer->at != '_')
            return true;
        lexer->at++;
        if (!is_digit(*lexer->at))
            return lexer_fail(lexer, lexer->at - 1, "invalid decimal literal");
    }
}

struct base {
    const char *name;
    bool (*is_digit)(char c);
};

static bool based(struct lexer *lexer, const struct base *base)
{
    do {
        if (*lexer->at == '_')
            lexer->at++;
        if (!base->is_digit(*lexer->at)) {
            if (is_digit(*lexer->at))
                return lexer_fail(lexer, lexer->at, "invalid digit '%c' in %s literal", *lexer->at,
                                  base->name);
            return lexer_fail(lexer, lexer->at - 1, "invalid %s literal", base->name);
        }
        while (base->is_digit(*lexer->at))
            lexer->at++;
    } while (*lexer->at == '_');
    if (is_digit(*lexer->at))
        return lexer_fail(lexer, lexer->at, "invalid digit '%c' in %s literal", *lexer->at,
                          base->name);
    return number_ends(lexer, base->name);
}

static const struct base *base_of(const char *at)
{
    static const struct base hex = {"hexadecimal", is_hex}, octal = {"octal", is_octal},
                             binary = {"binary", is_binary};

    if (at[0] != '0')
        return NULL;
    switch (at[1] | 0x20) {
    case 'x':
        return &hex;
    case 'o':
        return &octal;
    case 'b':
        return &binary;
    default:
        return NULL;
    }
}

/* An 'e' without digits behind it does not belong to the number. */
static bool exponent(struct lexer *lexer)
{
    const char *at = lexer->at;

    if ((*at | 0x20) != 'e')
        return true;
    at++;
    if (*at == '+' || *at == '-')
        at++;
    if (!is_digit(*at)) {
        if (at > lexer->at + 1) {
            lexer->at = at;
            return lexer_fail(lexer, at - 1, "invalid decimal literal");
        }
        return true;
    }
    lexer->at = at;
    return decimal_digits(lexer);
}

static bool leading_zeros(const char *start, const char *end)
{
    if (*start != '0')
        return false;
    for (const char *at = start; at < end; at++)
        if (*at != '0' && *at != '_')
            return true;
    return false;
}

static bool fraction(struct lexer *lexer)
{
    if (*lexer->at != '.')
        return true;
    lexer->at++;
    return !is_digit(*lexer->at) || decimal_digits(lexer);
}

bool lexer_number(struct lexer *lexer)
{
    const char *start = lexer->at, *whole;
    const struct base *base = base_of(start);

    if (base) {
        lexer->at += 2;
        return based(lexer, base);
    }
    if (is_digit(*lexer->at) && !decimal_digits(lexer))
        return false;
    whole = lexer->at;
    if (!fraction(lexer) || !exponent(lexer))
        return false;
    if ((*lexer->at | 0x20) == 'j') {
        lexer->at++;
        return number_ends(lexer, "imaginary");
    }
    if (lexer->at == whole && leading_zeros(start, whole)) {
        lexer_fail(lexer, start,
                   "leading zeros in decimal integer literals are not permitted; "
                   "use an 0o prefix for octal integers");
        lexer->error.end_column = lexer->error.column + (int)strspn(start, "0_");
        return false;
    }
    return number_ends(lexer, "decimal");
}
