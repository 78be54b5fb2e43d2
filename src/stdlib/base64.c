/* base64: b64encode() and its like. */
#include <string.h>

#include "base/mem.h"
#include "py/py.h"
#include "stdlib/module.h"

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static struct py_object *encode(struct py *py, const char *function, const char *alphabet,
                                const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct py_object *value;
    const char *from;
    char *text, *to;
    size_t n;

    if (!py_bind(py, function, (const char *const[]){"s", NULL}, args, &value) ||
        !stdlib_bytes(py, function, value, &from, &n) || !py_may_have(py, n / 3 * 4 + 4))
        return NULL;
    to = text = mem_array(scratch, char, n / 3 * 4 + 5);
    for (size_t i = 0; i < n; i += 3) {
        unsigned bits = (unsigned)(unsigned char)from[i] << 16;

        if (i + 1 < n)
            bits |= (unsigned)(unsigned char)from[i + 1] << 8;
        if (i + 2 < n)
            bits |= (unsigned char)from[i + 2];
        *to++ = alphabet[bits >> 18];
        *to++ = alphabet[bits >> 12 & 63];
        *to++ = i + 1 < n ? alphabet[bits >> 6 & 63] : '=';
        *to++ = i + 2 < n ? alphabet[bits & 63] : '=';
    }
    return py_bytes(py, text, (size_t)(to - text));
}

/* As binascii does by default: what is not in the alphabet is passed over. */
static struct py_object *decode(struct py *py, const char *function, const char *alphabet,
                                const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct py_object *value;
    const char *from;
    char *bytes, *to;
    unsigned bits = 0;
    size_t n, digits = 0, padding = 0;

    if (!py_bind(py, function, (const char *const[]){"s", NULL}, args, &value))
        return NULL;
    if (py_text(value)) {
        from = py_text(value);
        n = py_as_string(value)->length;
    } else if (!stdlib_bytes(py, function, value, &from, &n)) {
        return NULL;
    }
    to = bytes = mem_array(scratch, char, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *at = from[i] ? strchr(alphabet, from[i]) : NULL;

        padding += from[i] == '=';
        if (!at)
            continue;
        bits = bits << 6 | (unsigned)(at - alphabet);
        if (++digits % 4 != 1)
            *to++ = (char)(bits >> (6 - 2 * ((digits - 1) % 4)));
    }
    if (digits % 4 == 1)
        return py_raise(py, &py_value_error,
                        "Invalid base64-encoded string: number of data characters (%zu) cannot be "
                        "1 more than a multiple of 4",
                        digits);
    if (digits % 4 + padding < 4 && digits % 4)
        return py_raise(py, &py_value_error, "Incorrect padding");
    return py_bytes(py, bytes, (size_t)(to - bytes));
}

static struct py_object *b64encode(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)self;
    return encode(py, "b64encode", standard, args);
}

static struct py_object *urlsafe_b64encode(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    (void)self;
    return encode(py, "urlsafe_b64encode", url_safe, args);
}

static struct py_object *b64decode(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)self;
    return decode(py, "b64decode", standard, args);
}

static struct py_object *urlsafe_b64decode(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    (void)self;
    return decode(py, "urlsafe_b64decode", url_safe, args);
}

const struct stdlib_name stdlib_base64[] = {
    {.name = "b64decode", .call = b64decode},
    {.name = "b64encode", .call = b64encode},
    {.name = "standard_b64decode", .call = b64decode},
    {.name = "standard_b64encode", .call = b64encode},
    {.name = "urlsafe_b64decode", .call = urlsafe_b64decode},
    {.name = "urlsafe_b64encode", .call = urlsafe_b64encode},
    {.name = NULL},
};
