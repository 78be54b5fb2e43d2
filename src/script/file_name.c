#include "script/file_name.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "script/local_time.h"

/* Nobody pads a file name to more than a file name can have. */
enum { MAX_WIDTH = 255 };

/* A value that a template can name: a text, or a number. */
struct value {
    const char *name;
    const char *text;
    int64_t number;
};

/* One "%(name)0-8.3d". */
struct placeholder {
    const struct value *value;
    bool left, zeros;
    int width, precision; /* -1: not given */
    char conversion;
};

static const struct value *find_value(const struct value *values, const char *name, size_t n)
{
    for (; values->name; values++)
        if (strlen(values->name) == n && memcmp(values->name, name, n) == 0)
            return values;
    return NULL;
}

static const char *read_number(const char *at, int *number)
{
    *number = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        if (*number <= MAX_WIDTH)
            *number = *number * 10 + (*at - '0');
    return at;
}

/* Behind the placeholder at 'at', or NULL when it is none. */
static const char *read_placeholder(const char *at, const struct value *values,
                                    struct placeholder *p)
{
    const char *close = at[1] == '(' ? strchr(at, ')') : NULL;

    *p = (struct placeholder){.width = -1, .precision = -1};
    if (!close)
        return NULL;
    p->value = find_value(values, at + 2, (size_t)(close - at - 2));
    for (at = close + 1; *at == '-' || *at == '0'; at++)
        *(*at == '-' ? &p->left : &p->zeros) = true;
    at = read_number(at, &p->width);
    if (*at == '.')
        at = read_number(at + 1, &p->precision);
    p->conversion = *at;
    if (!p->value || p->width > MAX_WIDTH || p->precision > MAX_WIDTH || !*at)
        return NULL;
    return strchr(p->value->text ? "s" : "sdiu", *at) ? at + 1 : NULL;
}

static char *formatted(TALLOC_CTX *mem, const struct placeholder *p)
{
    long long number = p->value->number;
    bool digits = p->conversion != 's';
    char *text = p->value->text               ? mem_strdup(mem, p->value->text)
                 : digits && p->precision > 0 ? mem_printf(mem, "%0*lld", p->precision, number)
                                              : mem_printf(mem, "%lld", number);
    size_t at = 0;
    uint32_t c;

    if (digits && p->zeros && !p->left && p->width > (int)strlen(text))
        return mem_printf(mem, "%0*lld", p->width, number);
    for (int i = 0; !digits && i < p->precision && text[at]; i++) {
        size_t step = utf8_decode(text + at, strlen(text + at), &c);

        at += step ? step : 1;
    }
    if (!digits && p->precision >= 0)
        text[at] = '\0';
    return text;
}

/* Widths count characters. */
static void add_padded(struct buf *name, const char *text, const struct placeholder *p)
{
    int spaces = p->width - (int)utf8_count(text, strlen(text));

    buf_addf(name, "%*s%s%*s", p->left || spaces < 0 ? 0 : spaces, "", text,
             p->left && spaces > 0 ? spaces : 0, "");
}

static bool refuse(const char *at, struct error *err)
{
    size_t n = strcspn(at + 1, "%/") + 1;

    error_set(err, ERROR_USAGE, "file_template cannot have \"%.*s\"", (int)n, at);
    return error_hint(err, "It can have %%(rev)s, %%(slug)s, %%(epoch)d, %%(year)d, "
                           "%%(month).2d, %%(day).2d, %%(hour).2d, %%(minute).2d and "
                           "%%(second).2d; a percent sign is written %%%%.");
}

static bool fill(struct buf *name, const char *template, const struct value *values,
                 struct error *err)
{
    MEM_SCRATCH(scratch);

    for (const char *at = template; *at;) {
        struct placeholder p;
        const char *behind;

        if (*at != '%' || at[1] == '%') {
            buf_addc(name, *at);
            at += *at == '%' ? 2 : 1;
            continue;
        }
        behind = read_placeholder(at, values, &p);
        if (!behind)
            return refuse(at, err);
        add_padded(name, formatted(scratch, &p), &p);
        at = behind;
    }
    return true;
}

char *script_file_name(TALLOC_CTX *mem, const char *template, const char *rev, const char *slug,
                       const char *suffix, const struct local_time *time, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct value values[] = {
        {"rev", rev, 0},
        {"slug", slug, 0},
        {"epoch", NULL, time->epoch},
        {"year", NULL, time->year},
        {"month", NULL, time->month},
        {"day", NULL, time->day},
        {"hour", NULL, time->hour},
        {"minute", NULL, time->minute},
        {"second", NULL, time->second},
        {NULL, NULL, 0},
    };
    struct buf *name = buf_new(scratch, BUF_MAX);

    if (!fill(name, template, values, err))
        return NULL;
    buf_add(name, suffix);
    return buf_take(mem, name);
}
