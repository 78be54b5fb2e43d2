/* The bytes of a script on their way in, and errors that name file and line. */
#ifndef SCRIPT_SOURCE_H
#define SCRIPT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;

/* Longer scripts are not run: a statement must fit into one piece of memory. */
#define SOURCE_MAX ((size_t)255 << 20)

struct source {
    const char *path; /* as it was given, not copied */
    const char *text; /* behind a byte order mark, if there was one; ends with '\0' */
    size_t length;
};

/*
 * The file at 'path', of at most 'max' bytes; its text lives in 'mem'.  Fails
 * as file_read() does, and for UTF-16.
 */
bool source_read(TALLOC_CTX *mem, const char *path, size_t max, struct source *source,
                 struct error *err);

/* Fails when a NUL byte or something that is not UTF-8 is among the first 'n' bytes. */
bool source_check_bytes(const struct source *source, size_t n, struct error *err);

/* ERROR_INVALID with "path:line: " in front; returns false. */
bool source_error(const struct source *source, int line, struct error *err, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
