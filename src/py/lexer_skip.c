/* Tokens that nobody wants, for the errors among them. */
#include "py/lexer.h"

static bool is_last(const struct py_token *token)
{
    return token->kind == TOKEN_END || token->kind == TOKEN_ERROR;
}

static bool skip_pieces(struct lexer *lexer, struct lexer_fstring fstring);

/* A field up to its '}', as deep as the brackets go. */
static bool skip_field(struct lexer *lexer, struct lexer_fstring fstring)
{
    unsigned around = lexer->n_brackets - 1;
    struct py_token token;

    while (lexer->n_brackets > around) {
        bool ends = lexer_in_field(lexer) && lexer->n_brackets == around + 1;

        lexer_next(lexer, &token);
        if (is_last(&token))
            return false;
        if (token.kind == TOKEN_FSTRING && !skip_pieces(lexer, lexer_fstring_of(&token)))
            return false;
        fstring.in_spec = true;
        if (token.kind == TOKEN_COLON && ends && !skip_pieces(lexer, fstring))
            return false;
    }
    return true;
}

static bool skip_pieces(struct lexer *lexer, struct lexer_fstring fstring)
{
    for (;;) {
        const char *text;
        size_t length;
        enum lexer_piece piece = lexer_fstring(lexer, &fstring, &text, &length);

        if (piece == PIECE_END)
            return true;
        if (piece == PIECE_ERROR || !skip_field(lexer, fstring))
            return false;
    }
}

void lexer_skip_all(struct lexer *lexer, struct py_token *token)
{
    do {
        lexer_next(lexer, token);
        if (token->kind == TOKEN_FSTRING && !skip_pieces(lexer, lexer_fstring_of(token)))
            token->kind = TOKEN_ERROR;
    } while (!is_last(token));
}
