/* What expressions are made of in the end. */
#include "py/parse.h"

#include <string.h>

#include "base/arena.h"

static struct py_expr *constant(struct parser *p, enum py_constant_kind kind)
{
    struct py_expr *expr = parse_new(p, PY_CONSTANT, parse_here(p));

    expr->constant.kind = kind;
    parse_advance(p);
    return parse_end(p, expr);
}

static struct py_expr *name(struct parser *p)
{
    struct py_expr *expr = parse_new(p, PY_NAME, parse_here(p));

    expr->name = parse_name(p);
    return expr->name ? parse_end(p, expr) : NULL;
}

/* "[a, b for ...]" */
static bool misses_parentheses(struct parser *p, size_t base, const struct py_token *comma)
{
    const struct py_expr *first = p->stack[base], *last = p->stack[p->n_stack - 1];
    struct py_expr probe = {.kind = PY_LIST_COMP};

    if (!parse_explains(p) || !parse_at_comprehension(p) || !parse_comprehension(p, &probe))
        return false;
    if (last != first)
        parse_fail_range(p, first, last,
                         "did you forget parentheses around the comprehension target?");
    else
        parse_fail_up_to(p, first, comma,
                         "did you forget parentheses around the comprehension target?");
    return true;
}

/* More of a list whose first element is known, up to 'end', which is taken. */
static bool elements(struct parser *p, struct py_expr *expr, struct py_expr *first,
                     enum py_token_kind end)
{
    size_t base = parse_list_begin(p);
    struct py_token comma = p->token;

    parse_list_add(p, first);
    while (parse_accept(p, TOKEN_COMMA) && !parse_at(p, end) && !parse_at_comprehension(p))
        if (!parse_list_add(p, parse_star_named(p)))
            return false;
    if (end != TOKEN_RPAREN && misses_parentheses(p, base, &comma))
        return false;
    expr->elements = parse_list_take(p, base);
    return parse_expect(p, end);
}

static bool is_async(const struct py_expr *comp)
{
    for (size_t i = 0; i < comp->comp.n; i++)
        if (comp->comp.generators[i].is_async)
            return true;
    return false;
}

static bool comprehension(struct parser *p, struct py_expr *expr, enum py_expr_kind kind,
                          struct py_expr *element, enum py_token_kind end)
{
    expr->kind = kind;
    expr->comp.element = element;
    if (!parse_comprehension(p, expr))
        return false;
    if (element->kind == PY_STARRED)
        return parse_fail_expr(p, element, "iterable unpacking cannot be used in comprehension");
    if (!parse_expect(p, end))
        return false;
    if (kind != PY_GENERATOR && !p->scope.is_async && is_async(expr))
        parse_late_expr(p, PARSE_PLACES, parse_end(p, expr),
                        "asynchronous comprehension outside of an asynchronous function");
    return true;
}

static struct py_expr *list(struct parser *p)
{
    struct py_expr *expr = parse_new(p, PY_LIST, parse_here(p)), *first;
    bool done;

    parse_advance(p);
    if (parse_accept(p, TOKEN_RSQB))
        return parse_end(p, expr);
    first = parse_star_named(p);
    if (!first)
        return NULL;
    if (parse_at_comprehension(p))
        done = comprehension(p, expr, PY_LIST_COMP, first, TOKEN_RSQB);
    else
        done = elements(p, expr, first, TOKEN_RSQB);
    return done ? parse_end(p, expr) : NULL;
}

/* Parentheses that are no tuple: what is in them, where it stands. */
static struct py_expr *group(struct parser *p, struct py_expr *inner)
{
    if (!parse_at(p, TOKEN_RPAREN))
        return NULL;
    if (inner->kind == PY_STARRED)
        return parse_fail_expr(p, inner, "cannot use starred expression here");
    parse_advance(p);
    inner->parenthesized = true;
    return inner;
}

static struct py_expr *double_starred(struct parser *p)
{
    const struct py_token stars = p->token;

    parse_advance(p);
    if (parse_expression(p) && parse_at(p, TOKEN_RPAREN))
        parse_fail_at(p, &stars, "cannot use double starred expression here");
    return NULL;
}

static struct py_expr *in_parentheses(struct parser *p, struct py_expr *expr)
{
    const struct py_syntax_error late = p->late[PARSE_PLACES];
    struct py_expr *first = parse_at(p, TOKEN_YIELD) ? parse_yield(p) : parse_star_named(p);
    bool done;

    if (!first)
        return NULL;
    if (parse_at_comprehension(p)) {
        done = comprehension(p, expr, PY_GENERATOR, first, TOKEN_RPAREN);
        p->late[PARSE_PLACES] = late; /* 'await' may stand in it anywhere */
    } else if (parse_at(p, TOKEN_COMMA)) {
        done = elements(p, expr, first, TOKEN_RPAREN);
    } else {
        return group(p, first);
    }
    return done ? parse_end(p, expr) : NULL;
}

static struct py_expr *parenthesized(struct parser *p)
{
    struct py_expr *expr = parse_new(p, PY_TUPLE, parse_here(p));

    parse_advance(p);
    expr->parenthesized = true;
    if (parse_accept(p, TOKEN_RPAREN))
        return parse_end(p, expr);
    if (parse_at(p, TOKEN_DOUBLE_STAR))
        return double_starred(p);
    return in_parentheses(p, expr);
}

/* ---- dict and set ---------------------------------------------------------------------------- */

/* Behind a key and its ':'. */
static struct py_expr *dict_value(struct parser *p)
{
    const struct py_token start = p->token;
    struct py_expr place = {.line = start.line, .column = start.column};

    if (parse_at(p, TOKEN_RBRACE) || parse_at(p, TOKEN_COMMA))
        return parse_fail_at(p, &p->previous, "expression expected after dictionary key and ':'");
    if (!parse_accept(p, TOKEN_STAR))
        return parse_expression(p);
    if (parse_explains(p) && parse_bitwise_or(p))
        parse_fail_up_to(p, &place, &p->previous,
                         "cannot use a starred expression in a dictionary value");
    return NULL;
}

/* One item of a dict: its key (NULL for **value) and value. */
static bool dict_item(struct parser *p, struct py_expr **key, struct py_expr **value)
{
    *key = NULL;
    if (parse_accept(p, TOKEN_DOUBLE_STAR)) {
        *value = parse_bitwise_or(p);
        return *value != NULL;
    }
    *key = parse_expression(p);
    if (!*key)
        return false;
    if (!parse_accept(p, TOKEN_COLON)) {
        const struct py_token end = {.line = (*key)->end_line,
                                     .column = (*key)->end_column - 1,
                                     .end_line = (*key)->end_line,
                                     .end_column = (*key)->end_column};

        return parse_fail_at(p, &end, "':' expected after dictionary key");
    }
    *value = dict_value(p);
    return *value != NULL;
}

/*
 * The items behind the first one.  Keys and values alternate on the list; a key
 * that is not there stands on it as its value.
 */
static bool dict_items(struct parser *p, struct py_expr *expr, struct py_expr *key,
                       struct py_expr *value)
{
    size_t base = parse_list_begin(p);
    struct py_exprs all;

    for (;;) {
        if (!parse_list_add(p, key ? key : value) || !parse_list_add(p, value))
            return false;
        if (!parse_accept(p, TOKEN_COMMA) || parse_at(p, TOKEN_RBRACE))
            break;
        if (!dict_item(p, &key, &value))
            return false;
    }
    all = parse_list_take(p, base);
    expr->dict.keys.n = expr->dict.values.n = all.n / 2;
    expr->dict.keys.items = all.items;
    expr->dict.values.items = arena_new_array(p->arena, struct py_expr *, all.n / 2);
    for (size_t i = 0; i < all.n / 2; i++) {
        key = all.items[2 * i];
        value = all.items[2 * i + 1];
        expr->dict.keys.items[i] = key == value ? NULL : key;
        expr->dict.values.items[i] = value;
    }
    return parse_expect(p, TOKEN_RBRACE);
}

/* 'stars' stand in front of a first item that has no key. */
static bool dict_from(struct parser *p, struct py_expr *expr, struct py_expr *key,
                      struct py_expr *value, const struct py_token *stars)
{
    expr->kind = PY_DICT;
    if (!parse_at_comprehension(p))
        return dict_items(p, expr, key, value);
    if (!key)
        return parse_fail_at(p, stars, "dict unpacking cannot be used in dict comprehension");
    expr->comp.value = value;
    return comprehension(p, expr, PY_DICT_COMP, key, TOKEN_RBRACE);
}

static bool braces(struct parser *p, struct py_expr *expr)
{
    const struct py_token start = p->token;
    struct py_expr *first = NULL, *value = NULL;

    if (parse_at(p, TOKEN_DOUBLE_STAR))
        return dict_item(p, &first, &value) && dict_from(p, expr, NULL, value, &start);
    first = parse_star_named(p);
    if (!first)
        return false;
    if (parse_at(p, TOKEN_COLON) && first->kind != PY_STARRED &&
        (first->kind != PY_NAMED || first->parenthesized)) {
        parse_advance(p);
        value = dict_value(p);
        return value && dict_from(p, expr, first, value, &start);
    }
    if (parse_at_comprehension(p))
        return comprehension(p, expr, PY_SET_COMP, first, TOKEN_RBRACE);
    return elements(p, expr, first, TOKEN_RBRACE);
}

static struct py_expr *dict_or_set(struct parser *p)
{
    struct py_expr *expr = parse_new(p, PY_SET, parse_here(p));

    parse_advance(p);
    if (parse_accept(p, TOKEN_RBRACE)) {
        expr->kind = PY_DICT;
        return parse_end(p, expr);
    }
    return braces(p, expr) ? parse_end(p, expr) : NULL;
}

/* ---- comprehensions -------------------------------------------------------------------------- */

bool parse_at_comprehension(const struct parser *p)
{
    return parse_at(p, TOKEN_FOR) || parse_at(p, TOKEN_ASYNC);
}

static struct py_comprehension *generator(struct parser *p)
{
    struct py_comprehension *g = arena_new_object(p->arena, struct py_comprehension);
    size_t base = parse_list_begin(p);

    g->is_async = parse_accept(p, TOKEN_ASYNC);
    if (!parse_expect(p, TOKEN_FOR))
        return NULL;
    g->target = parse_targets(p);
    if (!g->target || !parse_expect(p, TOKEN_IN))
        return NULL;
    g->iter = parse_disjunction(p);
    if (!g->iter)
        return NULL;
    while (parse_accept(p, TOKEN_IF))
        if (!parse_list_add(p, parse_disjunction(p)))
            return NULL;
    g->ifs = parse_list_take(p, base);
    return g;
}

bool parse_comprehension(struct parser *p, struct py_expr *comp)
{
    size_t base = parse_list_begin(p);

    while (parse_at_comprehension(p))
        if (!parse_list_add(p, generator(p)))
            return false;
    comp->comp.generators =
        parse_list_copies(p, base, sizeof(struct py_comprehension), &comp->comp.n);
    return true;
}

struct py_expr *parse_atom(struct parser *p)
{
    switch (p->token.kind) {
    case TOKEN_NAME:
        return name(p);
    case TOKEN_NUMBER:
        return parse_number(p);
    case TOKEN_STRING:
    case TOKEN_FSTRING:
        return parse_strings(p);
    case TOKEN_LPAREN:
        return parenthesized(p);
    case TOKEN_LSQB:
        return list(p);
    case TOKEN_LBRACE:
        return dict_or_set(p);
    case TOKEN_NONE:
        return constant(p, PY_CONSTANT_NONE);
    case TOKEN_TRUE:
        return constant(p, PY_CONSTANT_TRUE);
    case TOKEN_FALSE:
        return constant(p, PY_CONSTANT_FALSE);
    case TOKEN_ELLIPSIS:
        return constant(p, PY_CONSTANT_ELLIPSIS);
    default:
        return parse_fail(p);
    }
}
