/* list.sort() and sorted(), which keep equal values in order. */
#include <string.h>

#include "py/interp.h"
#include "py/list.h"
#include "py/native.h"

enum { SHORT = 64 };

struct sorted {
    struct py_object *key, *item;
};

/* Merge two neighbouring runs; what is equal stays in order. */
static bool merge(struct py *py, const struct sorted *left, size_t n_left,
                  const struct sorted *right, size_t n_right, struct sorted *to)
{
    const struct sorted *left_end = left + n_left, *right_end = right + n_right;

    while (left < left_end && right < right_end) {
        bool less;

        if (!py_step(py, 1) || !py_less(py, right->key, left->key, &less))
            return false;
        *to++ = less ? *right++ : *left++;
    }
    to = mempcpy(to, left, (size_t)(left_end - left) * sizeof(*to));
    memcpy(to, right, (size_t)(right_end - right) * sizeof(*to));
    return true;
}

/* The sorted values stand in '*from' afterwards; '*to' is room for as many. */
static bool merge_sort(struct py *py, struct sorted **from, struct sorted **to, size_t n)
{
    for (size_t run = 1; run < n; run *= 2) {
        struct sorted *swapped = *from;

        for (size_t at = 0; at < n; at += 2 * run) {
            size_t left = n - at < run ? n - at : run;
            size_t right = n - at - left < run ? n - at - left : run;

            if (!merge(py, *from + at, left, *from + at + left, right, *to + at))
                return false;
        }
        *from = *to;
        *to = swapped;
    }
    return true;
}

/* Turn what descends strictly at the beginning; the length of the run there. */
static bool first_run(struct py *py, struct sorted *values, size_t n, size_t *run)
{
    bool less, falls;

    *run = n < 2 ? n : 2;
    if (n < 2)
        return true;
    if (!py_less(py, values[1].key, values[0].key, &falls))
        return false;
    for (; *run < n; ++*run) {
        if (!py_less(py, values[*run].key, values[*run - 1].key, &less))
            return false;
        if (less != falls)
            break;
    }
    for (size_t i = 0; falls && i < *run / 2; i++) {
        struct sorted value = values[i];

        values[i] = values[*run - 1 - i];
        values[*run - 1 - i] = value;
    }
    return true;
}

/* What CPython does with short lists, so that the same comparison fails first. */
static bool insertion_sort(struct py *py, struct sorted *values, size_t n)
{
    size_t sorted;

    if (!first_run(py, values, n, &sorted))
        return false;
    for (; sorted < n; sorted++) {
        struct sorted value = values[sorted];
        size_t low = 0, high = sorted;

        while (low < high) {
            size_t middle = low + (high - low) / 2;
            bool less;

            if (!py_less(py, value.key, values[middle].key, &less))
                return false;
            if (less)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(values + low + 1, values + low, (sorted - low) * sizeof(value));
        values[low] = value;
    }
    return true;
}

static bool add_keys(struct py *py, struct sorted *values, size_t n, struct py_object *key)
{
    for (size_t i = 0; key && !py_is_none(key) && i < n; i++) {
        values[i].key = py_call_with(py, key, values[i].item);
        if (!values[i].key)
            return false;
    }
    return true;
}

bool py_list_sort(struct py *py, struct py_list *list, struct py_object *key, bool reverse)
{
    size_t n = list->n;
    struct sorted *values, *room;
    bool ok;

    if (!py_may_have(py, n * sizeof(*values) * 2))
        return false;
    values = arena_new_array(py->arena, struct sorted, n + 1);
    room = arena_new_array(py->arena, struct sorted, n + 1);
    /* From behind, and turned around at the end, equal ones stay in order in reverse, too. */
    for (size_t i = 0; i < n; i++)
        values[i].key = values[i].item = list->items[reverse ? n - 1 - i : i];
    if (!add_keys(py, values, n, key))
        return false;
    ok = n < SHORT ? insertion_sort(py, values, n) : merge_sort(py, &values, &room, n);
    if (list->n != n)
        return ok && py_raise(py, &py_value_error, "list modified during sort");
    for (size_t i = 0; i < n; i++) /* also what could not be sorted to its end */
        list->items[i] = values[reverse ? n - 1 - i : i].item;
    return ok;
}

struct py_object *py_list_sort_method(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    struct py_object *slots[2];
    bool reverse = false;

    if (!py_take(py, "list.sort", (const char *const[]){"*", "?key", "?reverse", NULL}, args,
                 slots) ||
        (slots[1] && !py_truth(py, slots[1], &reverse)))
        return NULL;
    return py_list_sort(py, py_as_list(self), slots[0], reverse) ? py_none() : NULL;
}
