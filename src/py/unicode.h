/*
 * What Unicode says of characters, exactly as CPython 3.11 has it.
 *
 * The table comes from CPython (tools/unicode-table), so that str.upper(),
 * isalpha() and repr() agree with it and depend on no locale.
 */
#ifndef PY_UNICODE_H
#define PY_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum unicode_flag {
    UNICODE_ALPHA = 1 << 0,
    UNICODE_DECIMAL = 1 << 1,
    UNICODE_DIGIT = 1 << 2,
    UNICODE_NUMERIC = 1 << 3,
    UNICODE_UPPER = 1 << 4,
    UNICODE_LOWER = 1 << 5,
    UNICODE_TITLE = 1 << 6, /* "\u01c5", which is neither upper nor lower */
    UNICODE_PRINTABLE = 1 << 7,
    UNICODE_NAME_START = 1 << 8, /* may begin an identifier; below: may stand in one */
    UNICODE_NAME = 1 << 9,
    UNICODE_CASED = 1 << 10,
    UNICODE_CASE_IGNORABLE = 1 << 11
};

/* Which letters a letter becomes. */
enum unicode_case { UNICODE_TO_UPPER, UNICODE_TO_LOWER, UNICODE_TO_TITLE, UNICODE_TO_FOLDED };

enum { UNICODE_CASES = 4, UNICODE_CASE_MAX = 3 };

/* Has 'point' one of 'flags'? */
bool unicode_is(uint32_t point, unsigned flags);

/* What 'point' becomes: up to three characters; returns how many. */
size_t unicode_change_case(uint32_t point, enum unicode_case to, uint32_t result[UNICODE_CASE_MAX]);

/* The value of a decimal digit of any script, or -1. */
int unicode_decimal(uint32_t point);

/* ---- the table, for unicode.c only ---------------------------------------------------------- */

enum { UNICODE_RECORD_BITS = 9 };

struct unicode_record {
    uint16_t flags;
    int32_t deltas[UNICODE_CASES]; /* what to add for each case */
};

struct unicode_special {
    uint32_t point;
    uint32_t to; /* enum unicode_case */
    uint32_t result[UNICODE_CASE_MAX];
};

extern const struct unicode_record unicode_records[];
extern const uint32_t unicode_ranges[]; /* first point << UNICODE_RECORD_BITS | record */
extern const size_t unicode_n_ranges;
extern const struct unicode_special unicode_specials[]; /* what becomes several, in order */
extern const size_t unicode_n_specials;

#endif
