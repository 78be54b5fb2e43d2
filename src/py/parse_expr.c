/* Expressions with operators. */
#include "py/parse.h"

#include "base/arena.h"
#include "py/describe.h"

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
    struct parse_mark mark;

    if (!base || !parse_at(p, TOKEN_DOUBLE_STAR))
        return base;
    mark = parse_mark(p);
    parse_advance(p);
    expr = parse_new(p, PY_BINARY, start);
    expr->binary.op = PY_POW;
    expr->binary.left = base;
    if (!parse_enter(p))
        return NULL;
    expr->binary.right = unary(p);
    parse_leave(p);
    return expr->binary.right ? parse_end(p, expr) : parse_partial(p, &mark, base);
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
        struct parse_mark mark;

        if (level.power < at_least || level.power == 0)
            return left;
        if (n == CHAIN_MAX)
            return parse_raise(p, &p->token, "too many operators in one expression");
        mark = parse_mark(p);
        parse_advance(p);
        expr = parse_new(p, PY_BINARY, start);
        expr->binary.op = level.op;
        expr->binary.left = left;
        expr->binary.right = binary(p, level.power + 1);
        if (!expr->binary.right)
            return parse_partial(p, &mark, left);
        left = parse_end(p, expr);
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
    if (!parse_at(p, TOKEN_NOT) || parse_peek(p).kind != TOKEN_IN)
        return false;
    parse_advance(p);
    parse_advance(p);
    *op = PY_NOT_IN;
    return true;
}

/* Room for one more of 'n' operators, which double their array. */
static enum py_operator *grown(struct parser *p, enum py_operator *ops, size_t n)
{
    enum py_operator *more;

    if ((n & (n - 1)) != 0)
        return ops;
    more = arena_new_array(p->arena, enum py_operator, n > 0 ? n * 2 : 1);
    for (size_t i = 0; i < n; i++)
        more[i] = ops[i];
    return more;
}

static struct py_expr *compared(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *left = parse_bitwise_or(p), *expr = NULL;
    size_t base = parse_list_begin(p), n = 0;
    enum py_operator op, *ops = NULL;

    while (left) {
        const struct parse_mark mark = parse_mark(p);

        if (!comparison(p, &op))
            break;
        if (!parse_list_add(p, parse_bitwise_or(p))) {
            if (!parse_partial(p, &mark, left))
                return NULL;
            break;
        }
        ops = grown(p, ops, n);
        ops[n++] = op;
    }
    if (n == 0)
        return left;
    expr = parse_new(p, PY_COMPARE, start);
    expr->compare.left = left;
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
    parse_list_add(p, first);
    while (parse_at(p, word)) {
        const struct parse_mark mark = parse_mark(p);

        parse_advance(p);
        if (!parse_list_add(p, operand(p))) {
            if (!parse_partial(p, &mark, first))
                return NULL;
            break;
        }
    }
    if (p->n_stack == base + 1) {
        p->n_stack = base;
        return first;
    }
    expr = parse_new(p, PY_BOOLEAN, start);
    expr->boolean.op = op;
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

/* What follows 'body', which stands in front of an 'if'. */
static struct py_expr *conditional_on(struct parser *p, struct parse_place start,
                                      struct py_expr *body)
{
    struct py_expr *expr = parse_new(p, PY_IF_EXP, start);

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

static struct py_expr *conditional(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    const struct parse_mark before = parse_mark(p);
    struct py_expr *body = parse_disjunction(p), *expr;
    struct parse_mark mark;

    if (p->explaining && body && !parse_explain_expression(p, &before, body))
        return NULL;
    if (!body || !parse_at(p, TOKEN_IF))
        return body;
    mark = parse_mark(p);
    parse_advance(p);
    expr = conditional_on(p, start, body);
    return expr ? expr : parse_partial(p, &mark, body);
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

static struct py_expr *named(struct parser *p, struct parse_place start, struct py_expr *target)
{
    struct py_expr *expr = parse_new(p, PY_NAMED, start);

    if ((target->kind != PY_NAME || target->parenthesized) && !parse_explains(p))
        return parse_fail(p);
    parse_advance(p);
    expr->named.target = target;
    expr->named.value = parse_expression(p);
    if (!expr->named.value)
        return NULL;
    if (target->kind != PY_NAME || target->parenthesized)
        return parse_fail_expr(p, target, "cannot use assignment expressions with %s",
                               py_describe(target));
    return parse_end(p, expr);
}

/* In a call, "=" and ":=" are judged with the other arguments. */
struct py_expr *parse_argument(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *target = parse_expression(p);

    if (!target || !parse_at(p, TOKEN_COLON_EQUAL))
        return target;
    if (target->kind != PY_NAME || target->parenthesized)
        return parse_fail(p);
    return named(p, start, target);
}

struct py_expr *parse_named(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *target = parse_expression(p);

    if (!target)
        return NULL;
    if (parse_at(p, TOKEN_COLON_EQUAL))
        return named(p, start, target);
    if (parse_at(p, TOKEN_EQUAL) && parse_explains(p) && !parse_explain_named(p, target))
        return NULL;
    return target;
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

/* More elements behind the first one; one that cannot be read ends them. */
static struct py_expr *tuple(struct parser *p, struct parse_place start, struct py_expr *first,
                             struct py_expr *(*element)(struct parser *p))
{
    struct py_expr *expr = parse_new(p, PY_TUPLE, start);
    size_t base = parse_list_begin(p);

    parse_list_add(p, first);
    while (parse_accept(p, TOKEN_COMMA) && parse_begins_expr(p)) {
        const struct parse_mark mark = parse_mark(p);

        if (!parse_list_add(p, element(p))) {
            if (!parse_partial(p, &mark, first))
                return NULL;
            break;
        }
    }
    expr->elements = parse_list_take(p, base);
    return parse_end(p, expr);
}

struct py_expr *parse_star_expressions(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *first = star_expression(p);

    if (!first)
        return NULL;
    if (parse_at(p, TOKEN_COMMA))
        return tuple(p, start, first, star_expression);
    if (first->kind == PY_STARRED && !parse_at(p, TOKEN_EQUAL))
        parse_late_expr(p, PARSE_PLACES, first, "can't use starred expression here");
    return first;
}

static struct py_expr *yielded(struct parser *p, struct py_expr *expr)
{
    if (parse_accept(p, TOKEN_FROM)) {
        expr->kind = PY_YIELD_FROM;
        expr->value = parse_expression(p);
        return expr->value ? parse_end(p, expr) : NULL;
    }
    if (parse_begins_expr(p)) {
        const struct parse_mark mark = parse_mark(p);

        expr->value = parse_star_expressions(p);
        if (!expr->value && !parse_partial(p, &mark, expr))
            return NULL;
    }
    return parse_end(p, expr);
}

struct py_expr *parse_yield(struct parser *p)
{
    struct py_expr *expr = parse_new(p, PY_YIELD, parse_here(p));

    parse_advance(p);
    p->scope.is_generator = true;
    expr = yielded(p, expr);
    if (expr && !p->scope.in_function)
        parse_late_expr(p, PARSE_PLACES, expr, "'yield' outside function");
    if (expr && expr->kind == PY_YIELD_FROM && p->scope.is_async)
        parse_late_expr(p, PARSE_PLACES, expr, "'yield from' inside async function");
    return expr;
}

struct py_expr *parse_yield_or_stars(struct parser *p)
{
    return parse_at(p, TOKEN_YIELD) ? parse_yield(p) : parse_star_expressions(p);
}

static struct py_expr *target(struct parser *p)
{
    return parse_at(p, TOKEN_STAR) ? starred(p) : parse_bitwise_or(p);
}

/* What stands behind 'for' is no list of targets: which part of it? */
static struct py_expr *wrong_targets(struct parser *p, const struct parse_mark *start)
{
    const struct py_expr *expr, *wrong;

    if (!parse_explains(p))
        return NULL;
    parse_go_back(p, start);
    expr = parse_star_expressions(p);
    if (!expr)
        return NULL;
    if (expr->kind == PY_COMPARE)
        expr = expr->compare.ops[0] == PY_IN ? expr->compare.left : NULL;
    wrong = expr ? parse_wrong_target(expr) : NULL;
    return wrong ? parse_fail_expr(p, wrong, "cannot assign to %s", py_describe(wrong)) : NULL;
}

/* Targets of a for loop end at 'in', which must not be taken for the operator. */
struct py_expr *parse_targets(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    const struct parse_mark mark = parse_mark(p);
    struct py_expr *first = target(p), *all = first;

    if (first && parse_at(p, TOKEN_COMMA))
        all = tuple(p, start, first, target);
    if (!all || parse_wrong_target(all) || !parse_at(p, TOKEN_IN))
        return wrong_targets(p, &mark);
    return all;
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
