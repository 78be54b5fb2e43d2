#include "script/slug.h"

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <wctype.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Without the locale, which every glibc has, letters beyond ASCII stay as they are. */
static bool is_word(uint32_t c, locale_t unicode)
{
    if (c < 0x80 || !unicode)
        return c == '_' || c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    return iswalnum_l(c, unicode);
}

static uint32_t lower(uint32_t c, locale_t unicode)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    return unicode ? towlower_l(c, unicode) : c;
}

static void add_words(struct buf *slug, const char *message, locale_t unicode)
{
    size_t n = strlen(message), step;
    bool gap = false;

    for (size_t at = 0; at < n; at += step) {
        char bytes[4];
        uint32_t c;

        step = utf8_decode(message + at, n - at, &c);
        if (step == 0 || !is_word(c, unicode)) {
            gap = true;
            step = step ? step : 1;
            continue;
        }
        if (gap && slug->length > 0)
            buf_addc(slug, '_');
        gap = false;
        buf_addn(slug, bytes, utf8_encode(lower(c, unicode), bytes));
    }
}

static void cut(struct buf *slug, int max)
{
    size_t at = 0;
    const char *last;
    uint32_t c;

    for (int i = 0; i < max && at < slug->length; i++)
        at += utf8_decode(slug->text + at, slug->length - at, &c);
    if (at == slug->length)
        return;
    buf_cut(slug, at);
    last = strrchr(slug->text, '_');
    if (last)
        buf_cut(slug, (size_t)(last - slug->text));
    buf_addc(slug, '_');
}

char *script_slug(TALLOC_CTX *mem, const char *message, int max)
{
    locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    struct buf *slug = buf_new(mem, BUF_MAX);

    add_words(slug, message, unicode);
    if (unicode)
        freelocale(unicode);
    cut(slug, max);
    return buf_take(mem, slug);
}
