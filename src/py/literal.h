/* The texts of string literals: escapes resolved, parts joined. */
#ifndef PY_LITERAL_H
#define PY_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct literal;
struct parser;
struct py_token;

/* 'token' is where errors are shown (it must live as long), NULL: the parser's next one. */
struct literal *literal_new(TALLOC_CTX *mem, struct parser *p, const struct py_token *token);
void literal_at(struct literal *literal, const struct py_token *token);

size_t literal_length(const struct literal *literal);

/* Add a whole literal with prefix and quotes; false after failing. */
bool literal_add_string(struct literal *literal, const struct py_token *token, bool bytes);

/* Add a piece of an f-string; 'doubled': its braces are. */
bool literal_add_piece(struct literal *literal, const char *text, size_t length, bool raw,
                       bool doubled);

/* Add a text as it stands. */
bool literal_add_plain(struct literal *literal, const char *text, size_t length);

/* The text, in the parser's arena; the literal is empty then. */
void literal_take(struct literal *literal, const char **text, size_t *length);

#endif
