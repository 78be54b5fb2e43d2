/* Expressions with operators. */
#include "py/parse.h"

#include "base/arena.h"

/* A chain of left-associative operators is a tree as deep as it is long. */
enum { CHAIN_MAX = 20000 };

struct level {
    int power; /* binds tighter the higher; 0: no binary operator */
    enum py_operator op;
};

static struct level binary_level(enum py_token_kind kind)
{
    static const struct level levels[TOKEN_KINDS] = {
        [TOKEN_VBAR] = {1, PY_BIT_OR},        [TOKEN_CIRCUMFLEX] = {2, PY_BIT_XOR},
        [TOKEN_AMPER] = {3, PY_BIT_AND},      [TOKEN_LEFT_SHIFT] = {4, PY_LSHIFT},
        [TOKEN_RIGHT_SHIFT] = {4, PY_RSHIFT}, [TOKEN_PLUS] = {5, PY_ADD},
        [TOKEN_MINUS] = {5, PY_SUB},          [TOKEN_STAR] = {6, PY_MULT},
        [TOKEN_SLASH] = {6, PY_DIV},          [TOKEN_DOUBLE_SLASH] = {6, PY_FLOOR_DIV},
        [TOKEN_PERCENT] = {6, PY_MOD},        [TOKEN_AT] = {6, PY_MATMULT},
    };

    return levels[kind];
}

static struct py_expr *unary(struct parser *p);

static struct py_expr *power(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *base = parse_await_primary(p), *expr;

    if (!base || !parse_accept(p, TOKEN_DOUBLE_STAR))
        return base;
    expr = parse_new(p, PY_BINARY, start);
    expr->binary.op = PY_POW;
    expr->binary.left = base;
    if (!parse_enter(p))
        return NULL;
    expr->binary.right = unary(p);
    parse_leave(p);
    return expr->binary.right ? parse_end(p, expr) : NULL;
}

static struct py_expr *unary_of(struct parser *p, enum py_operator op)
{
    struct py_expr *expr = parse_new(p, PY_UNARY, parse_here(p));

    if (!parse_enter(p))
        return NULL;
    parse_advance(p);
    expr->binary.op = op;
    expr->binary.right = unary(p);
    parse_leave(p);
    return expr->binary.right ? parse_end(p, expr) : NULL;
}

static struct py_expr *unary(struct parser *p)
{
    switch (p->token.kind) {
    case TOKEN_PLUS:
        return unary_of(p, PY_PLUS);
    case TOKEN_MINUS:
        return unary_of(p, PY_NEGATE);
    case TOKEN_TILDE:
        return unary_of(p, PY_INVERT);
    default:
        return power(p);
    }
}

static struct py_expr *binary(struct parser *p, int at_least)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *left = unary(p);

    for (int n = 0; left; n++) {
        struct level level = binary_level(p->token.kind);
        struct py_expr *expr;

        if (level.power < at_least || level.power == 0)
            return left;
        if (n == CHAIN_MAX)
            return parse_fail_at(p, &p->token, "too many operators in one expression");
        parse_advance(p);
        expr = parse_new(p, PY_BINARY, start);
        expr->binary.op = level.op;
        expr->binary.left = left;
        expr->binary.right = binary(p, level.power + 1);
        left = expr->binary.right ? parse_end(p, expr) : NULL;
    }
    return NULL;
}

struct py_expr *parse_bitwise_or(struct parser *p)
{
    return binary(p, 1);
}

/* A comparison operator, of which two have two words; false when there is none. */
static bool comparison(struct parser *p, enum py_operator *op)
{
    static const enum py_operator ops[] = {PY_EQ, PY_NE, PY_LT, PY_LE, PY_GT, PY_GE};

    if (p->token.kind >= TOKEN_EQ && p->token.kind <= TOKEN_GE) {
        *op = ops[p->token.kind - TOKEN_EQ];
        parse_advance(p);
        return true;
    }
    if (parse_accept(p, TOKEN_IN)) {
        *op = PY_IN;
        return true;
    }
    if (parse_accept(p, TOKEN_IS)) {
        *op = parse_accept(p, TOKEN_NOT) ? PY_IS_NOT : PY_IS;
        return true;
    }
    if (parse_accept(p, TOKEN_NOT)) {
        *op = PY_NOT_IN;
        parse_expect(p, TOKEN_IN); /* what follows it fails then */
        return true;
    }
    return false;
}

static struct py_expr *compared(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *left = parse_bitwise_or(p), *expr;
    size_t base = parse_list_begin(p), n = 0, size = 1;
    enum py_operator op, *ops;

    if (!left || !comparison(p, &op))
        return left;
    expr = parse_new(p, PY_COMPARE, start);
    expr->compare.left = left;
    ops = arena_new_array(p->arena, enum py_operator, size);
    do {
        if (n == size) {
            enum py_operator *more = arena_new_array(p->arena, enum py_operator, size *= 2);

            for (size_t i = 0; i < n; i++)
                more[i] = ops[i];
            ops = more;
        }
        ops[n++] = op;
        if (p->error.type || !parse_list_add(p, parse_bitwise_or(p)))
            return NULL;
    } while (comparison(p, &op));
    expr->compare.ops = ops;
    expr->compare.rights = parse_list_take(p, base);
    return parse_end(p, expr);
}

static struct py_expr *inversion(struct parser *p)
{
    struct py_expr *expr;

    if (!parse_at(p, TOKEN_NOT))
        return compared(p);
    if (!parse_enter(p))
        return NULL;
    expr = parse_new(p, PY_UNARY, parse_here(p));
    parse_advance(p);
    expr->binary.op = PY_NOT;
    expr->binary.right = inversion(p);
    parse_leave(p);
    return expr->binary.right ? parse_end(p, expr) : NULL;
}

static struct py_expr *conjunction(struct parser *p);

static struct py_expr *boolean(struct parser *p, enum py_token_kind word, enum py_operator op,
                               struct py_expr *(*operand)(struct parser *p))
{
    const struct parse_place start = parse_here(p);
    struct py_expr *first = operand(p), *expr;
    size_t base = parse_list_begin(p);

    if (!first || !parse_at(p, word))
        return first;
    expr = parse_new(p, PY_BOOLEAN, start);
    expr->boolean.op = op;
    parse_list_add(p, first);
    while (parse_accept(p, word))
        if (!parse_list_add(p, operand(p)))
            return NULL;
    expr->boolean.values = parse_list_take(p, base);
    return parse_end(p, expr);
}

static struct py_expr *conjunction(struct parser *p)
{
    return boolean(p, TOKEN_AND, PY_AND, inversion);
}

struct py_expr *parse_disjunction(struct parser *p)
{
    return boolean(p, TOKEN_OR, PY_OR, conjunction);
}

static struct py_expr *conditional(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *body = parse_disjunction(p), *expr;

    if (!body || !parse_accept(p, TOKEN_IF))
        return body;
    expr = parse_new(p, PY_IF_EXP, start);
    expr->if_exp.body = body;
    expr->if_exp.test = parse_disjunction(p);
    if (!expr->if_exp.test)
        return NULL;
    if (!parse_at(p, TOKEN_ELSE) && !parse_at(p, TOKEN_COLON))
        return parse_fail_range(p, body, expr->if_exp.test,
                                "expected 'else' after 'if' expression");
    if (!parse_expect(p, TOKEN_ELSE))
        return NULL;
    expr->if_exp.otherwise = parse_expression(p);
    return expr->if_exp.otherwise ? parse_end(p, expr) : NULL;
}

struct py_expr *parse_expression(struct parser *p)
{
    struct py_expr *expr;

    if (!parse_enter(p))
        return NULL;
    expr = parse_at(p, TOKEN_LAMBDA) ? parse_lambda(p) : conditional(p);
    parse_leave(p);
    return expr;
}

struct py_expr *parse_named(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *target = parse_expression(p), *expr;

    if (!target || !parse_at(p, TOKEN_COLON_EQUAL))
        return target;
    if (target->kind != PY_NAME || target->parenthesized)
        return parse_fail(p);
    parse_advance(p);
    expr = parse_new(p, PY_NAMED, start);
    expr->named.target = target;
    expr->named.value = parse_expression(p);
    return expr->named.value ? parse_end(p, expr) : NULL;
}

static struct py_expr *starred(struct parser *p)
{
    struct py_expr *expr = parse_new(p, PY_STARRED, parse_here(p));

    parse_advance(p);
    expr->value = parse_bitwise_or(p);
    return expr->value ? parse_end(p, expr) : NULL;
}

struct py_expr *parse_star_named(struct parser *p)
{
    return parse_at(p, TOKEN_STAR) ? starred(p) : parse_named(p);
}

static struct py_expr *star_expression(struct parser *p)
{
    return parse_at(p, TOKEN_STAR) ? starred(p) : parse_expression(p);
}

struct py_expr *parse_star_expressions(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *first = star_expression(p), *expr;
    size_t base = parse_list_begin(p);

    if (!first || !parse_at(p, TOKEN_COMMA))
        return first;
    expr = parse_new(p, PY_TUPLE, start);
    parse_list_add(p, first);
    while (parse_accept(p, TOKEN_COMMA) && parse_begins_expr(p))
        if (!parse_list_add(p, star_expression(p)))
            return NULL;
    expr->elements = parse_list_take(p, base);
    return parse_end(p, expr);
}

struct py_expr *parse_yield(struct parser *p)
{
    const struct py_token start = p->token;
    struct py_expr *expr = parse_new(p, PY_YIELD, parse_here(p));

    parse_advance(p);
    if (!p->scope.in_function)
        parse_late(p, &start, "'yield' outside function");
    p->scope.is_generator = true;
    if (parse_accept(p, TOKEN_FROM)) {
        expr->kind = PY_YIELD_FROM;
        expr->value = parse_expression(p);
        return expr->value ? parse_end(p, expr) : NULL;
    }
    if (parse_begins_expr(p)) {
        expr->value = parse_star_expressions(p);
        if (!expr->value)
            return NULL;
    }
    return parse_end(p, expr);
}

struct py_expr *parse_yield_or_stars(struct parser *p)
{
    return parse_at(p, TOKEN_YIELD) ? parse_yield(p) : parse_star_expressions(p);
}

/* Targets of a for loop end at 'in', which must not be taken for the operator. */
struct py_expr *parse_targets(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *first, *expr;
    size_t base = parse_list_begin(p);

    first = parse_at(p, TOKEN_STAR) ? starred(p) : parse_bitwise_or(p);
    if (!first || !parse_at(p, TOKEN_COMMA))
        return first && parse_check_target(p, first) ? first : NULL;
    expr = parse_new(p, PY_TUPLE, start);
    parse_list_add(p, first);
    while (parse_accept(p, TOKEN_COMMA) && parse_begins_expr(p))
        if (!parse_list_add(p, parse_at(p, TOKEN_STAR) ? starred(p) : parse_bitwise_or(p)))
            return NULL;
    expr->elements = parse_list_take(p, base);
    parse_end(p, expr);
    return parse_check_target(p, expr) ? expr : NULL;
}

bool parse_begins_expr(const struct parser *p)
{
    switch (p->token.kind) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_FSTRING:
    case TOKEN_LPAREN:
    case TOKEN_LSQB:
    case TOKEN_LBRACE:
    case TOKEN_ELLIPSIS:
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_STAR:
    case TOKEN_TILDE:
    case TOKEN_FALSE:
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_AWAIT:
    case TOKEN_LAMBDA:
    case TOKEN_NOT:
    case TOKEN_ERROR: /* so that its error is met */
        return true;
    default:
        return false;
    }
}
