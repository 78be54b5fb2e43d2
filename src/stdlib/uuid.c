/* uuid.UUID, uuid4() and the name-based ones. */
#include <string.h>
#include <sys/random.h>

#include "base/arena.h"
#include "base/mem.h"
#include "digest/digest.h"
#include "py/py.h"
#include "stdlib/module.h"
#include "stdlib/uuid.h"

static const struct py_type stdlib_uuid_type;

/* The text in lower case with dashes. */
static void stdlib_uuid_text(const struct py_object *o, char text[37]);

struct py_object *stdlib_uuid_new(struct py *py, const unsigned char bytes[16])
{
    struct stdlib_uuid *u = arena_new_object(py_arena(py), struct stdlib_uuid);

    u->object.type = &stdlib_uuid_type;
    memcpy(u->bytes, bytes, 16);
    return &u->object;
}

static struct stdlib_uuid *as(struct py_object *o)
{
    return (struct stdlib_uuid *)o;
}

static void stdlib_uuid_text(const struct py_object *o, char text[37])
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *bytes = ((const struct stdlib_uuid *)o)->bytes;
    char *to = text;

    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = digits[bytes[i] >> 4];
        *to++ = digits[bytes[i] & 15];
    }
    *to = '\0';
}

static int digit(char c)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;

    return !at ? -1 : at - digits < 16 ? (int)(at - digits) : (int)(at - digits) - 6;
}

static struct py_object *parse(struct py *py, const char *text)
{
    unsigned char bytes[16] = {0};
    size_t n = 0;

    if (strncmp(text, "urn:uuid:", 9) == 0)
        text += 9;
    for (; *text; text++) {
        int value = digit(*text);

        if (strchr("{}-", *text))
            continue;
        if (value < 0 || n == 32)
            return py_raise(py, &py_value_error, "badly formed hexadecimal UUID string");
        bytes[n / 2] |= (unsigned char)(n % 2 ? value : value << 4);
        n++;
    }
    return n == 32 ? stdlib_uuid_new(py, bytes)
                   : py_raise(py, &py_value_error, "badly formed hexadecimal UUID string");
}

static struct py_object *of_bytes(struct py *py, struct py_object *given)
{
    const char *bytes;
    size_t n;

    if (!stdlib_bytes(py, "UUID", given, &bytes, &n))
        return NULL;
    return n == 16 ? stdlib_uuid_new(py, (const unsigned char *)bytes)
                   : py_raise(py, &py_value_error, "bytes is not a 16-char string");
}

static struct py_object *of_int(struct py *py, struct py_object *given)
{
    struct py_object *digits = py_format(py, given, "032x");

    if (!digits)
        return NULL;
    return strlen(py_text(digits)) == 32 && *py_text(digits) != '-'
               ? parse(py, py_text(digits))
               : py_raise(py, &py_value_error, "int is out of range (need a 128-bit value)");
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    enum { HEX, BYTES, INT, N };
    struct py_object *slots[N];
    size_t given = 0;

    (void)type;
    if (!py_bind(py, "UUID", (const char *const[]){"?hex", "?bytes", "*", "?int", NULL}, args,
                 slots))
        return NULL;
    for (size_t i = 0; i < N; i++) {
        if (slots[i] == py_none())
            slots[i] = NULL;
        given += slots[i] != NULL;
    }
    if (given != 1)
        return py_raise(py, &py_type_error,
                        "one of the hex, bytes, bytes_le, fields, or int arguments must be given");
    if (slots[BYTES])
        return of_bytes(py, slots[BYTES]);
    if (slots[INT])
        return of_int(py, slots[INT]);
    return py_text(slots[HEX])
               ? parse(py, py_text(slots[HEX]))
               : py_raise(py, &py_attribute_error, "'%s' object has no attribute 'replace'",
                          py_type_of(slots[HEX])->name);
}

static struct py_object *str(struct py *py, struct py_object *self)
{
    char text[37];

    stdlib_uuid_text(self, text);
    return py_string(py, text);
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    char text[37];

    stdlib_uuid_text(self, text);
    return py_stringf(py, "UUID('%s')", text);
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    (void)py;
    memcpy(value, as(self)->bytes + 8, sizeof(*value));
    return true;
}

static struct py_object *hex(struct py *py, struct py_object *self, const struct py_args *args)
{
    char text[37], *to = text;

    (void)args;
    stdlib_uuid_text(self, text);
    for (const char *from = text; *from; from++)
        if (*from != '-')
            *to++ = *from;
    return py_stringn(py, text, 32);
}

static struct py_object *integer(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *digits = hex(py, self, args);

    return py_int_parse(py, py_text(digits), 16);
}

static struct py_object *bytes_of(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_bytes(py, (const char *)as(self)->bytes, 16);
}

static struct py_object *version(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_int(py, as(self)->bytes[6] >> 4);
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    int order;

    (void)py;
    (void)reflected;
    if (op < PY_EQ || op > PY_GE || !py_is(other, &stdlib_uuid_type))
        return py_not_implemented();
    order = memcmp(as(self)->bytes, as(other)->bytes, 16);
    switch (op) {
    case PY_EQ:
        return py_bool(order == 0);
    case PY_NE:
        return py_bool(order != 0);
    case PY_LT:
        return py_bool(order < 0);
    case PY_LE:
        return py_bool(order <= 0);
    case PY_GT:
        return py_bool(order > 0);
    default:
        return py_bool(order >= 0);
    }
}

static const struct py_method methods[] = {
    {.name = "bytes", .call = bytes_of, .kind = PY_PROPERTY},
    {.name = "hex", .call = hex, .kind = PY_PROPERTY},
    {.name = "int", .call = integer, .kind = PY_PROPERTY},
    {.name = "version", .call = version, .kind = PY_PROPERTY},
    {.name = NULL},
};

static const struct py_type stdlib_uuid_type = {
    .name = "UUID",
    .module = "uuid",
    .methods = methods,
    .make = make,
    .repr = repr,
    .str = str,
    .hash = hash,
    .binary = binary,
};

/* ---- making them ----------------------------------------------------------------------------- */

static struct py_object *of_version(struct py *py, unsigned char bytes[16], unsigned char version_)
{
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | version_ << 4);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    return stdlib_uuid_new(py, bytes);
}

static struct py_object *uuid4(struct py *py, struct py_object *self, const struct py_args *args)
{
    unsigned char bytes[16];

    (void)self;
    (void)args;
    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        return py_refuse(py, "this machine has no random numbers");
    return of_version(py, bytes, 4);
}

/* uuid3 and uuid5: the digest of a name within a namespace. */
static struct py_object *named(struct py *py, const char *function, const char *algorithm,
                               unsigned char version_, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct py_object *slots[2];
    unsigned char digest[DIGEST_MAX];
    const struct py_string *name;
    char *text;

    if (!py_bind(py, function, (const char *const[]){"namespace", "name", NULL}, args, slots))
        return NULL;
    if (!py_is(slots[0], &stdlib_uuid_type) || !(name = py_as_string(slots[1])))
        return py_raise(py, &py_type_error, "%s() takes a UUID and a str", function);
    text = mem_array(scratch, char, 16 + name->length);
    memcpy(text, as(slots[0])->bytes, 16);
    memcpy(text + 16, name->text, name->length);
    if (digest_raw(algorithm, text, 16 + name->length, digest) < 16)
        return py_refuse(py, "libcrypto has no %s", algorithm);
    return of_version(py, digest, version_);
}

static struct py_object *uuid3(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return named(py, "uuid3", "md5", 3, args);
}

static struct py_object *uuid5(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return named(py, "uuid5", "sha1", 5, args);
}

static struct py_object *namespace_dns(struct py *py)
{
    return parse(py, "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
}

static struct py_object *namespace_url(struct py *py)
{
    return parse(py, "6ba7b811-9dad-11d1-80b4-00c04fd430c8");
}

static struct py_object *namespace_oid(struct py *py)
{
    return parse(py, "6ba7b812-9dad-11d1-80b4-00c04fd430c8");
}

const struct stdlib_name stdlib_uuid[] = {
    {.name = "UUID", .type = &stdlib_uuid_type},
    {.name = "uuid4", .call = uuid4},
    {.name = "uuid3", .call = uuid3},
    {.name = "uuid5", .call = uuid5},
    {.name = "NAMESPACE_DNS", .make = namespace_dns},
    {.name = "NAMESPACE_URL", .make = namespace_url},
    {.name = "NAMESPACE_OID", .make = namespace_oid},
    {.name = NULL},
};
