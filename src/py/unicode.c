#include "py/unicode.h"

static uint32_t first_of(size_t range)
{
    return unicode_ranges[range] >> UNICODE_RECORD_BITS;
}

static size_t range_of(uint32_t point)
{
    size_t low = 0, high = unicode_n_ranges; /* range 'low' begins at or before 'point' */

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (first_of(middle) <= point)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static const struct unicode_record *record_of(uint32_t point)
{
    uint32_t range = unicode_ranges[range_of(point)];

    return &unicode_records[range & ((1u << UNICODE_RECORD_BITS) - 1)];
}

bool unicode_is(uint32_t point, unsigned flags)
{
    return record_of(point)->flags & flags;
}

static const struct unicode_special *special_of(uint32_t point, enum unicode_case to)
{
    size_t low = 0, high = unicode_n_specials;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct unicode_special *s = &unicode_specials[middle];

        if (s->point == point && s->to == to)
            return s;
        if (s->point < point || (s->point == point && s->to < to))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

size_t unicode_change_case(uint32_t point, enum unicode_case to, uint32_t result[UNICODE_CASE_MAX])
{
    const struct unicode_special *special = point < 0x80 ? NULL : special_of(point, to);
    size_t n = 0;

    if (!special) {
        result[0] = (uint32_t)((int32_t)point + record_of(point)->deltas[to]);
        return 1;
    }
    for (; n < UNICODE_CASE_MAX && special->result[n]; n++)
        result[n] = special->result[n];
    return n;
}

/* The ten digits of a script stand together, and no range begins in the middle of them. */
int unicode_decimal(uint32_t point)
{
    if (!unicode_is(point, UNICODE_DECIMAL))
        return -1;
    return (int)((point - first_of(range_of(point))) % 10);
}
