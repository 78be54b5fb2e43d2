/*
 * How a value in a file becomes a field of struct config.
 */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include <stdbool.h>
#include <talloc.h>

struct raw;

/*
 * Store 'raw' into 'field', texts as children of 'mem'; false when the key
 * does not take it.  'words' are those of the type.
 */
typedef bool value_fn(TALLOC_CTX *mem, const char *const *words, const struct raw *raw,
                      void *field);

struct value_type {
    value_fn *read;
    const char *takes;        /* what it takes, for messages */
    const char *const *words; /* that it takes, ending with NULL; only for some types */
};

extern const struct value_type value_text;        /* const char * */
extern const struct value_type value_truth;       /* bool: "on", "yes", "true", "1", ... */
extern const struct value_type value_true;        /* bool: exactly "true", else false */
extern const struct value_type value_count;       /* int, not negative */
extern const struct value_type value_ms;          /* int; -1 for "server" */
extern const struct value_type value_seconds;     /* int */
extern const struct value_type value_rev_id;      /* const char * */
extern const struct value_type value_format;      /* const char * */
extern const struct value_type value_ensure;      /* bool: "auto" or "off" */
extern const struct value_type value_transaction; /* enum config_transaction */

#endif
