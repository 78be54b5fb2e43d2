/* Names, and the characters that may not stand anywhere. */
#include "py/lexer.h"

#include "base/utf8.h"
#include "py/unicode.h"

static bool is_ascii_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool wrong_character(struct lexer *lexer, uint32_t code_point, size_t length)
{
    if (!unicode_is(code_point, UNICODE_PRINTABLE))
        return lexer_fail(lexer, lexer->at, "invalid non-printable character U+%04X", code_point);
    return lexer_fail(lexer, lexer->at, "invalid character '%.*s' (U+%04X)", (int)length, lexer->at,
                      code_point);
}

bool lexer_name(struct lexer *lexer)
{
    const char *start = lexer->at;

    for (;;) {
        uint32_t code_point;
        size_t n;

        while (is_ascii_name(*lexer->at))
            lexer->at++;
        if ((unsigned char)*lexer->at < 0x80)
            return true;
        n = utf8_decode(lexer->at, (size_t)(lexer->end - lexer->at), &code_point);
        if (!(unicode_is(code_point, lexer->at == start ? UNICODE_NAME_START : UNICODE_NAME)))
            return wrong_character(lexer, code_point, n);
        lexer->at += n;
    }
}
