/*
 * The cases of the command line tests, kept as text: adding one needs no C.
 *
 *     Lines before the first case are for the reader of the file.
 *
 *     == heads names the newest revision
 *     + limbeck.toml
 *     | script_location = "migrations"
 *     $ limbeck heads
 *     = 0002 (head)
 *     $ limbeck heads --nonsense
 *     ! usage: limbeck heads [OPTIONS]
 *     ! limbeck: unknown option "--nonsense"
 *     ? 2
 *
 * '+' and '|' make a file in the case's own folder, '$' is a line for sh.
 * Behind it stand the lines that it prints to stdout ('=') and stderr ('!')
 * and its exit status ('?', 0 when there is none), all of them exactly.  A case
 * named "setup" is done before every other one of its file.  In expected lines
 * {dir} is the case's folder, {hex} a run of hex digits, {number} one of digits
 * and {any} anything.  The cases of a file that names DATABASE_URL find the
 * address of a new, empty database in that variable.
 */
#ifndef CLI_CASE_H
#define CLI_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;
struct strlist;

/* All lines of a file, as they stand; cases are ranges of them. */
struct case_file {
    const char *path;
    struct strlist *lines;
};

struct case_range {
    const char *name;
    size_t first, end; /* the lines behind its name */
};

struct case_file *case_file_read(TALLOC_CTX *mem, const char *path, struct error *err);

/* The next case at or behind line '*at', which moves behind it; false when there is none. */
bool case_next(const struct case_file *file, size_t *at, struct case_range *found);

/* Does any line of the file have 'text' in it? */
bool case_file_names(const struct case_file *file, const char *text);

/* Does 'actual' look as 'expected' says? 'folder' is what {dir} stands for. */
bool case_line_matches(const char *expected, const char *actual, const char *folder);

/* 'actual' with 'folder' as {dir}: what --update writes. */
char *case_line_shown(TALLOC_CTX *mem, const char *actual, const char *folder);

#endif
