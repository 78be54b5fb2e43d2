/* What kind of characters a text has. */
#include "base/utf8.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/str_methods.h"
#include "py/text.h"
#include "py/unicode.h"

typedef bool test(uint32_t point, size_t at);

/* Do all characters pass, and is there one (unless 'or_empty')? */
static struct py_object *all(struct py *py, struct py_object *self, const struct py_args *args,
                             const char *method, test *passes, bool or_empty)
{
    const struct py_string *s = py_as_string(self);
    uint32_t point;

    if (!py_no_args(py, method, args) || !py_step(py, s->length >> 4))
        return NULL;
    for (size_t at = 0, step; at < s->length; at += step) {
        step = py_point_at(s, at, &point);
        if (!passes(point, at))
            return py_bool(false);
    }
    return py_bool(s->length > 0 || or_empty);
}

#define TEST(kind, condition, or_empty)                                                            \
    static bool is_##kind(uint32_t point, size_t at)                                               \
    {                                                                                              \
        (void)at;                                                                                  \
        return condition;                                                                          \
    }                                                                                              \
                                                                                                   \
    struct py_object *py_str_is##kind(struct py *py, struct py_object *self,                       \
                                      const struct py_args *args)                                  \
    {                                                                                              \
        return all(py, self, args, "str.is" #kind, is_##kind, or_empty);                           \
    }

TEST(alpha, unicode_is(point, UNICODE_ALPHA), false)
TEST(decimal, unicode_is(point, UNICODE_DECIMAL), false)
TEST(digit, unicode_is(point, UNICODE_DIGIT), false)
TEST(numeric, unicode_is(point, UNICODE_NUMERIC), false)
TEST(alnum, unicode_is(point, UNICODE_ALPHA | UNICODE_DECIMAL | UNICODE_DIGIT | UNICODE_NUMERIC),
     false)
TEST(space, utf8_is_space(point), false)
TEST(printable, unicode_is(point, UNICODE_PRINTABLE), true)
TEST(ascii, point < 0x80, true)
TEST(identifier, unicode_is(point, at == 0 ? UNICODE_NAME_START : UNICODE_NAME), false)

/* All letters that have a case have this one, and there is one. */
static struct py_object *has_case(struct py *py, struct py_object *self, const struct py_args *args,
                                  const char *method, unsigned wanted, unsigned others)
{
    const struct py_string *s = py_as_string(self);
    bool any = false;
    uint32_t point;

    if (!py_no_args(py, method, args) || !py_step(py, s->length >> 4))
        return NULL;
    for (size_t at = 0; at < s->length;) {
        at += py_point_at(s, at, &point);
        if (unicode_is(point, others))
            return py_bool(false);
        any |= unicode_is(point, wanted);
    }
    return py_bool(any);
}

struct py_object *py_str_isupper(struct py *py, struct py_object *self, const struct py_args *args)
{
    return has_case(py, self, args, "str.isupper", UNICODE_UPPER, UNICODE_LOWER | UNICODE_TITLE);
}

struct py_object *py_str_islower(struct py *py, struct py_object *self, const struct py_args *args)
{
    return has_case(py, self, args, "str.islower", UNICODE_LOWER, UNICODE_UPPER | UNICODE_TITLE);
}

/* Capitals begin words and only them. */
struct py_object *py_str_istitle(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_string *s = py_as_string(self);
    bool any = false, in_word = false;
    uint32_t point;

    if (!py_no_args(py, "str.istitle", args) || !py_step(py, s->length >> 4))
        return NULL;
    for (size_t at = 0; at < s->length;) {
        bool capital, small;

        at += py_point_at(s, at, &point);
        capital = unicode_is(point, UNICODE_UPPER | UNICODE_TITLE);
        small = unicode_is(point, UNICODE_LOWER);
        if ((capital && in_word) || (small && !in_word))
            return py_bool(false);
        in_word = capital || small;
        any |= in_word;
    }
    return py_bool(any);
}
