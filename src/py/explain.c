/* Sentences that are wrong in a known way. */
#include "py/parse.h"

#include <string.h>

#include "py/describe.h"

static bool is_word(const struct py_token *token, const char *word)
{
    return token->kind == TOKEN_NAME && token->length == strlen(word) &&
           memcmp(token->text, word, token->length) == 0;
}

static bool is_one_of(const struct py_token *token, const char *const *words)
{
    for (; *words; words++)
        if (is_word(token, *words))
            return true;
    return false;
}

/* Statements of Python 2. */
static bool was_statement(const struct py_token *token)
{
    static const char *const words[] = {"print", "exec", NULL};

    return is_one_of(token, words);
}

static bool is_soft_keyword(const struct py_token *token)
{
    static const char *const words[] = {"_", "case", "match", NULL};

    return is_one_of(token, words);
}

/* A name in front of a string is rather a prefix that does not exist. */
static bool is_wrong_prefix(const struct parser *p, const struct parse_mark *start,
                            const struct py_expr *expr)
{
    return start->token.kind == TOKEN_NAME && expr->kind == PY_NAME && !expr->parenthesized &&
           p->token.kind == TOKEN_STRING;
}

static bool comma_is_missing(struct parser *p, const struct parse_mark *start,
                             const struct py_expr *expr)
{
    const struct parse_mark after = parse_mark(p);
    const struct py_expr *next;
    bool within;

    if (!parse_begins_expr(p) || parse_at(p, TOKEN_STAR) || is_soft_keyword(&start->token) ||
        is_wrong_prefix(p, start, expr))
        return false;
    p->silent++;
    next = parse_expression(p);
    p->silent--;
    within = p->previous.level > 0;
    if (next && within &&
        !(expr->kind == PY_NAME && !expr->parenthesized && was_statement(&start->token)))
        parse_fail_range(p, expr, next, "invalid syntax. Perhaps you forgot a comma?");
    parse_go_back(p, &after);
    return p->error.type != NULL;
}

/* What begins here cannot belong to the name before it. */
static bool begins_operand(const struct parser *p)
{
    return parse_begins_expr(p) && !parse_at(p, TOKEN_LPAREN) && !parse_at(p, TOKEN_LSQB) &&
           !parse_at(p, TOKEN_PLUS) && !parse_at(p, TOKEN_MINUS) && !parse_at(p, TOKEN_STAR) &&
           !parse_at(p, TOKEN_NOT);
}

/* What follows a name is read for its own errors too. */
static bool is_old_statement(struct parser *p, const struct parse_mark *start)
{
    const struct parse_mark after = parse_mark(p);
    const struct py_expr *last;
    struct py_expr name = {.line = start->token.line, .column = start->token.column};

    if (start->token.kind != TOKEN_NAME)
        return false;
    parse_go_back(p, start);
    parse_advance(p);
    if (begins_operand(p) ||
        (was_statement(&start->token) && !parse_at(p, TOKEN_LPAREN) && parse_begins_expr(p))) {
        last = parse_star_expressions(p);
        if (last && was_statement(&start->token))
            parse_fail_range(p, &name, last,
                             "Missing parentheses in call to '%.*s'. Did you mean %.*s(...)?",
                             (int)start->token.length, start->token.text, (int)start->token.length,
                             start->token.text);
    }
    parse_go_back(p, &after);
    return p->error.type != NULL;
}

bool parse_explain_expression(struct parser *p, const struct parse_mark *start,
                              struct py_expr *expr)
{
    if (!parse_explains(p))
        return true;
    return !comma_is_missing(p, start, expr) && !is_old_statement(p, start);
}

/* Does it begin with a list, a tuple or another thing that may be a target, or a constant? */
static bool begins_as_target(const struct py_expr *expr)
{
    for (;;) {
        if (expr->kind == PY_BINARY && !expr->parenthesized)
            expr = expr->binary.left;
        else if (expr->kind == PY_ATTRIBUTE)
            expr = expr->attribute.value;
        else if (expr->kind == PY_SUBSCRIPT)
            expr = expr->subscript.value;
        else if (expr->kind == PY_CALL)
            expr = expr->call.function;
        else
            break;
    }
    if (expr->kind == PY_CONSTANT)
        return expr->constant.kind <= PY_CONSTANT_FALSE;
    return expr->kind == PY_LIST || expr->kind == PY_TUPLE || expr->kind == PY_GENERATOR;
}

/* Can it be an operand of "|"? */
static bool is_operand(const struct py_expr *expr)
{
    if (expr->parenthesized)
        return true;
    return expr->kind != PY_BOOLEAN && expr->kind != PY_COMPARE && expr->kind != PY_IF_EXP &&
           expr->kind != PY_LAMBDA && expr->kind != PY_NAMED &&
           !(expr->kind == PY_UNARY && expr->binary.op == PY_NOT);
}

bool parse_explain_named(struct parser *p, const struct py_expr *expr)
{
    const struct parse_mark at_equal = parse_mark(p);
    const struct py_expr *value;
    bool is_name = expr->kind == PY_NAME && !expr->parenthesized;

    if (!is_operand(expr) || (!is_name && begins_as_target(expr)))
        return true;
    parse_advance(p);
    value = parse_bitwise_or(p);
    if (value && !parse_at(p, TOKEN_EQUAL) && !parse_at(p, TOKEN_COLON_EQUAL)) {
        if (is_name)
            parse_fail_range(p, expr, value,
                             "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        else
            parse_fail_expr(p, expr,
                            "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                            py_describe(expr));
    }
    parse_go_back(p, &at_equal);
    return p->error.type == NULL;
}
