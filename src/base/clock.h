/* Time: a clock for durations and one for dates. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since some fixed moment; never goes back. */
int64_t clock_ms(void);

/* Microseconds since 1970-01-01 UTC. */
int64_t clock_unix_us(void);

#endif
