#include "base/secret.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"

/* Where the password of the URL authority behind "//" starts and ends; false if it has none. */
static bool find_url_password(const char *authority, const char **start, const char **end)
{
    size_t length = strcspn(authority, "/?# \t\n\"'");
    const char *at = NULL;
    const char *colon = memchr(authority, ':', length);

    /* A raw '/' may stand in a password, so the last '@' of the word decides. */
    for (const char *p = authority; *p && !strchr(" \t\n\"'", *p); p++)
        if (*p == '@')
            at = p;
    if (!at || !colon || colon > at)
        return false;
    *start = colon + 1;
    *end = at;
    return true;
}

static size_t value_length(const char *value)
{
    if (*value == '\'') {
        const char *p = value + 1;

        while (*p && *p != '\'')
            p += *p == '\\' && p[1] ? 2 : 1;
        return (size_t)(p - value) + (*p == '\'');
    }
    return strcspn(value, " \t\n&\"'");
}

char *secret_masked(TALLOC_CTX *mem, const char *text)
{
    struct buf *masked = buf_new(mem, BUF_MAX);
    const char *p = text;

    while (*p) {
        const char *start, *end;

        if (strncmp(p, "//", 2) == 0 && find_url_password(p + 2, &start, &end)) {
            buf_addn(masked, p, (size_t)(start - p));
            buf_add(masked, "***");
            p = end;
        } else if (strncasecmp(p, "password=", 9) == 0) {
            buf_add(masked, "password=***");
            p += 9 + value_length(p + 9);
        } else {
            buf_addc(masked, *p++);
        }
    }
    return buf_take(mem, masked);
}
