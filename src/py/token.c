#include "py/token.h"

#include <string.h>

static const char *const texts[TOKEN_KINDS] = {
    [TOKEN_LPAREN] = "(",
    [TOKEN_RPAREN] = ")",
    [TOKEN_LSQB] = "[",
    [TOKEN_RSQB] = "]",
    [TOKEN_LBRACE] = "{",
    [TOKEN_RBRACE] = "}",
    [TOKEN_COLON] = ":",
    [TOKEN_COMMA] = ",",
    [TOKEN_SEMI] = ";",
    [TOKEN_DOT] = ".",
    [TOKEN_ELLIPSIS] = "...",
    [TOKEN_ARROW] = "->",
    [TOKEN_EXCLAMATION] = "!",
    [TOKEN_COLON_EQUAL] = ":=",
    [TOKEN_EQUAL] = "=",
    [TOKEN_PLUS] = "+",
    [TOKEN_MINUS] = "-",
    [TOKEN_STAR] = "*",
    [TOKEN_DOUBLE_STAR] = "**",
    [TOKEN_SLASH] = "/",
    [TOKEN_DOUBLE_SLASH] = "//",
    [TOKEN_PERCENT] = "%",
    [TOKEN_AT] = "@",
    [TOKEN_VBAR] = "|",
    [TOKEN_AMPER] = "&",
    [TOKEN_CIRCUMFLEX] = "^",
    [TOKEN_TILDE] = "~",
    [TOKEN_LEFT_SHIFT] = "<<",
    [TOKEN_RIGHT_SHIFT] = ">>",
    [TOKEN_PLUS_EQUAL] = "+=",
    [TOKEN_MINUS_EQUAL] = "-=",
    [TOKEN_STAR_EQUAL] = "*=",
    [TOKEN_DOUBLE_STAR_EQUAL] = "**=",
    [TOKEN_SLASH_EQUAL] = "/=",
    [TOKEN_DOUBLE_SLASH_EQUAL] = "//=",
    [TOKEN_PERCENT_EQUAL] = "%=",
    [TOKEN_AT_EQUAL] = "@=",
    [TOKEN_VBAR_EQUAL] = "|=",
    [TOKEN_AMPER_EQUAL] = "&=",
    [TOKEN_CIRCUMFLEX_EQUAL] = "^=",
    [TOKEN_LEFT_SHIFT_EQUAL] = "<<=",
    [TOKEN_RIGHT_SHIFT_EQUAL] = ">>=",
    [TOKEN_EQ] = "==",
    [TOKEN_NE] = "!=",
    [TOKEN_LT] = "<",
    [TOKEN_LE] = "<=",
    [TOKEN_GT] = ">",
    [TOKEN_GE] = ">=",
    [TOKEN_FALSE] = "False",
    [TOKEN_NONE] = "None",
    [TOKEN_TRUE] = "True",
    [TOKEN_AND] = "and",
    [TOKEN_AS] = "as",
    [TOKEN_ASSERT] = "assert",
    [TOKEN_ASYNC] = "async",
    [TOKEN_AWAIT] = "await",
    [TOKEN_BREAK] = "break",
    [TOKEN_CLASS] = "class",
    [TOKEN_CONTINUE] = "continue",
    [TOKEN_DEF] = "def",
    [TOKEN_DEL] = "del",
    [TOKEN_ELIF] = "elif",
    [TOKEN_ELSE] = "else",
    [TOKEN_EXCEPT] = "except",
    [TOKEN_FINALLY] = "finally",
    [TOKEN_FOR] = "for",
    [TOKEN_FROM] = "from",
    [TOKEN_GLOBAL] = "global",
    [TOKEN_IF] = "if",
    [TOKEN_IMPORT] = "import",
    [TOKEN_IN] = "in",
    [TOKEN_IS] = "is",
    [TOKEN_LAMBDA] = "lambda",
    [TOKEN_NONLOCAL] = "nonlocal",
    [TOKEN_NOT] = "not",
    [TOKEN_OR] = "or",
    [TOKEN_PASS] = "pass",
    [TOKEN_RAISE] = "raise",
    [TOKEN_RETURN] = "return",
    [TOKEN_TRY] = "try",
    [TOKEN_WHILE] = "while",
    [TOKEN_WITH] = "with",
    [TOKEN_YIELD] = "yield",
};

/* The keywords that begin with a letter; the table is in alphabetical order from 'and' on. */
static enum py_token_kind first_keyword(char letter)
{
    switch (letter) {
    case 'F':
        return TOKEN_FALSE;
    case 'N':
        return TOKEN_NONE;
    case 'T':
        return TOKEN_TRUE;
    case 'a':
        return TOKEN_AND;
    case 'b':
        return TOKEN_BREAK;
    case 'c':
        return TOKEN_CLASS;
    case 'd':
        return TOKEN_DEF;
    case 'e':
        return TOKEN_ELIF;
    case 'f':
        return TOKEN_FINALLY;
    case 'g':
        return TOKEN_GLOBAL;
    case 'i':
        return TOKEN_IF;
    case 'l':
        return TOKEN_LAMBDA;
    case 'n':
        return TOKEN_NONLOCAL;
    case 'o':
        return TOKEN_OR;
    case 'p':
        return TOKEN_PASS;
    case 'r':
        return TOKEN_RAISE;
    case 't':
        return TOKEN_TRY;
    case 'w':
        return TOKEN_WHILE;
    case 'y':
        return TOKEN_YIELD;
    default:
        return TOKEN_KINDS;
    }
}

const char *py_token_text(enum py_token_kind kind)
{
    return texts[kind];
}

enum py_token_kind py_token_keyword(const char *text, size_t length)
{
    if (length < 2 || length > 8)
        return TOKEN_NAME;
    for (enum py_token_kind k = first_keyword(text[0]); k < TOKEN_KINDS && texts[k][0] == text[0];
         k++)
        if (strncmp(texts[k], text, length) == 0 && texts[k][length] == '\0')
            return k;
    return TOKEN_NAME;
}
