/* random and secrets: both from the kernel. */
#include <string.h>
#include <sys/random.h>

#include "base/mem.h"
#include "py/py.h"
#include "stdlib/module.h"

static uint64_t random_bits(void)
{
    uint64_t bits = 0;

    while (getrandom(&bits, sizeof(bits), 0) != (ssize_t)sizeof(bits))
        continue;
    return bits;
}

/* Each of 0 to n - 1 as likely as any other. */
static uint64_t random_below(uint64_t n)
{
    uint64_t limit = UINT64_MAX - UINT64_MAX % n, bits;

    do
        bits = random_bits();
    while (bits >= limit);
    return bits % n;
}

static struct py_object *random_random(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_float(py, (double)(random_bits() >> 11) / (double)(1ull << 53));
}

static struct py_object *randint(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];
    int64_t a, b;

    (void)self;
    if (!py_bind(py, "randint", (const char *const[]){"a", "b", NULL}, args, slots) ||
        !py_need_int(py, slots[0], &a) || !py_need_int(py, slots[1], &b))
        return NULL;
    if (b < a)
        return py_raise(py, &py_value_error, "empty range for randrange() (%lld, %lld, %lld)",
                        (long long)a, (long long)b + 1, (long long)(b - a + 1));
    return py_int(py, a + (int64_t)random_below((uint64_t)b - (uint64_t)a + 1));
}

static struct py_object *choice(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *from;
    size_t n;

    (void)self;
    if (!py_bind(py, "choice", (const char *const[]){"seq", NULL}, args, &from) ||
        !py_length(py, from, &n))
        return NULL;
    if (n == 0)
        return py_raise(py, &py_index_error, "Cannot choose from an empty sequence");
    return py_item(py, from, py_int(py, (int64_t)random_below(n)));
}

static bool shuffle_items(struct py *py, struct py_object *list, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        struct py_object *last = py_int(py, (int64_t)i - 1);
        struct py_object *other = py_int(py, (int64_t)random_below(i));
        struct py_object *a = py_item(py, list, last), *b = py_item(py, list, other);

        if (!a || !b || !py_set_item(py, list, last, b) || !py_set_item(py, list, other, a))
            return false;
    }
    return true;
}

static struct py_object *shuffle(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *list;
    size_t n;

    (void)self;
    if (!py_bind(py, "shuffle", (const char *const[]){"x", NULL}, args, &list) ||
        !py_length(py, list, &n))
        return NULL;
    return shuffle_items(py, list, n) ? py_none() : NULL;
}

static struct py_object *sample(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2], *copy;
    struct py_list *chosen = py_list_new(py);
    int64_t k;
    size_t n;

    (void)self;
    if (!py_bind(py, "sample", (const char *const[]){"population", "k", NULL}, args, slots) ||
        !py_need_int(py, slots[1], &k) ||
        !(copy = py_call_with(py, py_type_object(&py_list_type), slots[0])) ||
        !py_length(py, copy, &n))
        return NULL;
    if (k < 0 || (size_t)k > n)
        return py_raise(py, &py_value_error, "Sample larger than population or is negative");
    if (!shuffle_items(py, copy, n))
        return NULL;
    for (int64_t i = 0; i < k; i++)
        py_list_add(py, chosen, py_as_sequence(copy)->items[i]);
    return &chosen->object;
}

static struct py_object *seed(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_refuse(py, "random.seed(): Python's own sequence of random numbers is not made here");
}

static struct py_object *system_random(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_import(py, "random");
}

const struct stdlib_name stdlib_random[] = {
    {.name = "SystemRandom", .call = system_random},
    {.name = "choice", .call = choice},
    {.name = "randint", .call = randint},
    {.name = "random", .call = random_random},
    {.name = "sample", .call = sample},
    {.name = "seed", .call = seed},
    {.name = "shuffle", .call = shuffle},
    {.name = NULL},
};

static bool token_size(struct py *py, const char *function, const struct py_args *args, size_t *n)
{
    struct py_object *size;
    int64_t value = 32;

    if (!py_bind(py, function, (const char *const[]){"?nbytes", NULL}, args, &size) ||
        (size && !py_is_none(size) && !py_need_int(py, size, &value)))
        return false;
    if (value < 0)
        return py_raise(py, &py_value_error, "negative argument not allowed") != NULL;
    *n = (size_t)value;
    return py_may_have(py, *n * 2);
}

static struct py_object *token(struct py *py, const char *function, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    size_t n = 0, i;
    char *bytes;

    if (!token_size(py, function, args, &n))
        return NULL;
    bytes = mem_array(scratch, char, n + 8);
    for (i = 0; i < n; i += 8) {
        uint64_t bits = random_bits();

        memcpy(bytes + i, &bits, 8);
    }
    return py_bytes(py, bytes, n);
}

static struct py_object *token_bytes(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    (void)self;
    return token(py, "token_bytes", args);
}

static struct py_object *token_hex(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_object *bytes = token(py, "token_hex", args);

    (void)self;
    return bytes ? py_call_method(py, bytes, "hex", &(struct py_args){.n = 0}) : NULL;
}

static struct py_object *token_urlsafe(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    struct py_object *bytes = token(py, "token_urlsafe", args);
    struct py_object *module = bytes ? py_import(py, "base64") : NULL, *text;
    struct py_object *padding = py_string(py, "=");

    (void)self;
    if (!module || !(text = py_call_method(py, module, "urlsafe_b64encode",
                                           &(struct py_args){.values = &bytes, .n = 1})))
        return NULL;
    text = py_string(py, ((const struct py_bytes *)text)->bytes);
    return py_call_method(py, text, "rstrip", &(struct py_args){.values = &padding, .n = 1});
}

const struct stdlib_name stdlib_secrets[] = {
    {.name = "choice", .call = choice},
    {.name = "token_bytes", .call = token_bytes},
    {.name = "token_hex", .call = token_hex},
    {.name = "token_urlsafe", .call = token_urlsafe},
    {.name = NULL},
};
