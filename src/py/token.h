/*
 * The tokens of Python.
 *
 * An f-string is one token, TOKEN_FSTRING, for what opens it (prefix and
 * quote); the parser then reads its pieces through lexer_fstring().
 */
#ifndef PY_TOKEN_H
#define PY_TOKEN_H

#include <stddef.h>

enum py_token_kind {
    TOKEN_END,
    TOKEN_ERROR, /* the lexer's 'error' says what is wrong */
    TOKEN_NEWLINE,
    TOKEN_INDENT,
    TOKEN_DEDENT,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING, /* str or bytes, with prefix and quotes */
    TOKEN_FSTRING,

    TOKEN_LPAREN,
    TOKEN_RPAREN,
    TOKEN_LSQB,
    TOKEN_RSQB,
    TOKEN_LBRACE,
    TOKEN_RBRACE,
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_SEMI,
    TOKEN_DOT,
    TOKEN_ELLIPSIS,
    TOKEN_ARROW,
    TOKEN_EXCLAMATION, /* of !r in an f-string */
    TOKEN_COLON_EQUAL,
    TOKEN_EQUAL,

    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_STAR,
    TOKEN_DOUBLE_STAR,
    TOKEN_SLASH,
    TOKEN_DOUBLE_SLASH,
    TOKEN_PERCENT,
    TOKEN_AT,
    TOKEN_VBAR,
    TOKEN_AMPER,
    TOKEN_CIRCUMFLEX,
    TOKEN_TILDE,
    TOKEN_LEFT_SHIFT,
    TOKEN_RIGHT_SHIFT,

    TOKEN_PLUS_EQUAL, /* from here on in the order of the operators above */
    TOKEN_MINUS_EQUAL,
    TOKEN_STAR_EQUAL,
    TOKEN_DOUBLE_STAR_EQUAL,
    TOKEN_SLASH_EQUAL,
    TOKEN_DOUBLE_SLASH_EQUAL,
    TOKEN_PERCENT_EQUAL,
    TOKEN_AT_EQUAL,
    TOKEN_VBAR_EQUAL,
    TOKEN_AMPER_EQUAL,
    TOKEN_CIRCUMFLEX_EQUAL,
    TOKEN_LEFT_SHIFT_EQUAL,
    TOKEN_RIGHT_SHIFT_EQUAL,

    TOKEN_EQ,
    TOKEN_NE,
    TOKEN_LT,
    TOKEN_LE,
    TOKEN_GT,
    TOKEN_GE,

    TOKEN_FALSE, /* the keywords, from here to the end */
    TOKEN_NONE,
    TOKEN_TRUE,
    TOKEN_AND,
    TOKEN_AS,
    TOKEN_ASSERT,
    TOKEN_ASYNC,
    TOKEN_AWAIT,
    TOKEN_BREAK,
    TOKEN_CLASS,
    TOKEN_CONTINUE,
    TOKEN_DEF,
    TOKEN_DEL,
    TOKEN_ELIF,
    TOKEN_ELSE,
    TOKEN_EXCEPT,
    TOKEN_FINALLY,
    TOKEN_FOR,
    TOKEN_FROM,
    TOKEN_GLOBAL,
    TOKEN_IF,
    TOKEN_IMPORT,
    TOKEN_IN,
    TOKEN_IS,
    TOKEN_LAMBDA,
    TOKEN_NONLOCAL,
    TOKEN_NOT,
    TOKEN_OR,
    TOKEN_PASS,
    TOKEN_RAISE,
    TOKEN_RETURN,
    TOKEN_TRY,
    TOKEN_WHILE,
    TOKEN_WITH,
    TOKEN_YIELD,
    TOKEN_KINDS
};

struct py_token {
    enum py_token_kind kind;
    int line, column; /* lines from 1, columns in bytes from 0 */
    int end_line, end_column;
    unsigned level; /* brackets around it */
    const char *text;
    size_t length;
};

/* How a kind is written, such as "+=" or "while"; NULL for those without a fixed text. */
const char *py_token_text(enum py_token_kind kind);

/* The keyword that the name of 'length' bytes at 'text' is, or TOKEN_NAME. */
enum py_token_kind py_token_keyword(const char *text, size_t length);

#endif
