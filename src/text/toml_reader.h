/* What the files of the TOML reader share; for toml*.c only. */
#ifndef TEXT_TOML_READER_H
#define TEXT_TOML_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;
struct strlist;
struct toml_table;
struct toml_value;

/* The most levels of arrays and inline tables in each other, and parts of a dotted key. */
enum { TOML_MAX_DEPTH = 100 };

struct toml_reader {
    const char *name;
    const char *at; /* the next character; the text ends with '\0', its lines with '\n' */
    const char *line_start;
    size_t line;
    size_t section; /* which [table] or {table} we are in; each has a number of its own */
    size_t n_sections;
    int depth;
    TALLOC_CTX *mem;  /* whose children all values are: freeing them does not recurse */
    TALLOC_CTX *work; /* for what is not kept */
    struct error *err;
};

/* "name:line:column: ..." for the place where the reader stands. */
bool toml_fail(struct toml_reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void toml_skip_blanks(struct toml_reader *r);

/* Step over the comment that may stand here; the end of its line stays. */
bool toml_skip_comment(struct toml_reader *r);

/* Step over the '\n' that stands here. */
void toml_next_line(struct toml_reader *r);

/* Read what stands here: a value of any kind, a string of any kind, a key with its dots. */
bool toml_read_value(struct toml_reader *r, struct toml_value *value);
char *toml_read_string(struct toml_reader *r, bool may_be_multiline);
struct strlist *toml_read_key(struct toml_reader *r);

/* Room for one more item of an array. */
struct toml_value *toml_add_item(struct toml_reader *r, struct toml_value *array);

/* "key = value", into 'table'. */
bool toml_read_pair(struct toml_reader *r, struct toml_table *table);

/* A number, a date or a boolean, which is all of 'token'. */
bool toml_scan_scalar(struct toml_reader *r, const char *token, struct toml_value *value);

/* The tree of tables. */
struct toml_table *toml_table_new(TALLOC_CTX *mem);

/* Nothing can be added to it any more. */
void toml_table_freeze(struct toml_table *table);

/* Set the value of a dotted key. */
bool toml_table_set(struct toml_reader *r, struct toml_table *table, const struct strlist *path,
                    const struct toml_value *value);

/* The table that a header [path] or [[path]] opens. */
struct toml_table *toml_table_open(struct toml_reader *r, struct toml_table *root,
                                   const struct strlist *path, bool is_array);

#endif
