/* hashlib: digests of bytes, added to and read as Python does. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "digest/digest.h"
#include "py/py.h"
#include "stdlib/module.h"

/* What was added is kept whole: scripts digest names and passwords, no files. */
struct hash {
    struct py_object object;
    const char *algorithm;
    struct buf *bytes;
};

static const struct py_type hash_type;

static struct hash *as(struct py_object *o)
{
    return (struct hash *)o;
}

static bool add(struct py *py, struct hash *h, struct py_object *o)
{
    const char *bytes;
    size_t n;

    if (py_text(o))
        return py_raise(py, &py_type_error, "Strings must be encoded before hashing") != NULL;
    if (!stdlib_bytes(py, "update", o, &bytes, &n) || !py_may_have(py, h->bytes->length + n))
        return false;
    buf_addn(h->bytes, bytes, n);
    return true;
}

static struct py_object *new_hash(struct py *py, const char *algorithm, struct py_object *data)
{
    struct hash *h = arena_new_object(py_arena(py), struct hash);
    unsigned char digest[DIGEST_MAX];

    if (!digest_raw(algorithm, "", 0, digest))
        return py_raise(py, &py_value_error, "unsupported hash type %s", algorithm);
    h->object.type = &hash_type;
    h->algorithm = arena_strdup(py_arena(py), algorithm);
    h->bytes = buf_new(arena_context(py_arena(py)), BUF_MAX);
    return !data || add(py, h, data) ? &h->object : NULL;
}

static struct py_object *update(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *data;

    if (!py_bind(py, "update", (const char *const[]){"data", NULL}, args, &data))
        return NULL;
    return add(py, as(self), data) ? py_none() : NULL;
}

static struct py_object *digest(struct py *py, struct py_object *self, const struct py_args *args)
{
    unsigned char raw[DIGEST_MAX];
    struct hash *h = as(self);
    size_t n = digest_raw(h->algorithm, h->bytes->text, h->bytes->length, raw);

    (void)args;
    return py_bytes(py, (const char *)raw, n);
}

static struct py_object *hexdigest(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    unsigned char raw[DIGEST_MAX];
    char hex[2 * DIGEST_MAX + 1];
    struct hash *h = as(self);
    size_t n = digest_raw(h->algorithm, h->bytes->text, h->bytes->length, raw);

    (void)args;
    for (size_t i = 0; i < n; i++)
        snprintf(hex + 2 * i, 3, "%02x", raw[i]);
    return py_stringn(py, hex, 2 * n);
}

static struct py_object *name_of(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_string(py, as(self)->algorithm);
}

static const struct py_method methods[] = {
    {.name = "digest", .call = digest},
    {.name = "hexdigest", .call = hexdigest},
    {.name = "name", .call = name_of, .kind = PY_PROPERTY},
    {.name = "update", .call = update},
    {.name = NULL},
};

static const struct py_type hash_type = {.name = "HASH", .module = "_hashlib", .methods = methods};

static struct py_object *call_new(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[3];
    const char *name;

    (void)self;
    if (!py_bind(py, "new", (const char *const[]){"name", "?data", "?usedforsecurity", NULL}, args,
                 slots) ||
        !(name = stdlib_text(py, "new", slots[0])))
        return NULL;
    return new_hash(py, name, slots[1]);
}

#define ALGORITHM(algorithm)                                                                       \
    static struct py_object *make_##algorithm(struct py *py, struct py_object *self,               \
                                              const struct py_args *args)                          \
    {                                                                                              \
        struct py_object *slots[2];                                                                \
                                                                                                   \
        (void)self;                                                                                \
        return py_bind(py, #algorithm, (const char *const[]){"?string", "?usedforsecurity", NULL}, \
                       args, slots)                                                                \
                   ? new_hash(py, #algorithm, slots[0])                                            \
                   : NULL;                                                                         \
    }

ALGORITHM(md5)
ALGORITHM(sha1)
ALGORITHM(sha224)
ALGORITHM(sha256)
ALGORITHM(sha384)
ALGORITHM(sha512)

const struct stdlib_name stdlib_hashlib[] = {
    {.name = "md5", .call = make_md5},       {.name = "new", .call = call_new},
    {.name = "sha1", .call = make_sha1},     {.name = "sha224", .call = make_sha224},
    {.name = "sha256", .call = make_sha256}, {.name = "sha384", .call = make_sha384},
    {.name = "sha512", .call = make_sha512}, {.name = NULL},
};
