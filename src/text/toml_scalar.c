/* TOML's numbers, dates and booleans. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "text/toml.h"
#include "text/toml_reader.h"

#define DIGITS "0123456789"

/* Behind one or more digits, between which single underscores may stand; NULL if none are here. */
static const char *skip_digits(const char *p, const char *digits)
{
    for (;; p++) {
        size_t n = strspn(p, digits);

        if (n == 0)
            return NULL;
        p += n;
        if (*p != '_')
            return p;
    }
}

/* Behind the digits of an integer or before the point of a float: no zero leads. */
static const char *skip_whole(const char *p)
{
    const char *end = skip_digits(p, DIGITS);

    return end && *p == '0' && end > p + 1 ? NULL : end;
}

static const char *skip_sign(const char *p)
{
    return p + (*p == '+' || *p == '-');
}

static bool is_float(const char *token)
{
    const char *p = skip_whole(skip_sign(token));

    if (p && *p == '.')
        p = skip_digits(p + 1, DIGITS);
    if (p && (*p == 'e' || *p == 'E'))
        p = skip_digits(skip_sign(p + 1), DIGITS);
    return p && !*p;
}

/* 0 if it is no integer. */
static int integer_base(const char *token)
{
    static const struct {
        const char *prefix, *digits;
        int base;
    } kinds[] = {
        {"0x", DIGITS "abcdefABCDEF", 16},
        {"0o", "01234567", 8},
        {"0b", "01", 2},
    };
    const char *end;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strncmp(token, kinds[i].prefix, 2) != 0)
            continue;
        end = skip_digits(token + 2, kinds[i].digits);
        return end && !*end ? kinds[i].base : 0;
    }
    end = skip_whole(skip_sign(token));
    return end && !*end ? 10 : 0;
}

static char *without_underscores(TALLOC_CTX *mem, const char *token)
{
    struct buf *digits = buf_new(mem, BUF_MAX);

    for (; *token; token++)
        if (*token != '_')
            buf_addc(digits, *token);
    return buf_take(mem, digits);
}

static bool scan_integer(struct toml_reader *r, const char *token, int base,
                         struct toml_value *value)
{
    MEM_SCRATCH(scratch);
    char *digits = without_underscores(scratch, token);

    value->kind = TOML_INTEGER;
    errno = 0;
    value->integer = strtoll(digits + (base == 10 ? 0 : 2), NULL, base);
    return errno == 0 || toml_fail(r, "%s does not fit into 64 bits", token);
}

static bool scan_special(const char *token, double *number)
{
    const char *word = skip_sign(token);

    if (strcmp(word, "inf") != 0 && strcmp(word, "nan") != 0)
        return false;
    *number = copysign(*word == 'i' ? (double)INFINITY : (double)NAN, *token == '-' ? -1 : 1);
    return true;
}

/* The two digits at '*p' and what must stand before them, if they are a number up to 'max'. */
static bool skip_pair(const char **p, char before, int max, int *number)
{
    const char *at = *p + (before != '\0');

    if ((before && **p != before) || strspn(at, DIGITS) < 2)
        return false;
    *number = (at[0] - '0') * 10 + at[1] - '0';
    *p = at + 2;
    return *number <= max;
}

static bool skip_date(const char **p)
{
    static const int days[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int century, year, month, day;
    bool is_leap;

    if (!skip_pair(p, '\0', 99, &century) || !skip_pair(p, '\0', 99, &year) ||
        !skip_pair(p, '-', 12, &month) || !skip_pair(p, '-', 31, &day))
        return false;
    is_leap = year ? year % 4 == 0 : century % 4 == 0;
    return month > 0 && day > 0 && day <= days[month] - (month == 2 && !is_leap);
}

static bool skip_time(const char **p)
{
    int part;

    if (!skip_pair(p, '\0', 23, &part) || !skip_pair(p, ':', 59, &part) ||
        !skip_pair(p, ':', 59, &part))
        return false;
    if (**p != '.')
        return true;
    *p += 1 + strspn(*p + 1, DIGITS);
    return (*p)[-1] != '.';
}

static bool skip_offset(const char **p)
{
    int part;

    if (**p == 'Z' || **p == 'z') {
        ++*p;
        return true;
    }
    return (skip_pair(p, '+', 23, &part) || skip_pair(p, '-', 23, &part)) &&
           skip_pair(p, ':', 59, &part);
}

static bool is_date(const char *token)
{
    const char *p = token;

    if (skip_time(&p))
        return !*p;
    p = token;
    if (!skip_date(&p))
        return false;
    if (!*p)
        return true;
    if (!strchr("Tt ", *p++) || !skip_time(&p))
        return false;
    return !*p || (skip_offset(&p) && !*p);
}

bool toml_scan_scalar(struct toml_reader *r, const char *token, struct toml_value *value)
{
    MEM_SCRATCH(scratch);
    int base = integer_base(token);

    if (base)
        return scan_integer(r, token, base, value);
    if (strcmp(token, "true") == 0 || strcmp(token, "false") == 0) {
        value->kind = TOML_BOOLEAN;
        value->boolean = *token == 't';
    } else if (scan_special(token, &value->number)) {
        value->kind = TOML_FLOAT;
    } else if (is_float(token)) {
        value->kind = TOML_FLOAT;
        value->number = strtod(without_underscores(scratch, token), NULL);
    } else if (is_date(token)) {
        value->kind = TOML_DATE;
        value->text = mem_strdup(r->mem, token);
    } else {
        toml_fail(r, "\"%s\" is no value that TOML has", token);
        return error_hint(r->err, "Text stands in quotes.");
    }
    return true;
}
