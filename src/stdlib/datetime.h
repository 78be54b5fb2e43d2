/* Dates and times as values, for those who find them in rows and write them into SQL. */
#ifndef STDLIB_DATETIME_H
#define STDLIB_DATETIME_H

#include <stdbool.h>

#include "py/object.h"

/* A date, a time of day, or both; which, the type says. */
struct stdlib_datetime {
    struct py_object object;
    int year, month, day; /* 1 to 9999 */
    int hour, minute, second, microsecond;
    struct py_object *zone; /* a timezone, or NULL: naive */
};

struct stdlib_timedelta {
    struct py_object object;
    int64_t days;
    int seconds, microseconds; /* not negative, less than a day and a second */
};

extern const struct py_type stdlib_date_type, stdlib_time_type, stdlib_datetime_type,
    stdlib_timedelta_type, stdlib_timezone_type;

/* Values that are checked; they raise ValueError as Python does ("month must be in 1..12"). */
struct py_object *stdlib_datetime_new(struct py *py, const struct py_type *type,
                                      const struct stdlib_datetime *value);

/* 'us' microseconds, of any size that Python takes. */
struct py_object *stdlib_timedelta_new(struct py *py, int64_t days, int64_t seconds, int64_t us);

/* timezone(timedelta(minutes=...)); 0 is timezone.utc. */
struct py_object *stdlib_timezone_new(struct py *py, int offset_seconds);

/* How far 'zone' is ahead of UTC. */
int stdlib_timezone_offset(const struct py_object *zone);

/* ---- within the module ------------------------------------------------------------------------
 */

/* The number of the day, 1 for 0001-01-01, and back. */
int64_t stdlib_ordinal(int year, int month, int day);

/* "+02:00", as isoformat() and str() of a timezone have it. */
void stdlib_offset_text(int offset_seconds, char text[16]);

/* strftime(), strptime() and fromisoformat(), which stand in datetime_text.c. */
struct py_object *stdlib_strftime(struct py *py, const struct stdlib_datetime *t,
                                  const char *format);
struct py_object *stdlib_strptime(struct py *py, const char *text, const char *format);
struct py_object *stdlib_fromisoformat(struct py *py, const struct py_type *type, const char *text);

#endif
