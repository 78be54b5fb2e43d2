/*
 * TOML 1.0, read strictly: what the standard refuses is refused here.
 *
 * Three things are narrower or wider than the standard: a string cannot hold
 * the character U+0000; arrays, inline tables and dotted keys nest at most
 * 100 deep; a byte order mark in front is skipped.
 */
#ifndef TEXT_TOML_H
#define TEXT_TOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct error;
struct toml_table;

enum toml_kind {
    TOML_STRING,
    TOML_INTEGER,
    TOML_FLOAT,
    TOML_BOOLEAN,
    TOML_DATE, /* a date, a time, or both, with an offset or without */
    TOML_ARRAY,
    TOML_TABLE,
};

/* Of the fields behind 'line' the one that goes with 'kind' is set. */
struct toml_value {
    enum toml_kind kind;
    size_t line;      /* where it stands in the file */
    const char *text; /* of a string; of a date, as it is written */
    int64_t integer;
    double number; /* of a float */
    bool boolean;
    struct toml_value *items; /* of an array */
    size_t n_items;
    struct toml_table *table;
};

/*
 * The file in the 'length' bytes at 'text' as one table, a child of 'mem'
 * that owns all that is in it; 'name' stands for the file in messages.  Fails
 * with ERROR_INVALID and "name:line:column: ..." as the message.
 */
struct toml_table *toml_parse(TALLOC_CTX *mem, const char *name, const char *text, size_t length,
                              struct error *err);

/* The value of a key, or NULL when it is not there. */
const struct toml_value *toml_at(const struct toml_table *table, const char *key);

/* The keys of a table are numbered from 0 in the order in which they came. */
size_t toml_size(const struct toml_table *table);
const char *toml_key(const struct toml_table *table, size_t i);
const struct toml_value *toml_nth(const struct toml_table *table, size_t i);

/* What to call a kind in a message: "a string", "an array", ... */
const char *toml_kind_name(enum toml_kind kind);

#endif
