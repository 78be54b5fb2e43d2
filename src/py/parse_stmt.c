/* Simple statements. */
#include "py/parse.h"

#include <stdint.h>

#include "base/arena.h"
#include "py/describe.h"

static enum py_operator augmented(enum py_token_kind kind)
{
    static const enum py_operator ops[] = {
        PY_ADD,     PY_SUB,    PY_MULT,    PY_POW,     PY_DIV,    PY_FLOOR_DIV, PY_MOD,
        PY_MATMULT, PY_BIT_OR, PY_BIT_AND, PY_BIT_XOR, PY_LSHIFT, PY_RSHIFT,
    };

    return ops[kind - TOKEN_PLUS_EQUAL];
}

static bool is_single_target(const struct py_expr *expr)
{
    return expr->kind == PY_NAME || expr->kind == PY_ATTRIBUTE || expr->kind == PY_SUBSCRIPT;
}

static struct py_stmt *wrong_annotated(struct parser *p, const struct py_expr *target)
{
    bool tuple = target->kind == PY_TUPLE;

    if (!parse_explains(p))
        return NULL;
    parse_advance(p);
    if (!parse_expression(p))
        return NULL;
    if (tuple && !target->parenthesized)
        target = target->elements.items[0];
    else if (!tuple && target->kind != PY_LIST)
        return parse_fail_expr(p, target, "illegal target for annotation");
    return parse_fail_expr(p, target, "only single target (not %s) can be annotated",
                           tuple ? "tuple" : "list");
}

static struct py_stmt *annotated(struct parser *p, struct py_stmt *stmt, struct py_expr *target)
{
    if (!is_single_target(target))
        return wrong_annotated(p, target);
    parse_advance(p);
    stmt->kind = PY_ANN_ASSIGN;
    stmt->ann_assign.target = target;
    stmt->ann_assign.annotation = parse_expression(p);
    if (!stmt->ann_assign.annotation || !parse_accept(p, TOKEN_EQUAL))
        return stmt->ann_assign.annotation ? stmt : NULL;
    stmt->ann_assign.value = parse_yield_or_stars(p);
    return stmt->ann_assign.value ? stmt : NULL;
}

static struct py_stmt *augmented_assignment(struct parser *p, struct py_stmt *stmt,
                                            struct py_expr *target)
{
    stmt->kind = PY_AUG_ASSIGN;
    stmt->aug_assign.op = augmented(p->token.kind);
    parse_advance(p);
    stmt->aug_assign.target = target;
    stmt->aug_assign.value = parse_yield_or_stars(p);
    if (!stmt->aug_assign.value)
        return NULL;
    if (!is_single_target(target))
        return parse_fail_expr(p, target, "'%s' is an illegal expression for augmented assignment",
                               py_describe(target));
    return stmt;
}

/*
 * Behind "a, b" stands a '=' although that may not be assigned to, or not all
 * that follows is a value: was a comparison meant, or which target is wrong?
 */
static struct py_stmt *wrong_assignment(struct parser *p, const struct parse_mark *at_equal,
                                        const struct py_expr *first, const struct py_expr *target)
{
    if (!parse_explains(p))
        return NULL;
    parse_go_back(p, at_equal);
    if (first->kind == PY_TUPLE && !first->parenthesized && first->elements.n > 0)
        first = first->elements.items[first->elements.n - 1];
    if (first->kind != PY_STARRED &&
        (first->parenthesized || (first->kind != PY_YIELD && first->kind != PY_YIELD_FROM)) &&
        !parse_explain_named(p, first))
        return NULL;
    if ((target->kind == PY_YIELD || target->kind == PY_YIELD_FROM) && !target->parenthesized)
        return parse_fail_expr(p, target, "assignment to yield expression not possible");
    parse_check_target(p, target);
    return NULL;
}

static struct py_stmt *assigned(struct parser *p, struct py_stmt *stmt, struct py_expr *value)
{
    const struct parse_mark at_equal = parse_mark(p);
    const struct py_expr *first = value;
    size_t base = parse_list_begin(p);

    stmt->kind = PY_ASSIGN;
    while (parse_at(p, TOKEN_EQUAL)) {
        if (parse_wrong_target(value))
            return wrong_assignment(p, &at_equal, first, value);
        parse_check_starred(p, value, PARSE_PLACES);
        if (!parse_list_add(p, value))
            return NULL;
        parse_advance(p);
        value = parse_yield_or_stars(p);
        if (!value)
            return NULL;
    }
    stmt->assign.targets = parse_list_take(p, base);
    stmt->assign.value = value;
    return stmt;
}

/* ":=" stands in expressions only, and behind a name. */
static struct py_stmt *wrong_walrus(struct parser *p, const struct py_expr *target)
{
    if (!parse_explains(p) || target->kind == PY_NAME || target->kind == PY_TUPLE)
        return NULL;
    parse_advance(p);
    if (parse_expression(p))
        parse_fail_expr(p, target, "cannot use assignment expressions with %s",
                        py_describe(target));
    return NULL;
}

/* "a, b c = d": the rest may be wrong in a way that has words. */
static void look_behind_tuple(struct parser *p)
{
    const struct parse_mark mark = parse_mark(p);

    while (parse_begins_expr(p) && parse_star_named(p))
        parse_accept(p, TOKEN_COMMA);
    parse_go_back(p, &mark);
}

static struct py_stmt *assignment(struct parser *p)
{
    struct py_stmt *stmt = parse_new_stmt(p, PY_EXPR_STMT, parse_here(p));
    struct py_expr *first = parse_yield_or_stars(p);

    if (!first)
        return NULL;
    if (parse_at(p, TOKEN_EQUAL))
        return assigned(p, stmt, first);
    if (parse_at(p, TOKEN_COLON))
        return annotated(p, stmt, first);
    if (parse_at(p, TOKEN_COLON_EQUAL))
        return wrong_walrus(p, first);
    if (p->token.kind >= TOKEN_PLUS_EQUAL && p->token.kind <= TOKEN_RIGHT_SHIFT_EQUAL)
        return augmented_assignment(p, stmt, first);
    if (first->kind == PY_TUPLE && !first->parenthesized && parse_explains(p))
        look_behind_tuple(p);
    stmt->value = first;
    return stmt;
}

static struct py_stmt *word(struct parser *p, enum py_stmt_kind kind)
{
    struct py_stmt *stmt = parse_new_stmt(p, kind, parse_here(p));

    parse_advance(p);
    return stmt;
}

static struct py_stmt *loop_word(struct parser *p, enum py_stmt_kind kind)
{
    if (!p->scope.in_loop)
        parse_late(p, PARSE_PLACES, &p->token, "%s",
                   kind == PY_BREAK ? "'break' outside loop" : "'continue' not properly in loop");
    return word(p, kind);
}

static bool line_ends(const struct parser *p)
{
    return parse_at(p, TOKEN_NEWLINE) || parse_at(p, TOKEN_SEMI);
}

static struct py_stmt *returned(struct parser *p)
{
    struct py_token token = p->token;
    struct py_stmt *stmt = word(p, PY_RETURN);

    if (!line_ends(p)) {
        stmt->value = parse_star_expressions(p);
        if (!stmt->value)
            return NULL;
    }
    token.end_line = p->previous.end_line;
    token.end_column = p->previous.end_column;
    if (!p->scope.in_function)
        parse_late(p, PARSE_PLACES, &token, "'return' outside function");
    return stmt;
}

static struct py_stmt *raised(struct parser *p)
{
    struct py_stmt *stmt = word(p, PY_RAISE);

    if (line_ends(p))
        return stmt;
    stmt->raise.exception = parse_expression(p);
    if (!stmt->raise.exception)
        return NULL;
    if (parse_accept(p, TOKEN_FROM)) {
        stmt->raise.cause = parse_expression(p);
        if (!stmt->raise.cause)
            return NULL;
    }
    return stmt;
}

static struct py_stmt *asserted(struct parser *p)
{
    struct py_stmt *stmt = word(p, PY_ASSERT);

    stmt->assertion.test = parse_expression(p);
    if (!stmt->assertion.test)
        return NULL;
    if (parse_accept(p, TOKEN_COMMA)) {
        stmt->assertion.message = parse_expression(p);
        if (!stmt->assertion.message)
            return NULL;
    }
    return stmt;
}

/* "del a, b" has two targets, "del (a, b)" has one. */
static struct py_stmt *deleted(struct parser *p)
{
    struct py_stmt *stmt = word(p, PY_DELETE);
    struct py_expr *all = parse_star_expressions(p);
    size_t base = parse_list_begin(p);

    if (!all || !parse_check_deleted(p, all))
        return NULL;
    if (all->kind == PY_TUPLE && !all->parenthesized) {
        stmt->targets = all->elements;
        return stmt;
    }
    parse_list_add(p, all);
    stmt->targets = parse_list_take(p, base);
    return stmt;
}

static struct py_stmt *scope(struct parser *p, enum py_stmt_kind kind)
{
    struct py_stmt *stmt = word(p, kind);
    size_t base = parse_list_begin(p);
    struct py_exprs names;

    p->declares = true;
    do {
        if (!parse_list_add(p, (void *)(uintptr_t)parse_name(p)))
            return NULL;
    } while (parse_accept(p, TOKEN_COMMA));
    names = parse_list_take(p, base);
    stmt->scope.names = (const char **)(void *)names.items;
    stmt->scope.n = names.n;
    return stmt;
}

/* "type X = int": 'type' is a name everywhere else. */
static struct py_stmt *type_alias(struct parser *p)
{
    struct py_stmt *stmt;

    if (parse_peek(p).kind != TOKEN_NAME)
        return assignment(p);
    stmt = word(p, PY_TYPE_ALIAS);
    stmt->type_alias.name = parse_name(p);
    if (!stmt->type_alias.name || !parse_type_parameters(p) || !parse_expect(p, TOKEN_EQUAL))
        return NULL;
    stmt->type_alias.value = parse_expression(p);
    return stmt->type_alias.value ? stmt : NULL;
}

struct py_stmt *parse_simple(struct parser *p)
{
    switch (p->token.kind) {
    case TOKEN_PASS:
        return word(p, PY_PASS);
    case TOKEN_BREAK:
        return loop_word(p, PY_BREAK);
    case TOKEN_CONTINUE:
        return loop_word(p, PY_CONTINUE);
    case TOKEN_RETURN:
        return returned(p);
    case TOKEN_RAISE:
        return raised(p);
    case TOKEN_ASSERT:
        return asserted(p);
    case TOKEN_DEL:
        return deleted(p);
    case TOKEN_GLOBAL:
        return scope(p, PY_GLOBAL);
    case TOKEN_NONLOCAL:
        return scope(p, PY_NONLOCAL);
    case TOKEN_IMPORT:
        return parse_import(p);
    case TOKEN_FROM:
        return parse_import_from(p);
    default:
        return parse_at_word(p, "type") ? type_alias(p) : assignment(p);
    }
}
