#include "base/error.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"

struct error *error_new(void *mem)
{
    return mem_new(mem, struct error);
}

void error_clear(struct error *err)
{
    err->code = ERROR_NONE;
    err->sqlstate[0] = '\0';
    err->position = 0;
    TALLOC_FREE(err->message);
    TALLOC_FREE(err->detail);
    TALLOC_FREE(err->where);
    TALLOC_FREE(err->hint);
}

void error_copy(struct error *to, const struct error *from)
{
    error_clear(to);
    to->code = from->code;
    memcpy(to->sqlstate, from->sqlstate, sizeof(to->sqlstate));
    to->position = from->position;
    to->message = mem_strdup(to, from->message);
    to->detail = mem_strdup(to, from->detail);
    to->where = mem_strdup(to, from->where);
    to->hint = mem_strdup(to, from->hint);
}

/* The new text may quote the old one, so that goes last. */
__attribute__((format(printf, 3, 0))) static void replace(struct error *err, char **field,
                                                          const char *fmt, va_list ap)
{
    char *text = mem_vprintf(err, fmt, ap);

    talloc_free(*field);
    *field = text;
}

bool error_set(struct error *err, enum error_code code, const char *fmt, ...)
{
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = mem_vprintf(err, fmt, ap);
    va_end(ap);
    error_clear(err);
    err->code = code;
    err->message = text;
    return false;
}

bool error_detail(struct error *err, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    replace(err, &err->detail, fmt, ap);
    va_end(ap);
    return false;
}

bool error_where(struct error *err, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    replace(err, &err->where, fmt, ap);
    va_end(ap);
    return false;
}

bool error_hint(struct error *err, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    replace(err, &err->hint, fmt, ap);
    va_end(ap);
    return false;
}

bool error_errno(struct error *err, const char *fmt, ...)
{
    va_list ap;
    int number = errno;
    char *what;

    va_start(ap, fmt);
    what = mem_vprintf(err, fmt, ap);
    va_end(ap);
    error_set(err, ERROR_SYSTEM, "%s: %s", what, strerror(number));
    talloc_free(what);
    return false;
}

bool error_wrap(struct error *err, const char *fmt, ...)
{
    va_list ap;
    char *what;
    char *inner = err->message;

    va_start(ap, fmt);
    what = mem_vprintf(err, fmt, ap);
    va_end(ap);
    err->message = mem_printf(err, "%s: %s", what, inner);
    talloc_free(what);
    talloc_free(inner);
    return false;
}
