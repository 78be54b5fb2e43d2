/* String literals as far as the lexer goes: where they end. */
#include "py/lexer.h"

#include <string.h>

/* The next byte that matters in a literal with this quote. */
static const char *next_stop(const char *at, const char *end, char quote)
{
    while (at < end && *at != quote && *at != '\\' && *at != '\n' && *at != '\r' && *at != '{' &&
           *at != '}')
        at++;
    return at;
}

static bool quotes_here(const char *at, char quote, unsigned n)
{
    return at[0] == quote && (n == 1 || (at[1] == quote && at[2] == quote));
}

/* Behind a '\': the byte or line end that it escapes. */
static void skip_escaped(struct lexer *lexer)
{
    size_t n = lexer_newline(lexer, lexer->at);

    if (n > 0)
        lexer_begin_line(lexer, lexer->at + n);
    else if (lexer->at < lexer->end)
        lexer->at++;
}

struct opening {
    const char *text, *line_start;
    int line;
};

static bool unterminated(struct lexer *lexer, const struct opening *opening, bool triple,
                         const char *what)
{
    int detected = lexer->line;

    /* CPython counts the line behind the last line end, unless nothing is on it. */
    if (lexer->at == lexer->line_start && detected > opening->line)
        detected--;
    lexer_fail(lexer, lexer->at, "unterminated %s%s literal (detected at line %d)",
               triple ? "triple-quoted " : "", what, detected);
    lexer->error.line = lexer->error.end_line = opening->line;
    lexer->error.column = (int)(opening->text - opening->line_start);
    lexer->error.end_column = lexer->error.column + 1;
    return false;
}

/* In a field of an f-string its own quote ends the field, so what lacks is the field's brace. */
static bool is_quote_around(const struct lexer *lexer, char quote, unsigned n)
{
    for (unsigned i = lexer->n_brackets; i > 0; i--)
        if (lexer->brackets[i - 1].is_field)
            return lexer->brackets[i - 1].quote == quote &&
                   lexer->brackets[i - 1].quote_length == n;
    return false;
}

bool lexer_string(struct lexer *lexer, const char *start)
{
    struct opening opening = {start, lexer->line_start, lexer->line};
    const char *open = lexer->at;
    char quote = *open;
    unsigned n = open[1] == quote && open[2] == quote ? 3 : 1;

    if (n == 1 && open[1] == quote) {
        lexer->at += 2;
        return true;
    }
    lexer->at += n;
    for (;;) {
        size_t newline;

        lexer->at = next_stop(lexer->at, lexer->end, quote);
        newline = lexer_newline(lexer, lexer->at);
        if (lexer->at >= lexer->end || (newline > 0 && n == 1)) {
            if (is_quote_around(lexer, quote, n))
                return lexer_fail(lexer, open, "f-string: expecting '}'");
            return unterminated(lexer, &opening, n == 3, "string");
        }
        if (newline > 0) {
            lexer_begin_line(lexer, lexer->at + newline);
        } else if (*lexer->at == '\\') {
            lexer->at++;
            skip_escaped(lexer);
        } else if (quotes_here(lexer->at, quote, n)) {
            lexer->at += n;
            return true;
        } else {
            lexer->at++;
        }
    }
}

static enum lexer_piece open_field(struct lexer *lexer, const struct lexer_fstring *fstring)
{
    struct lexer_bracket *b = &lexer->brackets[lexer->n_brackets];

    if (lexer->n_brackets == LEXER_BRACKETS) {
        lexer_fail(lexer, lexer->at, "too many nested parentheses");
        return PIECE_ERROR;
    }
    *b = (struct lexer_bracket){'{',
                                true,
                                fstring->quote,
                                fstring->quote_length,
                                lexer->line,
                                (int)(lexer->at - lexer->line_start)};
    lexer->n_brackets++;
    lexer->at++;
    return PIECE_FIELD;
}

/* A '\' in an f-string: what it escapes is text, except that a brace stays one. */
static void skip_escape(struct lexer *lexer, const struct lexer_fstring *fstring)
{
    lexer->at++;
    if (!fstring->is_raw && lexer->at[0] == 'N' && lexer->at[1] == '{') {
        while (lexer->at < lexer->end && *lexer->at != '}' && *lexer->at != fstring->quote &&
               lexer_newline(lexer, lexer->at) == 0)
            lexer->at++;
        if (*lexer->at == '}')
            lexer->at++;
    } else if (*lexer->at != '{' && *lexer->at != '}') {
        skip_escaped(lexer);
    }
}

static enum lexer_piece unterminated_fstring(struct lexer *lexer,
                                             const struct lexer_fstring *fstring)
{
    if (fstring->in_spec) {
        lexer_fail(lexer, lexer->at, "f-string: expecting '}'");
        return PIECE_ERROR;
    }
    lexer_fail(lexer, lexer->at, "unterminated %sf-string literal (detected at line %d)",
               fstring->quote_length == 3 ? "triple-quoted " : "",
               lexer->line -
                   (fstring->quote_length == 3 && lexer->at == lexer->line_start ? 1 : 0));
    lexer->error.line = lexer->error.end_line = fstring->line;
    lexer->error.column = fstring->column;
    lexer->error.end_column = fstring->column + 1;
    return PIECE_ERROR;
}

/* At a brace: is it text?  Then go behind it. */
static bool is_text_brace(struct lexer *lexer, const struct lexer_fstring *fstring)
{
    if (fstring->in_spec || lexer->at[1] != lexer->at[0])
        return false;
    lexer->at += 2;
    return true;
}

struct lexer_fstring lexer_fstring_of(const struct py_token *t)
{
    return (struct lexer_fstring){
        .quote = t->text[t->length - 1],
        .quote_length = t->length > 3 ? 3 : 1,
        .is_raw = (t->text[0] | 0x20) == 'r' || (t->text[1] | 0x20) == 'r',
        .line = t->line,
        .column = t->column,
    };
}

enum lexer_piece lexer_fstring(struct lexer *lexer, const struct lexer_fstring *fstring,
                               const char **text, size_t *length)
{
    *text = lexer->at;
    for (;;) {
        size_t newline;

        lexer->at = next_stop(lexer->at, lexer->end, fstring->quote);
        *length = (size_t)(lexer->at - *text);
        newline = lexer_newline(lexer, lexer->at);
        if (lexer->at >= lexer->end || (newline > 0 && fstring->quote_length == 1))
            return unterminated_fstring(lexer, fstring);
        if (newline > 0) {
            lexer_begin_line(lexer, lexer->at + newline);
        } else if (*lexer->at == '\\') {
            skip_escape(lexer, fstring);
        } else if (*lexer->at == '{') {
            if (!is_text_brace(lexer, fstring))
                return open_field(lexer, fstring);
        } else if (*lexer->at == '}') {
            if (fstring->in_spec)
                return PIECE_END;
            if (!is_text_brace(lexer, fstring)) {
                lexer_fail(lexer, lexer->at, "f-string: single '}' is not allowed");
                return PIECE_ERROR;
            }
        } else if (quotes_here(lexer->at, fstring->quote, fstring->quote_length)) {
            if (fstring->in_spec)
                return unterminated_fstring(lexer, fstring);
            lexer->at += fstring->quote_length;
            return PIECE_END;
        } else {
            lexer->at++;
        }
    }
}
