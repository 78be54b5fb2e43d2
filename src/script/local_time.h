/* The date of a new script, in the time zone that the project wants. */
#ifndef SCRIPT_LOCAL_TIME_H
#define SCRIPT_LOCAL_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

struct error;

struct local_time {
    int64_t epoch; /* seconds since 1970-01-01 UTC */
    int year, month, day, hour, minute, second, microsecond;
    bool zoned;         /* a time zone was asked for ... */
    int offset_minutes; /* ... and is so much ahead of UTC then */
};

/*
 * 'now_us' (microseconds since 1970 UTC) in 'zone_name', a name of the time
 * zone database as it is or else in upper case; NULL or "" is the machine's
 * own.  Fails with ERROR_USAGE for a name that is not there.
 */
bool local_time(struct local_time *time, int64_t now_us, const char *zone_name, struct error *err);

/* "2026-11-21 05:50:48.123456", with "+01:00" behind it if it is zoned. */
char *local_time_text(TALLOC_CTX *mem, const struct local_time *time);

#endif
