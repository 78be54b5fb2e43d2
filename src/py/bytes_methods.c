/* The methods of bytes. */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/bytes.h"
#include "py/encoding.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/text.h"

static bool need_bytes(struct py *py, struct py_object *o, const struct py_bytes **bytes)
{
    *bytes = py_as_bytes(o);
    return *bytes || py_raise(py, &py_type_error, "a bytes-like object is required, not '%s'",
                              py_type_of(o)->name);
}

static struct py_object *decode(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_bytes *b = py_as_bytes(self);
    struct py_object *slots[2];
    enum py_encoding encoding;
    const char *errors;

    if (!py_take(py, "bytes.decode", (const char *const[]){"?encoding", "?errors", NULL}, args,
                 slots) ||
        !py_find_encoding(py, slots[0], "decode", &encoding) ||
        !py_find_errors(py, slots[1], "decode", &errors))
        return NULL;
    return py_decode(py, b->bytes, b->length, encoding, errors);
}

static struct py_object *hex(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    const struct py_bytes *b = py_as_bytes(self);
    struct buf *out = py_buf(scratch, py);
    struct py_object *slots[2];
    const char *separator;
    int64_t every = 1;

    if (!py_take(py, "bytes.hex", (const char *const[]){"?sep", "?bytes_per_sep", NULL}, args,
                 slots) ||
        (slots[1] && !py_need_int(py, slots[1], &every)) || !py_step(py, b->length >> 4))
        return NULL;
    separator = slots[0] ? py_text(slots[0]) : "";
    if (!separator)
        return py_raise(py, &py_type_error, "sep must be str or bytes.");
    if (slots[0] && strlen(separator) != 1)
        return py_raise(py, &py_value_error, "sep must be length 1.");
    for (size_t i = 0; i < b->length; i++) {
        size_t left = every > 0 ? b->length - i : i;
        uint64_t group = every > 0 ? (uint64_t)every : 0 - (uint64_t)every;

        if (i > 0 && group > 0 && left % group == 0)
            buf_add(out, separator);
        buf_addf(out, "%02x", (unsigned char)b->bytes[i]);
    }
    return py_buf_string(py, out);
}

static int digit(char c)
{
    const char *digits = "0123456789abcdef", *found;

    found = c ? strchr(digits, c >= 'A' && c <= 'F' ? c | 0x20 : c) : NULL;
    return found ? (int)(found - digits) : -1;
}

static struct py_object *from_hex(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);
    const struct py_string *s;
    struct py_object *arg;

    (void)self;
    if (!py_positional(py, "bytes.fromhex", args, 1, 1, &arg))
        return NULL;
    s = py_as_string(arg);
    if (!s)
        return py_raise(py, &py_type_error, "fromhex() argument must be str, not %s",
                        py_type_of(arg)->name);
    for (size_t i = 0; i < s->length; i++) {
        int high = digit(s->text[i]), low = high >= 0 ? digit(s->text[i + 1]) : -1;

        if (strchr(" \t\n\r\v\f", s->text[i]) && s->text[i])
            continue;
        if (low < 0)
            return py_raise(py, &py_value_error,
                            "non-hexadecimal number found in fromhex() arg at position %zu",
                            py_string_index(s, i + (high >= 0)));
        buf_addc(out, (char)(high << 4 | low));
        i++;
    }
    return py_buf_bytes(py, out);
}

static struct py_object *join(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    const struct py_bytes *between = py_as_bytes(self), *item;
    struct buf *out = py_buf(scratch, py);
    struct py_object *arg, **items;
    size_t n;

    if (!py_positional(py, "bytes.join", args, 1, 1, &arg) || !(items = py_items(py, arg, &n)))
        return NULL;
    for (size_t i = 0; i < n && !out->full; i++) {
        item = py_as_bytes(items[i]);
        if (!item)
            return py_raise(py, &py_type_error,
                            "sequence item %zu: expected a bytes-like object, %s found", i,
                            py_type_of(items[i])->name);
        if (i > 0)
            buf_addn(out, between->bytes, between->length);
        buf_addn(out, item->bytes, item->length);
    }
    return py_buf_bytes(py, out);
}

static struct py_object *split(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_bytes *b = py_as_bytes(self), *part;
    const char *at = b->bytes, *end = b->bytes + b->length, *found = NULL;
    struct py_list *list = py_list_new(py);
    struct py_object *slots[2];
    int64_t most = -1;

    if (!py_take(py, "bytes.split", (const char *const[]){"?sep", "?maxsplit", NULL}, args,
                 slots) ||
        (slots[1] && !py_need_int(py, slots[1], &most)))
        return NULL;
    if (!slots[0] || py_is_none(slots[0]))
        return py_refuse(py, "bytes.split() without a separator is not supported");
    if (!need_bytes(py, slots[0], &part))
        return NULL;
    if (part->length == 0)
        return py_raise(py, &py_value_error, "empty separator");
    for (; most != 0 && (found = memmem(at, (size_t)(end - at), part->bytes, part->length));
         most -= most > 0, at = found + part->length)
        if (!py_step(py, 1) || !py_list_add(py, list, py_bytes(py, at, (size_t)(found - at))))
            return NULL;
    return py_list_add(py, list, py_bytes(py, at, (size_t)(end - at))) ? &list->object : NULL;
}

static struct py_object *replace(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    const struct py_bytes *b = py_as_bytes(self), *old, *new;
    const char *at = b->bytes, *end = b->bytes + b->length, *found;
    struct buf *out = py_buf(scratch, py);
    struct py_object *slots[3];
    int64_t most = -1;

    if (!py_positional(py, "bytes.replace", args, 2, 3, slots) || !need_bytes(py, slots[0], &old) ||
        !need_bytes(py, slots[1], &new) || (slots[2] && !py_need_int(py, slots[2], &most)))
        return NULL;
    if (old->length == 0)
        return py_refuse(py, "bytes.replace() of nothing is not supported");
    for (; most != 0 && !out->full &&
           (found = memmem(at, (size_t)(end - at), old->bytes, old->length));
         most -= most > 0, at = found + old->length) {
        buf_addn(out, at, (size_t)(found - at));
        buf_addn(out, new->bytes, new->length);
    }
    buf_addn(out, at, (size_t)(end - at));
    return py_buf_bytes(py, out);
}

static struct py_object *find(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_bytes *b = py_as_bytes(self), *part;
    struct py_object *arg;
    const char *found;

    if (!py_positional(py, "bytes.find", args, 1, 1, &arg) || !need_bytes(py, arg, &part))
        return NULL;
    found = memmem(b->bytes, b->length, part->bytes, part->length);
    return py_int(py, found ? found - b->bytes : -1);
}

static struct py_object *touches(struct py *py, struct py_object *self, const struct py_args *args,
                                 const char *method, bool at_end)
{
    const struct py_bytes *b = py_as_bytes(self), *part;
    struct py_object *arg;

    if (!py_positional(py, method, args, 1, 1, &arg))
        return NULL;
    part = py_as_bytes(arg);
    if (!part)
        return py_raise(py, &py_type_error,
                        "%s first arg must be bytes or a tuple of bytes, not %s",
                        method + strlen("bytes."), py_type_of(arg)->name);
    return py_bool(
        part->length <= b->length &&
        memcmp(b->bytes + (at_end ? b->length - part->length : 0), part->bytes, part->length) == 0);
}

static struct py_object *starts_with(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    return touches(py, self, args, "bytes.startswith", false);
}

static struct py_object *ends_with(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    return touches(py, self, args, "bytes.endswith", true);
}

static struct py_object *strip(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_bytes *b = py_as_bytes(self), *set = NULL;
    struct py_object *arg;
    size_t from = 0, to = b->length;
    const char *bytes = " \t\n\r\v\f";
    size_t n = strlen(bytes);

    if (!py_positional(py, "bytes.strip", args, 0, 1, &arg) ||
        (arg && !py_is_none(arg) && !need_bytes(py, arg, &set)))
        return NULL;
    if (set) {
        bytes = set->bytes;
        n = set->length;
    }
    while (from < to && memchr(bytes, b->bytes[from], n))
        from++;
    while (to > from && memchr(bytes, b->bytes[to - 1], n))
        to--;
    return py_bytes(py, b->bytes + from, to - from);
}

struct py_object *py_bytes_attr(struct py *py, struct py_object *self, const char *name)
{
    static const char *const unsupported[] = {
        "capitalize",   "center",       "count",      "expandtabs", "index",     "isalnum",
        "isalpha",      "isascii",      "isdigit",    "islower",    "isspace",   "istitle",
        "isupper",      "ljust",        "lower",      "lstrip",     "maketrans", "partition",
        "removeprefix", "removesuffix", "rfind",      "rindex",     "rjust",     "rpartition",
        "rsplit",       "rstrip",       "splitlines", "swapcase",   "title",     "translate",
        "upper",        "zfill",
    };

    (void)self;
    for (size_t i = 0; i < sizeof(unsupported) / sizeof(unsupported[0]); i++)
        if (strcmp(name, unsupported[i]) == 0)
            return py_refuse(py, "bytes.%s() is not supported", name);
    return NULL;
}

const struct py_method py_bytes_methods[] = {
    {.name = "decode", .call = decode},
    {.name = "endswith", .call = ends_with},
    {.name = "find", .call = find},
    {.name = "fromhex", .call = from_hex, .kind = PY_CLASS_METHOD},
    {.name = "hex", .call = hex},
    {.name = "join", .call = join},
    {.name = "replace", .call = replace},
    {.name = "split", .call = split},
    {.name = "startswith", .call = starts_with},
    {.name = "strip", .call = strip},
    {.name = NULL},
};
