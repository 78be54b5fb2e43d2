/* Operators and brackets. */
#include "py/lexer.h"

#include <string.h>

static enum py_token_kind open_bracket(struct lexer *lexer, enum py_token_kind kind)
{
    struct lexer_bracket *b = &lexer->brackets[lexer->n_brackets];

    if (lexer->n_brackets == LEXER_BRACKETS) {
        lexer_fail(lexer, lexer->at, "too many nested parentheses");
        return TOKEN_ERROR;
    }
    *b = (struct lexer_bracket){
        .opening = *lexer->at, .line = lexer->line, .column = (int)(lexer->at - lexer->line_start)};
    lexer->n_brackets++;
    lexer->at++;
    return kind;
}

static bool match(char opening, char closing)
{
    return (opening == '(' && closing == ')') || (opening == '[' && closing == ']') ||
           (opening == '{' && closing == '}');
}

static enum py_token_kind close_bracket(struct lexer *lexer, enum py_token_kind kind)
{
    const struct lexer_bracket *b;
    char closing = *lexer->at;

    if (lexer->n_brackets == 0) {
        lexer_fail(lexer, lexer->at, "unmatched '%c'", closing);
        return TOKEN_ERROR;
    }
    b = &lexer->brackets[lexer->n_brackets - 1];
    if (!match(b->opening, closing)) {
        if (b->is_field)
            lexer_fail(lexer, lexer->at, "f-string: unmatched '%c'", closing);
        else if (b->line != lexer->line)
            lexer_fail(
                lexer, lexer->at,
                "closing parenthesis '%c' does not match opening parenthesis '%c' on line %d",
                closing, b->opening, b->line);
        else
            lexer_fail(lexer, lexer->at,
                       "closing parenthesis '%c' does not match opening parenthesis '%c'", closing,
                       b->opening);
        return TOKEN_ERROR;
    }
    lexer->n_brackets--;
    lexer->at++;
    return kind;
}

bool lexer_in_field(const struct lexer *lexer)
{
    return lexer->n_brackets > 0 && lexer->brackets[lexer->n_brackets - 1].is_field;
}

/* One that may be doubled, and followed by '='. */
static enum py_token_kind doubled(struct lexer *lexer, enum py_token_kind single,
                                  enum py_token_kind twice)
{
    enum { DISTANCE = TOKEN_PLUS_EQUAL - TOKEN_PLUS };
    enum py_token_kind kind = single;

    lexer->at++;
    if (twice != single && lexer->at[0] == lexer->at[-1]) {
        lexer->at++;
        kind = twice;
    }
    if (*lexer->at != '=')
        return kind;
    lexer->at++;
    /* '~' stands between the two rows and has no '='. */
    return kind + (enum py_token_kind)(kind > TOKEN_TILDE ? DISTANCE - 1 : DISTANCE);
}

static enum py_token_kind take(struct lexer *lexer, size_t n, enum py_token_kind kind)
{
    lexer->at += n;
    return kind;
}

static enum py_token_kind compared(struct lexer *lexer)
{
    const char *at = lexer->at;
    bool less = at[0] == '<';

    if (at[1] == at[0]) {
        lexer->at++;
        return less ? doubled(lexer, TOKEN_LEFT_SHIFT, TOKEN_LEFT_SHIFT)
                    : doubled(lexer, TOKEN_RIGHT_SHIFT, TOKEN_RIGHT_SHIFT);
    }
    if (at[1] == '=')
        return take(lexer, 2, less ? TOKEN_LE : TOKEN_GE);
    if (less && at[1] == '>')
        return take(lexer, 2, TOKEN_EXCLAMATION); /* the old "not equal" is no operator */
    return take(lexer, 1, less ? TOKEN_LT : TOKEN_GT);
}

static enum py_token_kind wrong(struct lexer *lexer)
{
    unsigned char c = (unsigned char)*lexer->at;

    if (c < ' ' || c == 0x7f)
        lexer_fail(lexer, lexer->at, "invalid non-printable character U+%04X", c);
    else
        lexer_fail(lexer, lexer->at, "invalid syntax");
    return TOKEN_ERROR;
}

static enum py_token_kind punctuation(struct lexer *lexer)
{
    const char *at = lexer->at;

    switch (*at) {
    case ':':
        return at[1] == '=' && !lexer_in_field(lexer) ? take(lexer, 2, TOKEN_COLON_EQUAL)
                                                      : take(lexer, 1, TOKEN_COLON);
    case ',':
        return take(lexer, 1, TOKEN_COMMA);
    case ';':
        return take(lexer, 1, TOKEN_SEMI);
    case '.':
        return at[1] == '.' && at[2] == '.' ? take(lexer, 3, TOKEN_ELLIPSIS)
                                            : take(lexer, 1, TOKEN_DOT);
    case '=':
        return at[1] == '=' ? take(lexer, 2, TOKEN_EQ) : take(lexer, 1, TOKEN_EQUAL);
    case '!':
        if (at[1] == '=')
            return take(lexer, 2, TOKEN_NE);
        return lexer_in_field(lexer) ? take(lexer, 1, TOKEN_EXCLAMATION) : wrong(lexer);
    default:
        return wrong(lexer);
    }
}

enum py_token_kind lexer_operator(struct lexer *lexer)
{
    switch (*lexer->at) {
    case '(':
        return open_bracket(lexer, TOKEN_LPAREN);
    case '[':
        return open_bracket(lexer, TOKEN_LSQB);
    case '{':
        return open_bracket(lexer, TOKEN_LBRACE);
    case ')':
        return close_bracket(lexer, TOKEN_RPAREN);
    case ']':
        return close_bracket(lexer, TOKEN_RSQB);
    case '}':
        return close_bracket(lexer, TOKEN_RBRACE);
    case '<':
    case '>':
        return compared(lexer);
    case '+':
        return doubled(lexer, TOKEN_PLUS, TOKEN_PLUS);
    case '-':
        if (lexer->at[1] == '>')
            return take(lexer, 2, TOKEN_ARROW);
        return doubled(lexer, TOKEN_MINUS, TOKEN_MINUS);
    case '*':
        return doubled(lexer, TOKEN_STAR, TOKEN_DOUBLE_STAR);
    case '/':
        return doubled(lexer, TOKEN_SLASH, TOKEN_DOUBLE_SLASH);
    case '%':
        return doubled(lexer, TOKEN_PERCENT, TOKEN_PERCENT);
    case '@':
        return doubled(lexer, TOKEN_AT, TOKEN_AT);
    case '|':
        return doubled(lexer, TOKEN_VBAR, TOKEN_VBAR);
    case '&':
        return doubled(lexer, TOKEN_AMPER, TOKEN_AMPER);
    case '^':
        return doubled(lexer, TOKEN_CIRCUMFLEX, TOKEN_CIRCUMFLEX);
    case '~':
        return take(lexer, 1, TOKEN_TILDE);
    default:
        return punctuation(lexer);
    }
}
