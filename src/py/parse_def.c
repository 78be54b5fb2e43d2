/* Functions, classes, lambdas, and what begins with 'async'. */
#include "py/parse.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"

/* ---- parameters ------------------------------------------------------------------------------ */

struct parameters {
    struct py_parameters *made;
    enum py_token_kind end;
    size_t base;
    bool seen_default, keyword_only, closed;
    struct py_token bare; /* a '*' of its own, and how many parameters stand before it */
    size_t bare_at;
    struct map *names;
};

/* All names, those behind stars too, must differ. */
static void note_name(struct parser *p, struct parameters *ps, const struct py_token *token,
                      const char *name)
{
    if (name && !map_put(ps->names, name, ps))
        parse_late(p, PARSE_NAMES, token, "duplicate argument '%s' in function definition", name);
}

static bool annotation(struct parser *p, const struct parameters *ps, bool star,
                       struct py_expr **to)
{
    if (ps->end != TOKEN_RPAREN || !parse_accept(p, TOKEN_COLON))
        return true;
    *to = star ? parse_star_named(p) : parse_expression(p);
    return *to != NULL;
}

static bool one(struct parser *p, struct parameters *ps)
{
    struct py_parameter *parameter = arena_new_object(p->arena, struct py_parameter);
    const struct py_token token = p->token;

    parameter->name = parse_name(p);
    note_name(p, ps, &token, parameter->name);
    if (!parameter->name || !annotation(p, ps, false, &parameter->annotation))
        return false;
    if (parse_accept(p, TOKEN_EQUAL)) {
        if (parse_at(p, TOKEN_COMMA) || parse_at(p, ps->end))
            return parse_fail_at(p, &p->previous, "expected default value expression");
        parameter->default_value = parse_expression(p);
        if (!parameter->default_value)
            return false;
        ps->seen_default = true;
    } else if (ps->seen_default && !ps->keyword_only &&
               (parse_at(p, TOKEN_COMMA) || parse_at(p, ps->end))) {
        return parse_fail_at(p, &token, "non-default argument follows default argument");
    }
    return parse_list_add(p, parameter);
}

static bool slash(struct parser *p, struct parameters *ps)
{
    size_t n = p->n_stack - ps->base;

    if (ps->made->n_positional_only > 0)
        return parse_fail_at(p, &p->token, "/ may appear only once");
    if (ps->keyword_only)
        return parse_fail_at(p, &p->token, "/ must be ahead of *");
    if (n == 0)
        return parse_fail_at(p, &p->token, "at least one argument must precede /");
    ps->made->n_positional_only = n;
    parse_advance(p);
    return true;
}

static bool star(struct parser *p, struct parameters *ps)
{
    const struct py_token token = p->token;

    parse_advance(p);
    if (ps->keyword_only)
        return parse_fail_at(p, &token, "* argument may appear only once");
    ps->keyword_only = true;
    ps->made->n_positional = p->n_stack - ps->base;
    if (parse_at(p, TOKEN_NAME)) {
        const struct py_token name = p->token;

        ps->made->rest = parse_name(p);
        note_name(p, ps, &name, ps->made->rest);
        if (!annotation(p, ps, true, &ps->made->rest_annotation))
            return false;
        if (parse_at(p, TOKEN_EQUAL))
            return parse_fail_at(p, &p->token, "var-positional argument cannot have default value");
        return true;
    }
    if (!parse_at(p, TOKEN_COMMA) && !parse_at(p, ps->end))
        return parse_fail(p);
    ps->bare = token;
    ps->bare_at = p->n_stack;
    return true;
}

/* Is a '*' of its own followed by a name? */
static bool check_bare(struct parser *p, const struct parameters *ps)
{
    if (ps->bare.kind != TOKEN_STAR || p->n_stack > ps->bare_at)
        return true;
    return parse_fail_at(p, &ps->bare, "named arguments must follow bare *");
}

static bool double_star(struct parser *p, struct parameters *ps)
{
    struct py_token name;

    if (!check_bare(p, ps))
        return false;
    parse_advance(p);
    ps->closed = true;
    name = p->token;
    ps->made->rest_keyword = parse_name(p);
    note_name(p, ps, &name, ps->made->rest_keyword);
    if (!ps->made->rest_keyword || !annotation(p, ps, false, &ps->made->rest_keyword_annotation))
        return false;
    if (parse_at(p, TOKEN_EQUAL))
        return parse_fail_at(p, &p->token, "var-keyword argument cannot have default value");
    return true;
}

/* "def f(a, (b, c)):" was Python 2. */
static bool in_parentheses(struct parser *p, const struct parameters *ps)
{
    const struct py_token open = p->token;
    struct py_expr place = {.line = open.line, .column = open.column};

    if (!parse_explains(p))
        return false;
    do {
        parse_advance(p);
        if (!parse_accept(p, TOKEN_NAME))
            break;
    } while (parse_at(p, TOKEN_COMMA));
    if (!parse_at(p, TOKEN_RPAREN) || p->previous.kind == TOKEN_LPAREN || ps->seen_default)
        return false;
    return parse_fail_up_to(p, &place, &p->token, "%s parameters cannot be parenthesized",
                            ps->end == TOKEN_COLON ? "Lambda expression" : "Function");
}

static bool parameter(struct parser *p, struct parameters *ps)
{
    if (ps->closed)
        return parse_fail_at(p, &p->token, "arguments cannot follow var-keyword argument");
    switch (p->token.kind) {
    case TOKEN_SLASH:
        return slash(p, ps);
    case TOKEN_STAR:
        return star(p, ps);
    case TOKEN_DOUBLE_STAR:
        return double_star(p, ps);
    case TOKEN_LPAREN:
        return in_parentheses(p, ps);
    default:
        return one(p, ps);
    }
}

static struct py_parameters *parameters(struct parser *p, enum py_token_kind end)
{
    MEM_SCRATCH(scratch);
    struct parameters ps = {.made = arena_new_object(p->arena, struct py_parameters),
                            .end = end,
                            .base = parse_list_begin(p),
                            .names = map_new(scratch)};

    while (!parse_at(p, end)) {
        if (!parameter(p, &ps))
            return NULL;
        if (!parse_accept(p, TOKEN_COMMA))
            break;
    }
    if (!check_bare(p, &ps))
        return NULL;
    ps.made->items = parse_list_copies(p, ps.base, sizeof(struct py_parameter), &ps.made->n);
    if (!ps.keyword_only)
        ps.made->n_positional = ps.made->n;
    return ps.made;
}

struct py_expr *parse_lambda(struct parser *p)
{
    struct py_expr *expr = parse_new(p, PY_LAMBDA, parse_here(p));
    const struct parse_scope before = p->scope;

    parse_advance(p);
    expr->lambda.parameters = parameters(p, TOKEN_COLON);
    if (!expr->lambda.parameters)
        return NULL;
    if (parse_at(p, TOKEN_COLON) && lexer_in_field(&p->lexer))
        return parse_fail_expr(p, parse_end(p, expr),
                               "f-string: lambda expressions are not allowed without parentheses");
    if (!parse_expect(p, TOKEN_COLON))
        return NULL;
    p->scope = (struct parse_scope){.in_function = true};
    expr->lambda.body = parse_expression(p);
    p->scope = before;
    return expr->lambda.body ? parse_end(p, expr) : NULL;
}

/* ---- definitions ----------------------------------------------------------------------------- */

static bool type_parameter(struct parser *p)
{
    if (!parse_accept(p, TOKEN_STAR))
        parse_accept(p, TOKEN_DOUBLE_STAR);
    if (!parse_expect(p, TOKEN_NAME))
        return false;
    if (parse_accept(p, TOKEN_COLON) && !parse_expression(p))
        return false;
    return !parse_accept(p, TOKEN_EQUAL) || parse_expression(p);
}

/* "[T]" behind a name: what it says is of no consequence when a program runs. */
static bool type_parameters(struct parser *p)
{
    parse_advance(p);
    do {
        if (!type_parameter(p))
            return false;
    } while (parse_accept(p, TOKEN_COMMA) && !parse_at(p, TOKEN_RSQB));
    return parse_expect(p, TOKEN_RSQB);
}

/* If they are none, what stands there is what should not. */
bool parse_type_parameters(struct parser *p)
{
    const struct parse_mark mark = parse_mark(p);

    if (!parse_at(p, TOKEN_LSQB) || type_parameters(p))
        return true;
    if (!p->error.type)
        parse_go_back(p, &mark);
    return !p->error.type;
}

static bool function_body(struct parser *p, struct py_stmt *stmt, int line)
{
    const struct parse_scope before = p->scope;
    bool done;

    p->scope = (struct parse_scope){.in_function = true, .is_async = stmt->function.is_async};
    done = parse_block(p, "function definition", line, &stmt->function.body);
    stmt->function.is_generator = p->scope.is_generator;
    p->scope = before;
    return done;
}

static struct py_stmt *function(struct parser *p, struct parse_place start,
                                struct py_exprs decorators, bool is_async)
{
    struct py_stmt *stmt = parse_new_stmt(p, PY_FUNCTION_DEF, start);
    int line = p->token.line;

    parse_advance(p);
    stmt->function.decorators = decorators;
    stmt->function.is_async = is_async;
    stmt->function.name = parse_name(p);
    if (!stmt->function.name || !parse_type_parameters(p) ||
        !parse_expect_forced(p, TOKEN_LPAREN, "'('"))
        return NULL;
    stmt->function.parameters = parameters(p, TOKEN_RPAREN);
    if (!stmt->function.parameters || !parse_expect(p, TOKEN_RPAREN))
        return NULL;
    if (parse_at(p, TOKEN_ARROW)) {
        const struct py_token arrow = p->token;

        parse_advance(p);
        stmt->function.returns = parse_expression(p);
        if (!stmt->function.returns)
            return p->explaining ? parse_raise(p, &arrow, "expected ':'") : NULL;
    }
    if (!parse_expect_forced(p, TOKEN_COLON, "':'"))
        return NULL;
    return function_body(p, stmt, line) ? stmt : NULL;
}

static bool class_body(struct parser *p, struct py_stmt *stmt, int line)
{
    const struct parse_scope before = p->scope;
    bool done;

    p->scope = (struct parse_scope){.in_class = true};
    done = parse_block(p, "class definition", line, &stmt->class_def.body);
    p->scope = before;
    return done;
}

static struct py_stmt *class_definition(struct parser *p, struct py_exprs decorators)
{
    struct py_stmt *stmt = parse_new_stmt(p, PY_CLASS_DEF, parse_here(p));
    int line = p->token.line;

    parse_advance(p);
    stmt->class_def.decorators = decorators;
    stmt->class_def.name = parse_name(p);
    if (!stmt->class_def.name || !parse_type_parameters(p))
        return NULL;
    if (parse_accept(p, TOKEN_LPAREN) &&
        (!parse_arguments(p, &stmt->class_def.bases, &stmt->class_def.keywords,
                          &stmt->class_def.n_keywords) ||
         !parse_expect(p, TOKEN_RPAREN)))
        return NULL;
    if (!parse_expect_colon(p))
        return NULL;
    return class_body(p, stmt, line) ? stmt : NULL;
}

static bool decorators(struct parser *p, struct py_exprs *list)
{
    size_t base = parse_list_begin(p);

    while (parse_accept(p, TOKEN_AT))
        if (!parse_list_add(p, parse_named(p)) || !parse_expect(p, TOKEN_NEWLINE))
            return false;
    *list = parse_list_take(p, base);
    return true;
}

static struct py_stmt *async(struct parser *p, const struct py_token *start)
{
    const struct parse_place place = {start->line, start->column};
    struct py_token shown = *start;

    shown.end_line++; /* up to the end of its line */
    if (!p->scope.is_async && (parse_at(p, TOKEN_FOR) || parse_at(p, TOKEN_WITH)))
        parse_late(p, PARSE_PLACES, &shown, "'async %s' outside async function",
                   py_token_text(p->token.kind));
    if (parse_at(p, TOKEN_FOR))
        return parse_for(p, place, true);
    if (parse_at(p, TOKEN_WITH))
        return parse_with(p, place, true);
    return parse_fail(p);
}

struct py_stmt *parse_definition(struct parser *p)
{
    struct py_exprs list;
    struct py_token start;

    if (!decorators(p, &list))
        return NULL;
    start = p->token;
    if (parse_at(p, TOKEN_CLASS))
        return class_definition(p, list);
    if (parse_accept(p, TOKEN_ASYNC)) {
        if (parse_at(p, TOKEN_DEF))
            return function(p, (struct parse_place){start.line, start.column}, list, true);
        return list.n == 0 ? async(p, &start) : parse_fail(p);
    }
    if (parse_at(p, TOKEN_DEF))
        return function(p, parse_here(p), list, false);
    return parse_fail(p);
}
