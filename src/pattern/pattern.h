/*
 * Regular expressions with limits, by PCRE2.
 *
 * A pattern that backtracks without end stops at a limit instead of taking
 * the process with it.  Texts are UTF-8; places are offsets in bytes.
 */
#ifndef PATTERN_PATTERN_H
#define PATTERN_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;
struct pattern;

enum pattern_flags {
    PATTERN_IGNORE_CASE = 1,
    PATTERN_MULTILINE = 2, /* ^ and $ at every line */
    PATTERN_DOT_ALL = 4,   /* . takes line ends too */
    PATTERN_VERBOSE = 8,   /* white space and # comments in the pattern mean nothing */
    PATTERN_ASCII = 16     /* \w, \d, \s are ASCII's */
};

/* How a match is tried at the place where it begins. */
enum pattern_anchor { PATTERN_SEARCH, PATTERN_AT_START, PATTERN_WHOLE };

/* From and to are (size_t)-1 for a group that took no part. */
struct pattern_span {
    size_t from, to;
};

/* Fails with ERROR_INVALID: what is wrong, and ERROR's 'position' where, in bytes. */
struct pattern *pattern_new(TALLOC_CTX *mem, const char *text, size_t length, unsigned flags,
                            struct error *err);

/* The number of groups, without the whole match. */
size_t pattern_groups(const struct pattern *pattern);

/* The name of group 'i' (from 1), or NULL. */
const char *pattern_group_name(const struct pattern *pattern, size_t i);

/*
 * Match from byte 'start' on.  '*found' says whether; then 'spans' (groups + 1)
 * are set.  Fails with ERROR_INVALID when a limit is reached.
 */
bool pattern_match(const struct pattern *pattern, const char *text, size_t length, size_t start,
                   enum pattern_anchor anchor, bool *found, struct pattern_span *spans,
                   struct error *err);

#endif
