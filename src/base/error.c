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

/* What can be done about it where the system's words do not say so. */
static const struct {
    int number;
    const char *hint;
} errno_hints[] = {
    {EACCES, "Look at owner and rights of it and of the folders above it."},
    {EPERM, "Look at owner and rights of it and of the folders above it."},
    {EROFS, "Its file system is mounted for reading only."},
    {ELOOP, "A symbolic link on the way leads back to itself: remove or correct it."},
    {ENOSPC, "Make room on the disk."},
    {EDQUOT, "Make room: the quota of this account is used up."},
    {EMFILE, "Allow more open files: ulimit -n."},
};

static void hint_at_errno(struct error *err, int number)
{
    for (size_t i = 0; i < sizeof(errno_hints) / sizeof(errno_hints[0]); i++)
        if (errno_hints[i].number == number)
            error_hint(err, "%s", errno_hints[i].hint);
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
    hint_at_errno(err, number);
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
