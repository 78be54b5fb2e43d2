/* Interpolation: what %(name)s and %% in a value stand for. */
#include "text/ini.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

enum {
    MAX_DEPTH = 10, /* Python's */
    MAX_LENGTH = 1 << 20,
    MAX_REFERENCES = 100 * 1000, /* ten lines of them can name each other 10^10 times */
};

struct interpolation {
    const struct ini *ini;
    const char *section;
    const char *key; /* the one asked for */
    struct buf *out;
    size_t n_references;
    struct error *err;
};

static bool expand(struct interpolation *in, const char *raw, int depth);

static bool fail(const struct interpolation *in, const char *what)
{
    return error_set(in->err, ERROR_INVALID, "%s:%zu: key \"%s\" %s", ini_name(in->ini),
                     ini_line(in->ini, in->section, in->key), in->key, what);
}

static bool fail_percent(const struct interpolation *in)
{
    fail(in, "has a \"%\" that begins neither \"%(name)s\" nor \"%%\"");
    return error_hint(in->err, "In this file a percent sign is written twice, so that the \"%%40\" "
                               "of a password becomes \"%%%%40\".");
}

static bool fail_unknown(const struct interpolation *in, const char *name)
{
    error_set(in->err, ERROR_INVALID,
              "%s:%zu: key \"%s\" refers to \"%%(%s)s\", which neither [%s] nor [DEFAULT] sets",
              ini_name(in->ini), ini_line(in->ini, in->section, in->key), in->key, name,
              in->section);
    return error_hint(in->err, "In this file a percent sign that begins no reference is written "
                               "twice.");
}

static bool expand_name(struct interpolation *in, char *name, int depth)
{
    const char *raw;

    for (char *p = name; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    raw = ini_raw(in->ini, in->section, name);
    if (!raw)
        return fail_unknown(in, name);
    if (++in->n_references > MAX_REFERENCES)
        return fail(in, "refers to other keys too often");
    if (strchr(raw, '%'))
        return expand(in, raw, depth + 1);
    buf_add(in->out, raw);
    return true;
}

static bool expand(struct interpolation *in, const char *raw, int depth)
{
    MEM_SCRATCH(scratch);

    if (depth > MAX_DEPTH)
        return fail(in, "refers to other keys more than 10 deep");
    while (*raw) {
        size_t n = strcspn(raw, "%");
        const char *name_end;

        buf_addn(in->out, raw, n);
        raw += n;
        if (!*raw)
            break;
        if (raw[1] == '%') {
            buf_addc(in->out, '%');
            raw += 2;
            continue;
        }
        name_end = raw[1] == '(' ? strchr(raw, ')') : NULL;
        if (!name_end || name_end == raw + 2 || name_end[1] != 's')
            return fail_percent(in);
        n = (size_t)(name_end - raw) - 2;
        if (!expand_name(in, mem_strndup(scratch, raw + 2, n), depth))
            return false;
        raw = name_end + 2;
    }
    return true;
}

bool ini_value(TALLOC_CTX *mem, const struct ini *ini, const char *section, const char *key,
               char **value, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct interpolation in = {.ini = ini, .section = section, .key = key, .err = err};
    const char *raw = ini_raw(ini, section, key);

    *value = NULL;
    if (!raw)
        return true;
    in.out = buf_new(scratch, MAX_LENGTH);
    if (!expand(&in, raw, 1))
        return false;
    if (in.out->full)
        return fail(&in, "becomes longer than 1 MiB");
    *value = buf_take(mem, in.out);
    return true;
}
