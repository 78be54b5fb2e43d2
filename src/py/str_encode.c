/* From text to bytes and back. */
#include "py/encoding.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/str_methods.h"
#include "py/text.h"

static const struct {
    const char *alias;
    enum py_encoding encoding;
} aliases[] = {
    {"utf8", PY_UTF8},       {"u8", PY_UTF8},   {"utf", PY_UTF8},      {"ascii", PY_ASCII},
    {"usascii", PY_ASCII},   {"646", PY_ASCII}, {"latin1", PY_LATIN1}, {"latin", PY_LATIN1},
    {"iso88591", PY_LATIN1}, {"l1", PY_LATIN1}, {"8859", PY_LATIN1},   {"cp819", PY_LATIN1},
};

bool py_find_encoding(struct py *py, struct py_object *name, const char *function,
                      enum py_encoding *encoding)
{
    MEM_SCRATCH(scratch);
    struct buf *plain = buf_new(scratch, BUF_MAX);
    const char *text = name ? py_text(name) : "utf-8";

    if (!text)
        return py_raise(py, &py_type_error, "%s() argument 'encoding' must be str, not %s",
                        function, py_type_of(name)->name);
    for (const char *c = text; *c; c++)
        if (!strchr("-_ ", *c))
            buf_addc(plain, *c);
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
        if (strcasecmp(plain->text, aliases[i].alias) == 0) {
            *encoding = aliases[i].encoding;
            return true;
        }
    return py_raise(py, &py_lookup_error, "unknown encoding: %s", text);
}

bool py_find_errors(struct py *py, struct py_object *name, const char *function,
                    const char **errors)
{
    *errors = name ? py_text(name) : "strict";
    return *errors || py_raise(py, &py_type_error, "%s() argument 'errors' must be str, not %s",
                               function, py_type_of(name)->name);
}

static void add_escape(struct buf *out, uint32_t point)
{
    if (point < 0x100)
        buf_addf(out, "\\x%02x", point);
    else if (point < 0x10000)
        buf_addf(out, "\\u%04x", point);
    else
        buf_addf(out, "\\U%08x", point);
}

static bool cannot_encode(struct py *py, enum py_encoding encoding, const struct py_string *s,
                          size_t at)
{
    MEM_SCRATCH(scratch);
    struct buf *shown = buf_new(scratch, BUF_MAX);
    size_t place = py_string_index(s, at), n = 0;
    uint32_t limit = encoding == PY_ASCII ? 128 : 256, first, point;
    const char *name = encoding == PY_ASCII ? "ascii" : "latin-1";

    py_point_at(s, at, &first);
    for (; at < s->length; n++) {
        size_t step = py_point_at(s, at, &point);

        if (point < limit)
            break;
        at += step;
    }
    if (n > 1)
        return py_raise(py, &py_unicode_encode_error,
                        "'%s' codec can't encode characters in position %zu-%zu: ordinal not in "
                        "range(%u)",
                        name, place, place + n - 1, limit);
    add_escape(shown, first);
    return py_raise(py, &py_unicode_encode_error,
                    "'%s' codec can't encode character '%s' in position %zu: ordinal not in "
                    "range(%u)",
                    name, shown->text, place, limit);
}

static bool encode_point(struct py *py, struct buf *out, enum py_encoding encoding,
                         const char *errors, const struct py_string *s, size_t at, uint32_t point)
{
    if (point < (encoding == PY_ASCII ? 128u : 256u))
        buf_addc(out, (char)point);
    else if (strcmp(errors, "replace") == 0)
        buf_addc(out, '?');
    else if (strcmp(errors, "xmlcharrefreplace") == 0)
        buf_addf(out, "&#%u;", point);
    else if (strcmp(errors, "backslashreplace") == 0)
        add_escape(out, point);
    else if (strcmp(errors, "ignore") != 0)
        return strcmp(errors, "strict") == 0
                   ? cannot_encode(py, encoding, s, at)
                   : py_raise(py, &py_lookup_error, "unknown error handler name '%s'", errors) !=
                         NULL;
    return true;
}

struct py_object *py_str_encode(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    const struct py_string *s = py_as_string(self);
    struct buf *out = py_buf(scratch, py);
    struct py_object *slots[2];
    enum py_encoding encoding;
    const char *errors;

    if (!py_take(py, "str.encode", (const char *const[]){"?encoding", "?errors", NULL}, args,
                 slots) ||
        !py_find_encoding(py, slots[0], "encode", &encoding) ||
        !py_find_errors(py, slots[1], "encode", &errors))
        return NULL;
    if (encoding == PY_UTF8)
        return py_may_have(py, s->length) ? py_bytes(py, s->text, s->length) : NULL;
    for (size_t at = 0, step; at < s->length; at += step) {
        uint32_t point;

        step = py_point_at(s, at, &point);
        if (!encode_point(py, out, encoding, errors, s, at, point))
            return NULL;
    }
    return py_buf_bytes(py, out);
}

/* ---- decoding -------------------------------------------------------------------------------- */

static void cannot_decode(struct py *py, enum py_encoding encoding, const char *bytes, size_t n,
                          size_t at)
{
    unsigned byte = (unsigned char)bytes[at];
    bool starts = byte >= 0xc2 && byte <= 0xf4;

    if (encoding == PY_ASCII)
        py_raise(py, &py_unicode_decode_error,
                 "'ascii' codec can't decode byte 0x%02x in position %zu: ordinal not in "
                 "range(128)",
                 byte, at);
    else
        py_raise(py, &py_unicode_decode_error,
                 "'utf-8' codec can't decode byte 0x%02x in position %zu: %s", byte, at,
                 !starts      ? "invalid start byte"
                 : at + 1 < n ? "invalid continuation byte"
                              : "unexpected end of data");
}

struct py_object *py_decode(struct py *py, const char *bytes, size_t n, enum py_encoding encoding,
                            const char *errors)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);

    for (size_t at = 0, step; at < n && !out->full; at += step) {
        uint32_t point = (unsigned char)bytes[at];

        step = encoding == PY_UTF8 ? utf8_decode(bytes + at, n - at, &point)
                                   : encoding == PY_LATIN1 || point < 128;
        if (step > 0) {
            py_add_point(out, point);
            continue;
        }
        step = 1;
        if (strcmp(errors, "replace") == 0)
            py_add_point(out, 0xfffd);
        else if (strcmp(errors, "backslashreplace") == 0)
            add_escape(out, (unsigned char)bytes[at]);
        else if (strcmp(errors, "ignore") != 0) {
            cannot_decode(py, encoding, bytes, n, at);
            return NULL;
        }
    }
    return py_buf_string(py, out);
}
