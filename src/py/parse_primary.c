/* Attributes, calls, subscripts. */
#include "py/parse.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"

enum { CHAIN_MAX = 20000 };

static struct py_expr *attribute(struct parser *p, struct parse_place start, struct py_expr *value)
{
    struct py_expr *expr = parse_new(p, PY_ATTRIBUTE, start);

    parse_advance(p);
    expr->attribute.value = value;
    expr->attribute.name = parse_name(p);
    return expr->attribute.name ? parse_end(p, expr) : NULL;
}

static struct py_expr *call(struct parser *p, struct parse_place start, struct py_expr *function)
{
    struct py_expr *expr = parse_new(p, PY_CALL, start);

    parse_advance(p);
    expr->call.function = function;
    if (!parse_arguments(p, &expr->call.args, &expr->call.keywords, &expr->call.n_keywords) ||
        !parse_expect(p, TOKEN_RPAREN))
        return NULL;
    return parse_end(p, expr);
}

static struct py_expr *slices(struct parser *p);

static struct py_expr *subscript(struct parser *p, struct parse_place start, struct py_expr *value)
{
    struct py_expr *expr = parse_new(p, PY_SUBSCRIPT, start);

    parse_advance(p);
    expr->subscript.value = value;
    expr->subscript.index = slices(p);
    if (!expr->subscript.index || !parse_expect(p, TOKEN_RSQB))
        return NULL;
    return parse_end(p, expr);
}

struct py_expr *parse_primary(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *expr = parse_atom(p);

    for (int n = 0; expr; n++) {
        const struct parse_mark mark = parse_mark(p);
        struct py_expr *before = expr;

        if (n == CHAIN_MAX)
            return parse_raise(p, &p->token, "too many operators in one expression");
        if (parse_at(p, TOKEN_DOT))
            expr = attribute(p, start, expr);
        else if (parse_at(p, TOKEN_LPAREN))
            expr = call(p, start, expr);
        else if (parse_at(p, TOKEN_LSQB))
            expr = subscript(p, start, expr);
        else
            return expr;
        if (!expr)
            return parse_partial(p, &mark, before);
    }
    return NULL;
}

struct py_expr *parse_await_primary(struct parser *p)
{
    struct py_expr *expr;

    if (!parse_at(p, TOKEN_AWAIT))
        return parse_primary(p);
    expr = parse_new(p, PY_AWAIT, parse_here(p));
    parse_advance(p);
    expr->value = parse_primary(p);
    if (!expr->value)
        return NULL;
    parse_end(p, expr);
    if (!p->scope.in_function)
        parse_late_expr(p, PARSE_PLACES, expr, "'await' outside function");
    else if (!p->scope.is_async)
        parse_late_expr(p, PARSE_PLACES, expr, "'await' outside async function");
    return expr;
}

/* One of a slice's three parts; false after failing. */
static bool slice_part(struct parser *p, struct py_expr **part)
{
    if (parse_at(p, TOKEN_COLON) || parse_at(p, TOKEN_COMMA) || parse_at(p, TOKEN_RSQB))
        return true;
    *part = parse_expression(p);
    return *part != NULL;
}

static struct py_expr *slice(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *lower = NULL, *expr;

    if (parse_at(p, TOKEN_STAR) || !parse_at(p, TOKEN_COLON)) {
        lower = parse_star_named(p);
        if (!lower || !parse_at(p, TOKEN_COLON))
            return lower;
        if (lower->kind == PY_STARRED || (lower->kind == PY_NAMED && !lower->parenthesized))
            return parse_fail(p);
    }
    parse_advance(p);
    expr = parse_new(p, PY_SLICE, start);
    expr->slice.lower = lower;
    if (!slice_part(p, &expr->slice.upper))
        return NULL;
    if (parse_accept(p, TOKEN_COLON) && !slice_part(p, &expr->slice.step))
        return NULL;
    return parse_end(p, expr);
}

static struct py_expr *slices(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *first = slice(p), *expr;
    size_t base = parse_list_begin(p);

    if (!first || (!parse_at(p, TOKEN_COMMA) && first->kind != PY_STARRED))
        return first;
    expr = parse_new(p, PY_TUPLE, start);
    parse_list_add(p, first);
    while (parse_accept(p, TOKEN_COMMA) && !parse_at(p, TOKEN_RSQB))
        if (!parse_list_add(p, slice(p)))
            return NULL;
    expr->elements = parse_list_take(p, base);
    return parse_end(p, expr);
}

/* ---- arguments ------------------------------------------------------------------------------- */

struct arguments {
    size_t args; /* where their list begins; keywords are collected in an array of their own */
    struct py_keyword_arg *keywords;
    size_t n_keywords, size;
    bool unpacked;  /* a **value was met */
    bool misplaced; /* a positional one behind a keyword */
    struct py_token open;
};

static void add_keyword(struct parser *p, struct arguments *a, struct py_keyword_arg keyword)
{
    if (a->n_keywords == a->size) {
        size_t size = a->size ? a->size * 2 : 4;
        struct py_keyword_arg *more = arena_new_array(p->arena, struct py_keyword_arg, size);

        if (a->n_keywords > 0)
            memcpy(more, a->keywords, a->n_keywords * sizeof(*more));
        a->keywords = more;
        a->size = size;
    }
    a->keywords[a->n_keywords++] = keyword;
}

static bool unpacked_keywords(struct parser *p, struct arguments *a)
{
    struct py_keyword_arg keyword = {.line = p->token.line, .column = p->token.column};

    parse_advance(p);
    keyword.value = parse_expression(p);
    if (!keyword.value)
        return false;
    a->unpacked = true;
    add_keyword(p, a, keyword);
    return true;
}

static bool keyword_argument(struct parser *p, struct arguments *a, const struct py_expr *name)
{
    const struct py_token equal = p->token;
    struct py_keyword_arg keyword = {name->name, NULL, name->line, name->column};

    parse_advance(p);
    keyword.value = parse_expression(p);
    if (!keyword.value)
        return false;
    if (parse_at_comprehension(p))
        return parse_fail_up_to(p, name, &equal,
                                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    add_keyword(p, a, keyword);
    return true;
}

/* "f(x for x in y)": the generator takes the call's parentheses. */
static struct py_expr *bare_generator(struct parser *p, struct arguments *a,
                                      struct parse_place start, struct py_expr *element)
{
    struct py_expr *expr = parse_new(p, PY_GENERATOR, start);

    expr->comp.element = element;
    if (!parse_comprehension(p, expr))
        return NULL;
    parse_end(p, expr);
    if (p->n_stack > a->args || a->n_keywords > 0 || parse_at(p, TOKEN_COMMA))
        return parse_fail_expr(p, expr, "Generator expression must be parenthesized");
    if (!parse_at(p, TOKEN_RPAREN))
        return parse_fail(p);
    expr->line = a->open.line;
    expr->column = a->open.column;
    expr->end_line = p->token.end_line;
    expr->end_column = p->token.end_column;
    return expr;
}

static bool star_argument(struct parser *p, struct arguments *a)
{
    struct py_expr *expr = parse_new(p, PY_STARRED, parse_here(p));

    if (a->unpacked && !a->misplaced)
        return parse_fail_here(p, "iterable argument unpacking follows keyword argument unpacking");
    parse_advance(p);
    expr->value = parse_expression(p);
    return expr->value && parse_list_add(p, parse_end(p, expr));
}

/* "True = 1" among the arguments. */
static bool constant_is_assigned(struct parser *p)
{
    const struct py_token constant = p->token;
    struct py_token equal;
    struct py_expr place = {.line = constant.line, .column = constant.column};

    if (!parse_explains(p) || (constant.kind != TOKEN_TRUE && constant.kind != TOKEN_FALSE &&
                               constant.kind != TOKEN_NONE))
        return false;
    equal = parse_peek(p);
    if (equal.kind == TOKEN_EQUAL)
        parse_fail_up_to(p, &place, &equal, "cannot assign to %s", py_token_text(constant.kind));
    return equal.kind == TOKEN_EQUAL;
}

static bool argument(struct parser *p, struct arguments *a)
{
    const struct parse_place start = parse_here(p);
    const struct py_syntax_error late = p->late[PARSE_PLACES];
    struct py_expr *arg;

    if (parse_at(p, TOKEN_DOUBLE_STAR))
        return unpacked_keywords(p, a);
    if (parse_at(p, TOKEN_STAR))
        return star_argument(p, a);
    if (constant_is_assigned(p))
        return false;
    arg = parse_argument(p);
    if (!arg)
        return false;
    if (parse_at(p, TOKEN_EQUAL)) {
        if (arg->kind == PY_NAME && !arg->parenthesized)
            return keyword_argument(p, a, arg);
        return parse_fail_up_to(p, arg, &p->token,
                                "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
    if (parse_at_comprehension(p)) {
        arg = bare_generator(p, a, start, arg);
        p->late[PARSE_PLACES] = late; /* 'await' may stand in it anywhere */
    } else if (a->n_keywords > 0 && !p->explaining) {
        return parse_fail(p);
    }
    a->misplaced = a->misplaced || a->n_keywords > 0;
    return parse_list_add(p, arg);
}

/* "f(a=1, 2)": the rest was read first, for it may have errors of its own. */
static bool check_order(struct parser *p, const struct arguments *a)
{
    if (!a->misplaced)
        return true;
    return parse_fail_here(p, "positional argument follows keyword argument%s",
                           a->unpacked ? " unpacking" : "");
}

static void check_repeated(struct parser *p, const struct arguments *a)
{
    MEM_SCRATCH(scratch);
    struct map *names;

    if (a->n_keywords < 2)
        return;
    names = map_new(scratch);
    for (size_t i = 0; i < a->n_keywords; i++) {
        const struct py_keyword_arg *k = &a->keywords[i];
        const struct py_token token = {.line = k->line,
                                       .column = k->column,
                                       .end_line = k->value->end_line,
                                       .end_column = k->value->end_column};

        if (k->name && !map_put(names, k->name, names))
            parse_late(p, PARSE_PLACES, &token, "keyword argument repeated: %s", k->name);
    }
}

bool parse_arguments(struct parser *p, struct py_exprs *args, struct py_keyword_arg **keywords,
                     size_t *n_keywords)
{
    struct arguments a = {.args = parse_list_begin(p), .open = p->previous};

    while (!parse_at(p, TOKEN_RPAREN)) {
        if (!argument(p, &a)) {
            check_order(p, &a);
            return false;
        }
        if (!parse_accept(p, TOKEN_COMMA))
            break;
    }
    if (!check_order(p, &a))
        return false;
    check_repeated(p, &a);
    *args = parse_list_take(p, a.args);
    *keywords = a.keywords;
    *n_keywords = a.n_keywords;
    return true;
}
