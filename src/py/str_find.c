/* Where a text stands in another. */
#include <string.h>

#include "py/interp.h"
#include "py/native.h"
#include "py/str_methods.h"
#include "py/text.h"

static bool need_text(struct py *py, struct py_object *o, const struct py_string **text)
{
    *text = py_as_string(o);
    return *text || py_raise(py, &py_type_error, "must be str, not %s", py_type_of(o)->name);
}

/* These methods count their arguments in words of their own. */
static bool take_three(struct py *py, const char *method, const struct py_args *args,
                       struct py_object **slots)
{
    if (args->n_keywords == 0 && (args->n == 0 || args->n > 3))
        return py_raise(py, &py_type_error, "%s() takes at %s (%zu given)", method + strlen("str."),
                        args->n ? "most 3 arguments" : "least 1 argument", args->n);
    return py_positional(py, method, args, 1, 3, slots);
}

/* Backwards there is no memmem(): each place that is compared costs steps. */
static bool last_in(struct py *py, const char *text, size_t n, const struct py_string *part,
                    const char **found)
{
    *found = NULL;
    if (part->length > n)
        return true;
    for (const char *at = text + n - part->length;; at--) {
        if (part->length == 0 || (*at == *part->text && py_step(py, 1 + (part->length >> 6)) &&
                                  memcmp(at, part->text, part->length) == 0)) {
            *found = at;
            return true;
        }
        if (py_raised(py))
            return false;
        if (at == text)
            return true;
    }
}

/* The place of the part as a number of code points, or -1. */
static bool search(struct py *py, struct py_object *self, const struct py_args *args,
                   const char *method, bool backwards, int64_t *result)
{
    const struct py_string *s = py_as_string(self), *part;
    struct py_object *slots[3];
    const char *found;
    size_t from = 0, to = 0;
    bool any;

    *result = -1;
    if (!take_three(py, method, args, slots) || !need_text(py, slots[0], &part) ||
        !py_string_span(py, s, slots[1], slots[2], &from, &to, &any) ||
        !py_step(py, s->length >> 8))
        return false;
    if (!any)
        return true;
    if (!backwards)
        found = memmem(s->text + from, to - from, part->text, part->length);
    else if (!last_in(py, s->text + from, to - from, part, &found))
        return false;
    if (found)
        *result = (int64_t)py_string_index(s, (size_t)(found - s->text));
    return !found || s->n == s->length || py_step(py, (size_t)(found - s->text) >> 8);
}

static struct py_object *find(struct py *py, struct py_object *self, const struct py_args *args,
                              const char *method, bool backwards, bool must)
{
    int64_t place;

    if (!search(py, self, args, method, backwards, &place))
        return NULL;
    if (must && place < 0)
        return py_raise(py, &py_value_error, "substring not found");
    return py_int(py, place);
}

struct py_object *py_str_find(struct py *py, struct py_object *self, const struct py_args *args)
{
    return find(py, self, args, "str.find", false, false);
}

struct py_object *py_str_rfind(struct py *py, struct py_object *self, const struct py_args *args)
{
    return find(py, self, args, "str.rfind", true, false);
}

struct py_object *py_str_index(struct py *py, struct py_object *self, const struct py_args *args)
{
    return find(py, self, args, "str.index", false, true);
}

struct py_object *py_str_rindex(struct py *py, struct py_object *self, const struct py_args *args)
{
    return find(py, self, args, "str.rindex", true, true);
}

struct py_object *py_str_count(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_string *s = py_as_string(self), *part;
    struct py_object *slots[3];
    int64_t n = 0;
    size_t from = 0, to = 0;
    bool any;

    if (!take_three(py, "str.count", args, slots) || !need_text(py, slots[0], &part) ||
        !py_string_span(py, s, slots[1], slots[2], &from, &to, &any) ||
        !py_step(py, s->length >> 6))
        return NULL;
    if (!any)
        return py_int(py, 0);
    if (part->length == 0)
        return py_int(py, (int64_t)(py_string_index(s, to) - py_string_index(s, from)) + 1);
    for (const char *at = s->text + from, *end = s->text + to;; at += part->length, n++) {
        at = memmem(at, (size_t)(end - at), part->text, part->length);
        if (!at)
            return py_int(py, n);
    }
}

/* ---- at the ends ----------------------------------------------------------------------------- */

static bool touches(const char *text, size_t n, const struct py_string *part, bool at_end)
{
    return part->length <= n &&
           memcmp(at_end ? text + n - part->length : text, part->text, part->length) == 0;
}

static struct py_object *with(struct py *py, struct py_object *self, const struct py_args *args,
                              const char *method, bool at_end)
{
    const struct py_string *s = py_as_string(self), *part;
    const struct py_list *parts;
    struct py_object *slots[3];
    size_t from = 0, to = 0;
    bool any;

    if (!take_three(py, method, args, slots) ||
        !py_string_span(py, s, slots[1], slots[2], &from, &to, &any))
        return NULL;
    part = py_as_string(slots[0]);
    if (part)
        return py_bool(any && touches(s->text + from, to - from, part, at_end));
    parts = py_is(slots[0], &py_tuple_type) ? py_as_sequence(slots[0]) : NULL;
    if (!parts)
        return py_raise(py, &py_type_error, "%s first arg must be str or a tuple of str, not %s",
                        method + strlen("str."), py_type_of(slots[0])->name);
    for (size_t i = 0; i < parts->n; i++) {
        part = py_as_string(parts->items[i]);
        if (!part)
            return py_raise(py, &py_type_error, "tuple for %s must only contain str, not %s",
                            method + strlen("str."), py_type_of(parts->items[i])->name);
        if (any && touches(s->text + from, to - from, part, at_end))
            return py_bool(true);
    }
    return py_bool(false);
}

struct py_object *py_str_startswith(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    return with(py, self, args, "str.startswith", false);
}

struct py_object *py_str_endswith(struct py *py, struct py_object *self, const struct py_args *args)
{
    return with(py, self, args, "str.endswith", true);
}
