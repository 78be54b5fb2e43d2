/* Upper and lower case. */
#include "base/buf.h"
#include "base/mem.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/str_methods.h"
#include "py/text.h"
#include "py/unicode.h"

/* For a chooser: the letter stays as it is. */
enum { KEPT = UNICODE_CASES };

enum { SIGMA = 0x3a3, FINAL_SIGMA = 0x3c2 };

/* Capital sigma becomes another letter at the end of a word than inside of it. */
static bool ends_word(struct py *py, const struct py_string *s, size_t at, size_t step)
{
    size_t before = at, after = at + step;
    uint32_t point = 0;

    while (before > 0 && py_step(py, 1)) {
        before -= py_point_before(s, before, &point);
        if (!unicode_is(point, UNICODE_CASE_IGNORABLE))
            break;
        point = 0;
    }
    if (!point || !unicode_is(point, UNICODE_CASED))
        return false;
    while (after < s->length && py_step(py, 1)) {
        after += py_point_at(s, after, &point);
        if (!unicode_is(point, UNICODE_CASE_IGNORABLE))
            return !unicode_is(point, UNICODE_CASED);
    }
    return true;
}

static void add_changed(struct buf *out, uint32_t point, enum unicode_case to)
{
    uint32_t result[UNICODE_CASE_MAX];
    size_t n = unicode_change_case(point, to, result);

    for (size_t i = 0; i < n; i++)
        py_add_point(out, result[i]);
}

/* What becomes of the code point at 'at', and of the one behind a letter with case. */
typedef enum unicode_case chooser(uint32_t point, size_t at, bool behind_cased);

static struct py_object *change(struct py *py, struct py_object *self, const struct py_args *args,
                                const char *method, chooser *choose)
{
    MEM_SCRATCH(scratch);
    const struct py_string *s = py_as_string(self);
    struct buf *out = py_buf(scratch, py);
    bool behind_cased = false;

    if (!py_no_args(py, method, args) || !py_step(py, s->length >> 4))
        return NULL;
    for (size_t at = 0, step; at < s->length && !out->full; at += step) {
        uint32_t point;
        enum unicode_case to;

        step = py_point_at(s, at, &point);
        to = choose(point, at, behind_cased);
        if ((int)to == KEPT)
            py_add_point(out, point);
        else if (point == SIGMA && to == UNICODE_TO_LOWER && ends_word(py, s, at, step))
            py_add_point(out, FINAL_SIGMA);
        else
            add_changed(out, point, to);
        behind_cased = unicode_is(point, UNICODE_CASED);
    }
    return py_raised(py) ? NULL : py_buf_string(py, out);
}

static enum unicode_case to_upper(uint32_t point, size_t at, bool behind_cased)
{
    (void)point;
    (void)at;
    (void)behind_cased;
    return UNICODE_TO_UPPER;
}

static enum unicode_case to_lower(uint32_t point, size_t at, bool behind_cased)
{
    (void)point;
    (void)at;
    (void)behind_cased;
    return UNICODE_TO_LOWER;
}

static enum unicode_case to_folded(uint32_t point, size_t at, bool behind_cased)
{
    (void)point;
    (void)at;
    (void)behind_cased;
    return UNICODE_TO_FOLDED;
}

static enum unicode_case to_swapped(uint32_t point, size_t at, bool behind_cased)
{
    (void)at;
    (void)behind_cased;
    return unicode_is(point, UNICODE_UPPER)   ? UNICODE_TO_LOWER
           : unicode_is(point, UNICODE_LOWER) ? UNICODE_TO_UPPER
                                              : (enum unicode_case)KEPT;
}

static enum unicode_case to_capitalized(uint32_t point, size_t at, bool behind_cased)
{
    (void)point;
    (void)behind_cased;
    return at == 0 ? UNICODE_TO_TITLE : UNICODE_TO_LOWER;
}

static enum unicode_case to_title(uint32_t point, size_t at, bool behind_cased)
{
    (void)point;
    (void)at;
    return behind_cased ? UNICODE_TO_LOWER : UNICODE_TO_TITLE;
}

struct py_object *py_str_upper(struct py *py, struct py_object *self, const struct py_args *args)
{
    return change(py, self, args, "str.upper", to_upper);
}

struct py_object *py_str_lower(struct py *py, struct py_object *self, const struct py_args *args)
{
    return change(py, self, args, "str.lower", to_lower);
}

struct py_object *py_str_casefold(struct py *py, struct py_object *self, const struct py_args *args)
{
    return change(py, self, args, "str.casefold", to_folded);
}

struct py_object *py_str_swapcase(struct py *py, struct py_object *self, const struct py_args *args)
{
    return change(py, self, args, "str.swapcase", to_swapped);
}

struct py_object *py_str_capitalize(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    return change(py, self, args, "str.capitalize", to_capitalized);
}

struct py_object *py_str_title(struct py *py, struct py_object *self, const struct py_args *args)
{
    return change(py, self, args, "str.title", to_title);
}
