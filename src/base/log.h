/*
 * What a running program says on stderr, as text or as JSON lines.
 *
 * Called from cmd/, worker/ and web/ only; everything below returns errors.
 * A line of text is "LEVEL [logger] message" with the level in five columns.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* Say only what is at least as grave as 'level'; with 'json' as one object a line. */
void log_setup(enum log_level level, bool json);

void log_write(enum log_level level, const char *logger, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
