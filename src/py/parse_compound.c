/* Statements with blocks. */
#include "py/parse.h"

#include <string.h>

#include "base/arena.h"

/* ---- blocks ---------------------------------------------------------------------------------- */

static struct py_stmt *end_stmt(const struct parser *p, struct py_stmt *stmt)
{
    if (stmt)
        stmt->end_line = p->previous.end_line;
    return stmt;
}

/* Only a docstring and its like may come before "from __future__ import ...". */
static void note_begun(struct parser *p, const struct py_stmt *stmt)
{
    bool is_text = stmt->kind == PY_EXPR_STMT && stmt->value->kind == PY_CONSTANT &&
                   stmt->value->constant.kind == PY_CONSTANT_STR;
    bool is_future = stmt->kind == PY_IMPORT_FROM && stmt->import.module &&
                     strcmp(stmt->import.module, "__future__") == 0;

    if (!is_future && (!is_text || p->text_was_met))
        p->future_is_over = true;
    p->text_was_met = true;
}

/* The statements of one line. */
static bool simple_line(struct parser *p)
{
    for (;;) {
        struct py_stmt *stmt = end_stmt(p, parse_simple(p));

        if (!parse_list_add(p, stmt))
            return false;
        note_begun(p, stmt);
        if (parse_accept(p, TOKEN_NEWLINE))
            return true;
        if (!parse_expect(p, TOKEN_SEMI))
            return false;
        if (parse_accept(p, TOKEN_NEWLINE))
            return true;
    }
}

static int last_line(const struct parser *p, size_t base)
{
    const struct py_stmt *last = p->n_stack > base ? p->stack[p->n_stack - 1] : NULL;

    return last ? last->end_line : 0;
}

static bool at_compound(const struct parser *p);
static struct py_stmt *compound(struct parser *p);

bool parse_statement(struct parser *p)
{
    struct py_stmt *stmt;

    if (at_compound(p)) {
        p->future_is_over = true;
        return parse_list_add(p, end_stmt(p, compound(p)));
    }
    if (parse_at_word(p, "match") && parse_match(p, &stmt))
        return parse_list_add(p, end_stmt(p, stmt));
    return !p->error.type && simple_line(p);
}

static struct py_stmts take_stmts(struct parser *p, size_t base)
{
    struct py_exprs list = parse_list_take(p, base);

    return (struct py_stmts){(struct py_stmt **)(void *)list.items, list.n};
}

static bool lines(struct parser *p)
{
    while (!parse_at(p, TOKEN_DEDENT) && !parse_at(p, TOKEN_END))
        if (!parse_statement(p))
            return false;
    return true;
}

static bool indented(struct parser *p, const char *after, int line)
{
    if (!parse_at(p, TOKEN_INDENT))
        return parse_fail_block(p, after, line);
    parse_advance(p);
    return lines(p) && parse_expect(p, TOKEN_DEDENT);
}

bool parse_block(struct parser *p, const char *after, int line, struct py_stmts *body)
{
    size_t base = parse_list_begin(p);
    bool done;

    if (!parse_enter(p))
        return false;
    done = parse_accept(p, TOKEN_NEWLINE) ? indented(p, after, line) : simple_line(p);
    parse_leave(p);
    if (!done)
        return false;
    p->previous.end_line = last_line(p, base);
    *body = take_stmts(p, base);
    return true;
}

static bool colon_block(struct parser *p, const char *after, int line, struct py_stmts *body)
{
    return parse_expect_colon(p) && parse_block(p, after, line, body);
}

/* Where nothing but a ':' can follow. */
static bool word_block(struct parser *p, const char *after, int line, struct py_stmts *body)
{
    return parse_expect_forced(p, TOKEN_COLON, "':'") && parse_block(p, after, line, body);
}

static bool loop_block(struct parser *p, const char *after, int line, struct py_stmts *body)
{
    bool before = p->scope.in_loop, done;

    p->scope.in_loop = true;
    done = colon_block(p, after, line, body);
    p->scope.in_loop = before;
    return done;
}

static bool else_block(struct parser *p, struct py_stmts *body)
{
    int line = p->token.line;

    if (!parse_accept(p, TOKEN_ELSE))
        return true;
    return word_block(p, "'else' statement", line, body);
}

/* ---- if, while, for, with, try --------------------------------------------------------------- */

/* At 'if' or 'elif': one test and its block. */
static struct py_stmt *branch(struct parser *p, const char *after)
{
    struct py_stmt *stmt = parse_new_stmt(p, PY_IF, parse_here(p));
    int line = p->token.line;

    parse_advance(p);
    stmt->test.test = parse_named(p);
    if (!stmt->test.test || !colon_block(p, after, line, &stmt->test.body))
        return NULL;
    return stmt;
}

static struct py_stmt *conditional(struct parser *p)
{
    struct py_stmt *first = branch(p, "'if' statement"), *last = first;

    while (last && parse_at(p, TOKEN_ELIF)) {
        struct py_stmt *next = branch(p, "'elif' statement");

        last->test.otherwise.items = arena_new_array(p->arena, struct py_stmt *, 1);
        last->test.otherwise.items[0] = next;
        last->test.otherwise.n = 1;
        last = next;
    }
    if (!last || !else_block(p, &last->test.otherwise))
        return NULL;
    for (struct py_stmt *s = first;; s = s->test.otherwise.items[0]) {
        end_stmt(p, s);
        if (s == last)
            return first;
    }
}

static struct py_stmt *repeated(struct parser *p)
{
    struct py_stmt *stmt = parse_new_stmt(p, PY_WHILE, parse_here(p));
    int line = p->token.line;

    parse_advance(p);
    stmt->test.test = parse_named(p);
    if (!stmt->test.test || !loop_block(p, "'while' statement", line, &stmt->test.body) ||
        !else_block(p, &stmt->test.otherwise))
        return NULL;
    return stmt;
}

struct py_stmt *parse_for(struct parser *p, struct parse_place start, bool is_async)
{
    struct py_stmt *stmt = parse_new_stmt(p, PY_FOR, start);
    int line = p->token.line;

    parse_advance(p);
    stmt->loop.is_async = is_async;
    stmt->loop.target = parse_targets(p);
    if (!stmt->loop.target || !parse_expect(p, TOKEN_IN))
        return NULL;
    parse_check_starred(p, stmt->loop.target, PARSE_PLACES);
    stmt->loop.iter = parse_star_expressions(p);
    if (!stmt->loop.iter || !loop_block(p, "'for' statement", line, &stmt->loop.body) ||
        !else_block(p, &stmt->loop.otherwise))
        return NULL;
    return stmt;
}

static bool target_ends(const struct parser *p)
{
    return parse_at(p, TOKEN_COMMA) || parse_at(p, TOKEN_RPAREN) || parse_at(p, TOKEN_COLON);
}

/* A target behind 'as'; a tuple needs its parentheses. */
static struct py_expr *with_target(struct parser *p)
{
    const struct parse_mark mark = parse_mark(p);
    struct py_expr *target = parse_primary(p);

    if (target && !parse_wrong_target(target) && target_ends(p))
        return target;
    if (target && !parse_wrong_target(target) && parse_at(p, TOKEN_NEWLINE))
        return parse_fail_here(p, "expected ':'");
    if (!parse_explains(p))
        return NULL;
    parse_go_back(p, &mark);
    target = parse_expression(p);
    if (target && target_ends(p))
        parse_check_target(p, target);
    return NULL;
}

/* What follows 'as' may turn out to belong to something else. */
static struct py_with_item *with_item(struct parser *p)
{
    struct py_with_item *item = arena_new_object(p->arena, struct py_with_item);
    struct parse_mark mark;

    item->context = parse_expression(p);
    if (!item->context || !parse_at(p, TOKEN_AS))
        return item->context ? item : NULL;
    mark = parse_mark(p);
    parse_advance(p);
    item->target = with_target(p);
    if (!item->target && !parse_partial(p, &mark, item->context))
        return NULL;
    return item;
}

static bool with_items(struct parser *p, struct py_stmt *stmt, bool parenthesized)
{
    size_t base = parse_list_begin(p);

    do {
        if (parenthesized && p->n_stack > base && parse_at(p, TOKEN_RPAREN))
            break;
        if (!parse_list_add(p, with_item(p)))
            return false;
    } while (parse_accept(p, TOKEN_COMMA));
    if (parenthesized && !parse_expect(p, TOKEN_RPAREN))
        return false;
    stmt->with.items = parse_list_copies(p, base, sizeof(struct py_with_item), &stmt->with.n);
    return true;
}

/*
 * "with (a as b, c):" has items in parentheses, "with (a, b) as c:" an
 * expression: which one shows behind the parenthesis only.
 */
static bool with_parentheses(struct parser *p, struct py_stmt *stmt)
{
    const struct parse_mark mark = parse_mark(p);

    parse_advance(p);
    if (with_items(p, stmt, true)) {
        if (parse_at(p, TOKEN_COLON))
            return true;
        if (parse_at(p, TOKEN_NEWLINE))
            return parse_fail_here(p, "expected ':'");
    }
    if (p->error.type)
        return false;
    parse_go_back(p, &mark);
    return with_items(p, stmt, false);
}

struct py_stmt *parse_with(struct parser *p, struct parse_place start, bool is_async)
{
    struct py_stmt *stmt = parse_new_stmt(p, PY_WITH, start);
    int line = p->token.line;

    parse_advance(p);
    stmt->with.is_async = is_async;
    if (parse_at(p, TOKEN_LPAREN) ? !with_parentheses(p, stmt) : !with_items(p, stmt, false))
        return NULL;
    return colon_block(p, "'with' statement", line, &stmt->with.body) ? stmt : NULL;
}

/* "except A, B:" */
static struct py_handler *several_types(struct parser *p, const struct py_expr *first)
{
    const struct py_expr *last;

    parse_advance(p);
    last = parse_star_expressions(p);
    if (last && parse_accept(p, TOKEN_AS))
        parse_expect(p, TOKEN_NAME);
    if (last && parse_at(p, TOKEN_COLON))
        parse_fail_range(p, first, last, "multiple exception types must be parenthesized");
    return NULL;
}

static bool handler_type(struct parser *p, struct py_handler *h)
{
    h->type = parse_expression(p);
    if (!h->type)
        return false;
    if (parse_at(p, TOKEN_COMMA))
        return several_types(p, h->type);
    if (parse_accept(p, TOKEN_AS)) {
        h->name = parse_name(p);
        return h->name != NULL;
    }
    return true;
}

static struct py_handler *handler(struct parser *p, bool is_star)
{
    struct py_handler *h = arena_new_object(p->arena, struct py_handler);

    h->line = p->token.line;
    parse_advance(p);
    if (is_star) {
        parse_advance(p);
        if (parse_at(p, TOKEN_COLON) || parse_at(p, TOKEN_NEWLINE))
            return parse_fail_here(p, "expected one or more exception types");
    }
    if (!parse_at(p, TOKEN_COLON) && !parse_at(p, TOKEN_NEWLINE) && !handler_type(p, h))
        return NULL;
    return colon_block(p, is_star ? "'except*' statement" : "'except' statement", h->line, &h->body)
               ? h
               : NULL;
}

/* A handler of the other kind than those before it. */
static bool mixed(struct parser *p, struct py_token start)
{
    if (parse_peek(p).kind == TOKEN_STAR)
        start.end_column = parse_peek(p).end_column;
    return parse_fail_at(p, &start, "cannot have both 'except' and 'except*' on the same 'try'");
}

static bool handlers(struct parser *p, struct py_stmt *stmt)
{
    size_t base = parse_list_begin(p);
    struct py_token bare = {.kind = TOKEN_END};

    while (parse_at(p, TOKEN_EXCEPT)) {
        const struct py_token start = p->token;
        bool is_star = parse_peek(p).kind == TOKEN_STAR;
        struct py_handler *h;

        if (p->n_stack > base && is_star != stmt->attempt.is_star)
            return mixed(p, start);
        if (bare.kind == TOKEN_EXCEPT)
            parse_late(p, PARSE_PLACES, &bare, "default 'except:' must be last");
        h = handler(p, is_star);
        if (!h || !parse_list_add(p, h))
            return false;
        stmt->attempt.is_star = is_star;
        if (!h->type) {
            bare = start;
            bare.end_line++; /* up to the end of its line */
        }
    }
    stmt->attempt.handlers =
        parse_list_copies(p, base, sizeof(struct py_handler), &stmt->attempt.n);
    return true;
}

static struct py_stmt *attempted(struct parser *p)
{
    struct py_stmt *stmt = parse_new_stmt(p, PY_TRY, parse_here(p));
    int line = p->token.line;

    parse_advance(p);
    if (!word_block(p, "'try' statement", line, &stmt->attempt.body) || !handlers(p, stmt))
        return NULL;
    if (stmt->attempt.n > 0 && !else_block(p, &stmt->attempt.otherwise))
        return NULL;
    line = p->token.line;
    if (parse_accept(p, TOKEN_FINALLY)) {
        if (!word_block(p, "'finally' statement", line, &stmt->attempt.finally))
            return NULL;
    } else if (stmt->attempt.n == 0) {
        return parse_fail_here(p, "expected 'except' or 'finally' block");
    }
    return stmt;
}

static bool at_compound(const struct parser *p)
{
    switch (p->token.kind) {
    case TOKEN_IF:
    case TOKEN_WHILE:
    case TOKEN_FOR:
    case TOKEN_WITH:
    case TOKEN_TRY:
    case TOKEN_DEF:
    case TOKEN_CLASS:
    case TOKEN_AT:
    case TOKEN_ASYNC:
        return true;
    default:
        return false;
    }
}

static struct py_stmt *compound(struct parser *p)
{
    switch (p->token.kind) {
    case TOKEN_IF:
        return conditional(p);
    case TOKEN_WHILE:
        return repeated(p);
    case TOKEN_FOR:
        return parse_for(p, parse_here(p), false);
    case TOKEN_WITH:
        return parse_with(p, parse_here(p), false);
    case TOKEN_TRY:
        return attempted(p);
    default:
        return parse_definition(p);
    }
}
