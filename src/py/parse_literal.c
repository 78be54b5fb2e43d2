/* Numbers and strings: what they say. */
#include "py/parse.h"

#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "py/literal.h"

/* ---- numbers --------------------------------------------------------------------------------- */

static enum py_constant_kind number_kind(const struct py_token *token)
{
    bool based = token->length > 1 && token->text[0] == '0' && strchr("xXoObB", token->text[1]);

    if (based)
        return PY_CONSTANT_INT;
    if ((token->text[token->length - 1] | 0x20) == 'j')
        return PY_CONSTANT_COMPLEX;
    for (size_t i = 0; i < token->length; i++)
        if (strchr(".eE", token->text[i]))
            return PY_CONSTANT_FLOAT;
    return PY_CONSTANT_INT;
}

struct py_expr *parse_number(struct parser *p)
{
    struct py_expr *expr = parse_new(p, PY_CONSTANT, parse_here(p));
    char *text = arena_alloc(p->arena, p->token.length + 1);
    size_t n = 0;

    expr->constant.kind = number_kind(&p->token);
    for (size_t i = 0; i < p->token.length; i++)
        if (p->token.text[i] != '_')
            text[n++] = p->token.text[i];
    if (expr->constant.kind == PY_CONSTANT_COMPLEX)
        text[--n] = '\0';
    if (expr->constant.kind == PY_CONSTANT_INT && n > 1 && text[0] == '0')
        text[1] = (char)(text[1] | 0x20);
    if (expr->constant.kind == PY_CONSTANT_INT && strspn(text, "0") == n)
        n = 1;
    text[n] = '\0';
    expr->constant.text = text;
    expr->constant.length = n;
    parse_advance(p);
    return parse_end(p, expr);
}

/* ---- strings --------------------------------------------------------------------------------- */

struct joining {
    struct parse_place start;
    struct literal *text; /* since the last field */
    size_t parts;         /* where their list begins */
    bool formatted;
};

/* The text since the last field becomes a part. */
static bool flush(struct parser *p, struct joining *j)
{
    struct py_expr *expr;

    if (literal_length(j->text) == 0)
        return true;
    expr = parse_new(p, PY_CONSTANT, j->start);
    expr->constant.kind = PY_CONSTANT_STR;
    literal_take(j->text, &expr->constant.text, &expr->constant.length);
    return parse_list_add(p, parse_end(p, expr));
}

static bool conversion(struct parser *p, struct py_expr *field)
{
    if (!parse_accept(p, TOKEN_EXCLAMATION))
        return true;
    if (parse_at(p, TOKEN_RBRACE) || parse_at(p, TOKEN_COLON))
        return parse_fail_at(p, &p->token, "f-string: missing conversion character");
    if (!parse_at(p, TOKEN_NAME))
        return parse_fail_at(p, &p->token, "f-string: invalid conversion character");
    if (p->token.length != 1 || !strchr("sra", p->token.text[0]))
        return parse_raise(
            p, &p->token,
            "f-string: invalid conversion character '%.*s': expected 's', 'r', or 'a'",
            (int)p->token.length, p->token.text);
    field->formatted.conversion = p->token.text[0];
    parse_advance(p);
    return true;
}

static bool pieces(struct parser *p, struct joining *j, struct lexer_fstring *fstring);

/* What stands behind the ':' of a field, up to its '}'. */
static struct py_expr *spec(struct parser *p, const struct lexer_fstring *around)
{
    MEM_SCRATCH(scratch);
    struct lexer_fstring fstring = *around;
    struct joining j = {parse_here(p), literal_new(scratch, p, NULL), parse_list_begin(p), true};
    struct py_expr *expr = parse_new(p, PY_JOINED_STR, parse_here(p));
    bool done;

    if (!parse_enter(p))
        return NULL;
    fstring.in_spec = true;
    done = pieces(p, &j, &fstring) && flush(p, &j);
    parse_leave(p);
    if (!done)
        return NULL;
    expr->elements = parse_list_take(p, j.parts);
    parse_advance(p); /* from the ':' to the '}' */
    return parse_end(p, expr);
}

/* "{x=}" is the text "x=" and then the value, as repr() has it unless a format is given. */
static bool debug_text(struct parser *p, struct joining *j, struct py_expr *field, const char *from)
{
    if (!parse_accept(p, TOKEN_EQUAL))
        return true;
    if (!parse_at(p, TOKEN_EXCLAMATION) && !parse_at(p, TOKEN_COLON) && !parse_at(p, TOKEN_RBRACE))
        return parse_fail_at(p, &p->token, "f-string: expecting '!', or ':', or '}'");
    if (parse_at(p, TOKEN_RBRACE))
        field->formatted.conversion = 'r';
    return literal_add_plain(j->text, from, (size_t)(p->token.text - from));
}

static bool field_value(struct parser *p, struct py_expr *field)
{
    if (parse_at(p, TOKEN_RBRACE) || parse_at(p, TOKEN_EXCLAMATION) || parse_at(p, TOKEN_COLON) ||
        parse_at(p, TOKEN_EQUAL))
        return parse_fail_at(p, &p->token, "f-string: valid expression required before '%s'",
                             py_token_text(p->token.kind));
    field->formatted.value = parse_yield_or_stars(p);
    if (!field->formatted.value)
        return parse_fail_at(p, &p->token, "f-string: expecting a valid expression after '{'");
    if (!parse_at(p, TOKEN_EQUAL) && !parse_at(p, TOKEN_EXCLAMATION) && !parse_at(p, TOKEN_COLON) &&
        !parse_at(p, TOKEN_RBRACE))
        return parse_fail_at(p, &p->token, "f-string: expecting '=', or '!', or ':', or '}'");
    return true;
}

/* Behind the value: how it is shown, and the end. */
static bool field_format(struct parser *p, struct py_expr *field,
                         const struct lexer_fstring *fstring)
{
    if (!conversion(p, field))
        return false;
    if (!parse_at(p, TOKEN_COLON) && !parse_at(p, TOKEN_RBRACE))
        return parse_fail_at(p, &p->token, "f-string: expecting ':' or '}'");
    if (parse_at(p, TOKEN_COLON)) {
        field->formatted.spec = spec(p, fstring);
        if (!field->formatted.spec)
            return false;
    }
    if (!parse_at(p, TOKEN_RBRACE))
        return parse_fail_at(p, &p->token, "f-string: expecting '}'");
    return true;
}

/* A replacement field: the lexer stands behind its '{', and at last behind its '}'. */
static bool field(struct parser *p, struct joining *j, const struct lexer_fstring *fstring)
{
    const char *from = p->lexer.at;
    struct py_expr *expr;

    parse_advance(p);
    expr = parse_new(p, PY_FORMATTED, parse_here(p));
    if (!field_value(p, expr) || !debug_text(p, j, expr, from) || !flush(p, j) ||
        !field_format(p, expr, fstring))
        return false;
    parse_end(p, expr);
    return parse_list_add(p, expr);
}

static bool pieces(struct parser *p, struct joining *j, struct lexer_fstring *fstring)
{
    for (;;) {
        const char *text;
        size_t length;
        enum lexer_piece piece = lexer_fstring(&p->lexer, fstring, &text, &length);

        if (piece == PIECE_ERROR) {
            if (!p->error.type)
                p->error = p->lexer.error;
            return false;
        }
        if (!literal_add_piece(j->text, text, length, fstring->is_raw, !fstring->in_spec))
            return false;
        if (piece == PIECE_END)
            return true;
        if (!field(p, j, fstring))
            return false;
    }
}

static bool fstring(struct parser *p, struct joining *j)
{
    const struct py_token *t = &p->token;
    struct lexer_fstring fstring = lexer_fstring_of(t);
    bool done;

    if (!parse_enter(p))
        return false;
    j->formatted = true;
    literal_at(j->text, t);
    p->fstrings++;
    done = pieces(p, j, &fstring);
    parse_leave(p);
    if (!done)
        return false;
    p->fstrings--;
    p->token.end_line = p->lexer.line;
    p->token.end_column = (int)(p->lexer.at - p->lexer.line_start);
    parse_advance(p);
    return true;
}

static bool is_bytes(const struct py_token *token)
{
    return token->kind == TOKEN_STRING &&
           ((token->text[0] | 0x20) == 'b' ||
            ((token->text[0] | 0x20) == 'r' && (token->text[1] | 0x20) == 'b'));
}

static struct py_expr *joined(struct parser *p, struct joining *j, bool bytes)
{
    struct py_expr *expr;

    if (j->formatted) {
        if (!flush(p, j))
            return NULL;
        expr = parse_new(p, PY_JOINED_STR, j->start);
        expr->elements = parse_list_take(p, j->parts);
        return parse_end(p, expr);
    }
    expr = parse_new(p, PY_CONSTANT, j->start);
    expr->constant.kind = bytes ? PY_CONSTANT_BYTES : PY_CONSTANT_STR;
    literal_take(j->text, &expr->constant.text, &expr->constant.length);
    return parse_end(p, expr);
}

/* The complaint stands behind all of them. */
static struct py_expr *fail_mixed(struct parser *p)
{
    while (parse_at(p, TOKEN_STRING))
        parse_advance(p);
    return parse_raise(p, &p->token, "cannot mix bytes and nonbytes literals");
}

struct py_expr *parse_strings(struct parser *p)
{
    MEM_SCRATCH(scratch);
    const struct py_token start = p->token;
    bool bytes = is_bytes(&start);
    struct joining j = {parse_here(p), literal_new(scratch, p, &start), parse_list_begin(p), false};

    while (parse_at(p, TOKEN_STRING) || parse_at(p, TOKEN_FSTRING)) {
        if (is_bytes(&p->token) != bytes)
            return fail_mixed(p);
        if (parse_at(p, TOKEN_FSTRING)) {
            if (!fstring(p, &j))
                return NULL;
            continue;
        }
        if (!literal_add_string(j.text, &p->token, bytes))
            return NULL;
        parse_advance(p);
    }
    return p->token.kind == TOKEN_ERROR ? NULL : joined(p, &j, bytes);
}
