#include "py/lexer.h"

#include <string.h>

#include "base/arena.h"

void lexer_init(struct lexer *lexer, struct arena *arena, const char *text, size_t length)
{
    memset(lexer, 0, sizeof(*lexer));
    lexer->arena = arena;
    lexer->at = lexer->line_start = text;
    lexer->end = text + length;
    lexer->line = 1;
    lexer->line_begins = true;
    lexer->n_indents = 1;
}

static void set_place(struct lexer *lexer, const char *at)
{
    struct py_syntax_error *e = &lexer->error;

    e->line = e->end_line = lexer->line;
    e->column = (int)(at - lexer->line_start);
    e->end_column = e->column + 1;
}

bool lexer_fail(struct lexer *lexer, const char *at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    py_syntax_error_set(&lexer->error, lexer->arena, "SyntaxError", fmt, ap);
    va_end(ap);
    set_place(lexer, at);
    return false;
}

bool lexer_fail_as(struct lexer *lexer, const char *type, const char *at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    py_syntax_error_set(&lexer->error, lexer->arena, type, fmt, ap);
    va_end(ap);
    set_place(lexer, at);
    lexer->is_soft = true;
    return false;
}

size_t lexer_newline(const struct lexer *lexer, const char *at)
{
    if (at >= lexer->end)
        return 0;
    if (*at == '\n')
        return 1;
    if (*at != '\r')
        return 0;
    return at[1] == '\n' ? 2 : 1;
}

void lexer_begin_line(struct lexer *lexer, const char *at)
{
    lexer->last_column = (int)(at - lexer->line_start) - 1;
    lexer->at = lexer->line_start = at;
    lexer->line++;
}

bool lexer_continue_line(struct lexer *lexer)
{
    size_t n = lexer_newline(lexer, lexer->at);

    if (n == 0 && lexer->at < lexer->end)
        return lexer_fail_as(lexer, "SyntaxError", lexer->at,
                             "unexpected character after line continuation character");
    if (n == 0 || lexer->at + n == lexer->end)
        return lexer_fail_as(lexer, "SyntaxError", lexer->at, "unexpected EOF while parsing");
    lexer_begin_line(lexer, lexer->at + n);
    return true;
}

static void skip_comment(struct lexer *lexer)
{
    lexer->comment = lexer->at;
    while (lexer->at < lexer->end && *lexer->at != '\n' && *lexer->at != '\r')
        lexer->at++;
}

/* White space, comments, and within brackets line ends too. */
static bool skip_space(struct lexer *lexer)
{
    for (;;) {
        while (*lexer->at == ' ' || *lexer->at == '\t' || *lexer->at == '\f')
            lexer->at++;
        if (*lexer->at == '#')
            skip_comment(lexer);
        if (*lexer->at == '\\') {
            lexer->at++;
            if (!lexer_continue_line(lexer))
                return false;
            continue;
        }

        size_t n = lexer->n_brackets > 0 ? lexer_newline(lexer, lexer->at) : 0;

        if (n == 0)
            return true;
        lexer_begin_line(lexer, lexer->at + n);
    }
}

static void begin_token(const struct lexer *lexer, struct py_token *token)
{
    token->text = lexer->at;
    token->line = lexer->line;
    token->column = (int)(lexer->at - lexer->line_start);
}

static void end_token(const struct lexer *lexer, struct py_token *token, enum py_token_kind kind)
{
    token->kind = kind;
    token->length = (size_t)(lexer->at - token->text);
    token->level = lexer->n_brackets;
    token->end_line = lexer->line;
    token->end_column = (int)(lexer->at - lexer->line_start);
    if (token->line > token->end_line || kind == TOKEN_END) {
        token->end_line = token->line;
        token->end_column = token->column;
    }
}

/* The INDENT or one DEDENT of what is pending. */
static void give_indentation(struct lexer *lexer, struct py_token *token)
{
    begin_token(lexer, token);
    end_token(lexer, token, lexer->pending > 0 ? TOKEN_INDENT : TOKEN_DEDENT);
    lexer->pending += lexer->pending > 0 ? -1 : 1;
}

void lexer_fail_unclosed(struct lexer *lexer)
{
    const struct lexer_bracket *b = &lexer->brackets[lexer->n_brackets - 1];

    lexer->error.type = NULL;
    lexer_fail(lexer, lexer->at, "'%c' was never closed", b->opening);
    lexer->unclosed = true;
    lexer->error.line = lexer->error.end_line = b->line;
    lexer->error.column = b->column;
    lexer->error.end_column = b->column + 1;
}

/* At the end of the text: the line ends, all blocks end, and then nothing more comes. */
static void give_end(struct lexer *lexer, struct py_token *token)
{
    begin_token(lexer, token);
    if (lexer->at == lexer->line_start && lexer->line > 1) {
        /* There is no line behind the last line end. */
        token->line = lexer->line - 1;
        token->column = lexer->last_column;
    }
    if (lexer->n_brackets > 0) {
        lexer_fail_unclosed(lexer);
        end_token(lexer, token, TOKEN_ERROR);
    } else if (!lexer->ended && !lexer->line_begins) {
        lexer->ended = true;
        end_token(lexer, token, TOKEN_NEWLINE);
    } else if (lexer->n_indents > 1) {
        lexer->ended = true;
        lexer->n_indents--;
        end_token(lexer, token, TOKEN_DEDENT);
    } else {
        end_token(lexer, token, TOKEN_END);
    }
}

static void give_newline(struct lexer *lexer, struct py_token *token, size_t n)
{
    /* A comment belongs to the line end. */
    if (lexer->comment && lexer->comment >= lexer->line_start) {
        token->text = lexer->comment;
        token->column = (int)(lexer->comment - lexer->line_start);
    }
    end_token(lexer, token, TOKEN_NEWLINE);
    lexer->at += n;
    lexer_begin_line(lexer, lexer->at);
    lexer->line_begins = true;
}

static bool begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

/* Is what stands in front of a quote one of the prefixes r b u f br fr, in any order and case? */
static bool is_prefix(const char *text, size_t n)
{
    bool raw = false, other = false;

    for (size_t i = 0; i < n; i++) {
        char c = (char)(text[i] | 0x20);

        if (c == 'r' && !raw)
            raw = true;
        else if ((c == 'b' || c == 'f' || (c == 'u' && n == 1)) && !other)
            other = true;
        else
            return false;
    }
    return n <= 2;
}

static bool is_fstring(const char *text)
{
    return (text[0] | 0x20) == 'f' || ((text[0] | 0x20) == 'r' && (text[1] | 0x20) == 'f');
}

/* The quotes that open an f-string; the rest is read by lexer_fstring(). */
static void open_fstring(struct lexer *lexer)
{
    const char *at = lexer->at;

    lexer->at += at[1] == at[0] && at[2] == at[0] ? 3 : 1;
}

static enum py_token_kind name_or_string(struct lexer *lexer)
{
    const char *start = lexer->at;

    if (!lexer_name(lexer))
        return TOKEN_ERROR;
    if ((*lexer->at != '"' && *lexer->at != '\'') || !is_prefix(start, (size_t)(lexer->at - start)))
        return py_token_keyword(start, (size_t)(lexer->at - start));
    if (is_fstring(start)) {
        open_fstring(lexer);
        return TOKEN_FSTRING;
    }
    return lexer_string(lexer, start) ? TOKEN_STRING : TOKEN_ERROR;
}

static bool begins_number(const char *at)
{
    return (at[0] >= '0' && at[0] <= '9') || (at[0] == '.' && at[1] >= '0' && at[1] <= '9');
}

static enum py_token_kind read_token(struct lexer *lexer)
{
    char c = *lexer->at;

    if (begins_name(c))
        return name_or_string(lexer);
    if (begins_number(lexer->at))
        return lexer_number(lexer) ? TOKEN_NUMBER : TOKEN_ERROR;
    if (c == '"' || c == '\'')
        return lexer_string(lexer, lexer->at) ? TOKEN_STRING : TOKEN_ERROR;
    return lexer_operator(lexer);
}

void lexer_next(struct lexer *lexer, struct py_token *token)
{
    if (lexer->line_begins && lexer->n_brackets == 0 && !lexer_indentation(lexer)) {
        begin_token(lexer, token);
        end_token(lexer, token, TOKEN_ERROR);
        return;
    }
    if (lexer->pending != 0) {
        give_indentation(lexer, token);
        return;
    }
    if (!skip_space(lexer)) {
        begin_token(lexer, token);
        end_token(lexer, token, TOKEN_ERROR);
        return;
    }
    if (lexer->at >= lexer->end) {
        give_end(lexer, token);
        return;
    }
    begin_token(lexer, token);

    size_t n = lexer_newline(lexer, lexer->at);

    if (n > 0) {
        give_newline(lexer, token, n);
        return;
    }
    end_token(lexer, token, read_token(lexer));
}
