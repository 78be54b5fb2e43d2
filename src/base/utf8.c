#include "base/utf8.h"

#include <string.h>

/* What a lead byte says: how many bytes follow, its payload bits, the least value allowed. */
static const struct {
    unsigned char mask, lead;
    size_t length;
    uint32_t least;
} forms[] = {
    {0x80, 0x00, 1, 0},
    {0xe0, 0xc0, 2, 0x80},
    {0xf0, 0xe0, 3, 0x800},
    {0xf8, 0xf0, 4, 0x10000},
};

static bool is_scalar(uint32_t c)
{
    return c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

size_t utf8_decode(const char *text, size_t n, uint32_t *code_point)
{
    unsigned char first = (unsigned char)text[0];

    for (size_t f = 0; f < sizeof(forms) / sizeof(forms[0]); f++) {
        if ((first & forms[f].mask) != forms[f].lead)
            continue;
        if (forms[f].length > n)
            return 0;
        uint32_t c = first & (unsigned char)~forms[f].mask;
        for (size_t i = 1; i < forms[f].length; i++) {
            unsigned char next = (unsigned char)text[i];
            if ((next & 0xc0) != 0x80)
                return 0;
            c = c << 6 | (next & 0x3f);
        }
        if (c < forms[f].least || !is_scalar(c))
            return 0;
        *code_point = c;
        return forms[f].length;
    }
    return 0;
}

size_t utf8_encode(uint32_t code_point, char bytes[4])
{
    size_t f = 0;

    if (!is_scalar(code_point))
        return 0;
    while (f < 3 && code_point >= forms[f + 1].least)
        f++;
    for (size_t i = forms[f].length - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (code_point & 0x3f));
        code_point >>= 6;
    }
    bytes[0] = (char)(forms[f].lead | code_point);
    return forms[f].length;
}

/* Most text is ASCII: eight bytes at a time. */
static size_t ascii_length(const char *text, size_t n)
{
    size_t at = 0;
    uint64_t eight;

    for (; n - at >= sizeof(eight); at += sizeof(eight)) {
        memcpy(&eight, text + at, sizeof(eight));
        if (eight & 0x8080808080808080u)
            break;
    }
    while (at < n && !(text[at] & 0x80))
        at++;
    return at;
}

bool utf8_valid(const char *text, size_t n, size_t *bad)
{
    for (size_t at = ascii_length(text, n); at < n;) {
        uint32_t c;
        size_t length = utf8_decode(text + at, n - at, &c);

        if (length == 0) {
            if (bad)
                *bad = at;
            return false;
        }
        at += length;
        at += ascii_length(text + at, n - at);
    }
    return true;
}

size_t utf8_count(const char *text, size_t n)
{
    size_t count = 0;

    for (size_t at = 0; at < n; count++) {
        uint32_t c;
        size_t length = utf8_decode(text + at, n - at, &c);

        at += length ? length : 1;
    }
    return count;
}

bool utf8_is_space(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}
