/*
 * Python source to tokens, one at a time.
 *
 * A lexer is plain data that may be copied: a copy goes on from the same
 * place, which is how the parser looks further ahead than one token.
 */
#ifndef PY_LEXER_H
#define PY_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "py/syntax_error.h"
#include "py/token.h"

struct arena;

/* CPython's limits. */
enum { LEXER_INDENTS = 100, LEXER_BRACKETS = 200 };

struct lexer_bracket {
    char opening;
    bool is_field; /* the '{' of an f-string's replacement field */
    char quote;    /* of the f-string around it, for messages */
    unsigned char quote_length;
    int line, column;
};

struct lexer_indent {
    int column, alternative; /* with tabs of 8, and of 1: the two must agree */
};

struct lexer {
    struct arena *arena; /* of messages */
    const char *at, *end;
    const char *line_start;
    int line;
    const char *comment; /* the last one */
    int last_column;     /* where the line before it ends */
    bool line_begins;    /* indentation comes next */
    bool ended;          /* the last line was */
    int pending;         /* DEDENTs (below 0) or an INDENT (1) not given out yet */
    unsigned n_indents, n_brackets;
    struct lexer_indent indents[LEXER_INDENTS];
    struct lexer_bracket brackets[LEXER_BRACKETS];
    bool unclosed; /* the error is a bracket that is open at the end */
    bool is_soft;  /* the error is none that explains others */
    struct py_syntax_error error;
};

void lexer_init(struct lexer *lexer, struct arena *arena, const char *text, size_t length);

/* The next token.  After TOKEN_END and TOKEN_ERROR there is nothing to read. */
void lexer_next(struct lexer *lexer, struct py_token *token);

/* What ends a piece of the text of an f-string. */
enum lexer_piece { PIECE_ERROR, PIECE_FIELD, PIECE_END };

struct lexer_fstring {
    char quote;
    unsigned char quote_length; /* 1 or 3 */
    bool is_raw;
    bool in_spec; /* reading what stands behind the ':' of a field */
    int line, column;
};

/* The f-string that a token opens. */
struct lexer_fstring lexer_fstring_of(const struct py_token *token);

/*
 * Read text of an f-string: up to the '{' of a field, which is read too, or to
 * what ends the text, the closing quote (read too) or the '}' of the field
 * whose spec it is (not read).  '*text' and '*length' are what was read
 * before it, doubled braces and escapes as they stand.
 */
enum lexer_piece lexer_fstring(struct lexer *lexer, const struct lexer_fstring *fstring,
                               const char **text, size_t *length);

/* Go on to the end of the text, or to what is wrong with it: the last token. */
void lexer_skip_all(struct lexer *lexer, struct py_token *token);

/* The error is that the innermost bracket is open still. */
void lexer_fail_unclosed(struct lexer *lexer);

/* Is the next token in a field of an f-string, and in no bracket within it? */
bool lexer_in_field(const struct lexer *lexer);

/* ---- between the files of the lexer --------------------------------------------------------- */

/* An error at the byte 'at' of the current line; returns false.  The second kind explains no
 * others. */
bool lexer_fail(struct lexer *lexer, const char *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool lexer_fail_as(struct lexer *lexer, const char *type, const char *at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Is a line's end at 'at'?  Its length, else 0. */
size_t lexer_newline(const struct lexer *lexer, const char *at);

/* Begin the next line, at 'at'. */
void lexer_begin_line(struct lexer *lexer, const char *at);

/* The indentation of a line: sets 'pending'. */
bool lexer_indentation(struct lexer *lexer);

/* 'at' is behind a '\' : go to the next line. */
bool lexer_continue_line(struct lexer *lexer);

/* 'at' is at the first digit or dot: go behind the number. */
bool lexer_number(struct lexer *lexer);

/* 'at' is at the opening quote of a token that starts at 'start': go behind it. */
bool lexer_string(struct lexer *lexer, const char *start);

/* 'at' is at the first byte of a name: go behind it. */
bool lexer_name(struct lexer *lexer);

/* An operator or bracket; TOKEN_ERROR after failing. */
enum py_token_kind lexer_operator(struct lexer *lexer);

#endif
