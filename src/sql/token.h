/*
 * SQL text as tokens, by PostgreSQL's lexical rules with
 * standard_conforming_strings on.
 *
 * A token depends on nothing that stands before it, so reading can begin
 * anywhere between two tokens.  Bytes that mean nothing (NUL, what is not
 * UTF-8) are tokens of their own or parts of words; nobody is judged here.
 */
#ifndef SQL_TOKEN_H
#define SQL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum sql_token_kind {
    SQL_TOKEN_END,
    SQL_TOKEN_SPACE,
    SQL_TOKEN_LINE_COMMENT,  /* without its line end */
    SQL_TOKEN_BLOCK_COMMENT, /* with the comments nested in it */
    SQL_TOKEN_STRING,  /* '', E'', U&'', N'', B'', X'', $tag$$tag$; E'' with its continuations */
    SQL_TOKEN_NAME,    /* "" and U&"" */
    SQL_TOKEN_WORD,    /* a keyword or a name without quotes */
    SQL_TOKEN_NUMBER,  /* also $1 */
    SQL_TOKEN_OTHER,   /* any other byte, alone */
    SQL_TOKEN_UNCLOSED /* something that is never closed, up to the end; see 'unclosed' */
};

struct sql_token {
    enum sql_token_kind kind;
    const char *text; /* inside the text that is read */
    size_t length;
    const char *unclosed; /* "string", "quoted name", "comment" or "dollar quote" */
};

/* The token that starts at 'at' in a text that ends before 'end'. */
struct sql_token sql_token_at(const char *at, const char *end);

/* The same, past white space and comments. */
struct sql_token sql_token_past_space(const char *at, const char *end);

/* Is it this byte, or the keyword 'word' (in lower case), written in any case? */
bool sql_token_is_byte(const struct sql_token *token, char byte);
bool sql_token_is_word(const struct sql_token *token, const char *word);

#endif
