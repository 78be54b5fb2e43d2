#include "py/parse.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"
#include "py/parser.h"

/* A list longer than this, or a tree larger, is no script. */
enum { LIST_MAX = 4 << 20 };
static const size_t tree_max = (size_t)1 << 30;

static void note_token(struct parser *p, const struct py_token *token)
{
    if (!p->furthest.text || token->text > p->furthest.text ||
        (token->text == p->furthest.text && token->kind != p->furthest.kind)) {
        p->furthest = *token;
        p->furthest_fstrings = p->fstrings;
    }
    if (token->kind == TOKEN_ERROR && !p->error.type)
        p->error = p->lexer.error;
}

void parse_advance(struct parser *p)
{
    if (p->token.kind == TOKEN_ERROR || p->token.kind == TOKEN_END)
        return;
    p->previous = p->token;
    lexer_next(&p->lexer, &p->token);
    note_token(p, &p->token);
    if (p->explaining && p->effort-- == 0) {
        p->token.kind = TOKEN_ERROR;
        p->silent++;
        p->effort = 1;
    }
}

struct py_token parse_peek(struct parser *p)
{
    const struct parse_mark mark = parse_mark(p);
    struct py_token token;

    parse_advance(p);
    token = p->token;
    parse_go_back(p, &mark);
    return token;
}

struct parse_mark parse_mark(const struct parser *p)
{
    const struct lexer *l = &p->lexer;
    struct parse_mark mark = {
        .token = p->token,
        .previous = p->previous,
        .at = l->at,
        .line_start = l->line_start,
        .line = l->line,
        .line_begins = l->line_begins,
        .n_brackets = l->n_brackets,
        .depth = p->depth,
        .fstrings = p->fstrings,
        .n_stack = p->n_stack,
    };

    if (l->n_brackets > 0)
        mark.top = l->brackets[l->n_brackets - 1];
    return mark;
}

void parse_go_back(struct parser *p, const struct parse_mark *mark)
{
    p->token = mark->token;
    p->previous = mark->previous;
    p->depth = mark->depth;
    p->fstrings = mark->fstrings;
    p->n_stack = mark->n_stack;
    p->lexer.at = mark->at;
    p->lexer.line_start = mark->line_start;
    p->lexer.line = mark->line;
    p->lexer.line_begins = mark->line_begins;
    p->lexer.n_brackets = mark->n_brackets;
    if (mark->n_brackets > 0)
        p->lexer.brackets[mark->n_brackets - 1] = mark->top;
    if (p->error.type)
        p->token.kind = TOKEN_ERROR;
}

struct py_expr *parse_partial(struct parser *p, const struct parse_mark *mark, struct py_expr *part)
{
    if (!p->explaining || p->error.type)
        return NULL;
    parse_go_back(p, mark);
    return part;
}

bool parse_explains(const struct parser *p)
{
    return p->explaining && p->silent == 0 && !p->error.type;
}

bool parse_at(const struct parser *p, enum py_token_kind kind)
{
    return p->token.kind == kind;
}

bool parse_at_word(const struct parser *p, const char *word)
{
    return p->token.kind == TOKEN_NAME && p->token.length == strlen(word) &&
           memcmp(p->token.text, word, p->token.length) == 0;
}

bool parse_accept(struct parser *p, enum py_token_kind kind)
{
    if (p->token.kind != kind)
        return false;
    parse_advance(p);
    return true;
}

bool parse_expect(struct parser *p, enum py_token_kind kind)
{
    return parse_accept(p, kind) || parse_fail(p);
}

bool parse_expect_forced(struct parser *p, enum py_token_kind kind, const char *what)
{
    return parse_accept(p, kind) || parse_raise(p, &p->token, "expected %s", what);
}

bool parse_expect_colon(struct parser *p)
{
    if (parse_accept(p, TOKEN_COLON))
        return true;
    return parse_at(p, TOKEN_NEWLINE) ? parse_fail_here(p, "expected ':'") : parse_fail(p);
}

const char *parse_name(struct parser *p)
{
    const struct py_token token = p->token;

    if (!parse_expect(p, TOKEN_NAME))
        return NULL;
    return arena_strndup(p->arena, token.text, token.length);
}

static void place(struct py_syntax_error *e, int line, int column, int end_line, int end_column)
{
    e->line = line;
    e->column = column;
    e->end_line = end_line;
    e->end_column = end_column;
}

void *parse_fail(struct parser *p)
{
    (void)p;
    return NULL;
}

/* Within an f-string the plainest message says so. */
static void __attribute__((format(printf, 2, 0)))
set_message(struct parser *p, const char *fmt, va_list ap)
{
    py_syntax_error_set(&p->error, p->arena, "SyntaxError", fmt, ap);
    if (p->fstrings > 0 && strncmp(p->error.message, "invalid syntax", 14) == 0) {
        MEM_SCRATCH(scratch);

        p->error.message =
            arena_strdup(p->arena, mem_printf(scratch, "f-string: %s", p->error.message));
    }
}

#define SET_MESSAGE(p, fmt)                                                                        \
    va_list ap;                                                                                    \
    va_start(ap, fmt);                                                                             \
    set_message((p), fmt, ap);                                                                     \
    va_end(ap)

void *parse_raise(struct parser *p, const struct py_token *t, const char *fmt, ...)
{
    if (p->error.type)
        return NULL;
    SET_MESSAGE(p, fmt);
    place(&p->error, t->line, t->column, t->end_line, t->end_column);
    return NULL;
}

void *parse_fail_at(struct parser *p, const struct py_token *t, const char *fmt, ...)
{
    if (!parse_explains(p))
        return NULL;
    SET_MESSAGE(p, fmt);
    place(&p->error, t->line, t->column, t->end_line, t->end_column);
    return NULL;
}

void *parse_fail_here(struct parser *p, const char *fmt, ...)
{
    const struct py_token *t = &p->furthest;

    if (!parse_explains(p))
        return NULL;
    SET_MESSAGE(p, fmt);
    place(&p->error, t->line, t->column, t->end_line, t->end_column);
    return NULL;
}

void *parse_fail_expr(struct parser *p, const struct py_expr *e, const char *fmt, ...)
{
    if (!parse_explains(p))
        return NULL;
    SET_MESSAGE(p, fmt);
    place(&p->error, e->line, e->column, e->end_line, e->end_column);
    return NULL;
}

void *parse_fail_range(struct parser *p, const struct py_expr *from, const struct py_expr *to,
                       const char *fmt, ...)
{
    if (!parse_explains(p))
        return NULL;
    SET_MESSAGE(p, fmt);
    place(&p->error, from->line, from->column, to->end_line, to->end_column);
    return NULL;
}

void *parse_fail_up_to(struct parser *p, const struct py_expr *from, const struct py_token *to,
                       const char *fmt, ...)
{
    if (!parse_explains(p))
        return NULL;
    SET_MESSAGE(p, fmt);
    place(&p->error, from->line, from->column, to->end_line, to->end_column);
    return NULL;
}

void *parse_fail_block(struct parser *p, const char *after, int line)
{
    if (!parse_explains(p))
        return NULL;
    parse_fail_here(p, "expected an indented block after %s on line %d", after, line);
    p->error.type = "IndentationError";
    return NULL;
}

void parse_late(struct parser *p, enum parse_late stage, const struct py_token *t, const char *fmt,
                ...)
{
    va_list ap;

    if (p->late[stage].type || p->silent > 0)
        return;
    va_start(ap, fmt);
    py_syntax_error_set(&p->late[stage], p->arena, "SyntaxError", fmt, ap);
    va_end(ap);
    place(&p->late[stage], t->line, t->column, t->end_line, t->end_column);
}

void parse_late_expr(struct parser *p, enum parse_late stage, const struct py_expr *e,
                     const char *message)
{
    const struct py_token token = {
        .line = e->line, .column = e->column, .end_line = e->end_line, .end_column = e->end_column};

    parse_late(p, stage, &token, "%s", message);
}

struct parse_place parse_here(const struct parser *p)
{
    return (struct parse_place){p->token.line, p->token.column};
}

struct py_expr *parse_new(struct parser *p, enum py_expr_kind kind, struct parse_place start)
{
    struct py_expr *expr = arena_new_object(p->arena, struct py_expr);

    expr->kind = kind;
    expr->line = start.line;
    expr->column = start.column;
    return expr;
}

struct py_expr *parse_end(struct parser *p, struct py_expr *expr)
{
    expr->end_line = p->previous.end_line;
    expr->end_column = p->previous.end_column;
    return expr;
}

struct py_stmt *parse_new_stmt(struct parser *p, enum py_stmt_kind kind, struct parse_place start)
{
    struct py_stmt *stmt = arena_new_object(p->arena, struct py_stmt);

    stmt->kind = kind;
    stmt->line = start.line;
    stmt->column = start.column;
    return stmt;
}

size_t parse_list_begin(const struct parser *p)
{
    return p->n_stack;
}

bool parse_list_add(struct parser *p, void *item)
{
    if (!item)
        return false;
    if (p->n_stack == LIST_MAX || arena_bytes(p->arena) > tree_max)
        return parse_raise(p, &p->token, "the source is too large");
    if (p->n_stack == p->stack_size) {
        p->stack_size *= 2;
        p->stack = mem_resize(NULL, p->stack, p->stack_size);
    }
    p->stack[p->n_stack++] = item;
    return true;
}

struct py_exprs parse_list_take(struct parser *p, size_t base)
{
    struct py_exprs list = {NULL, p->n_stack - base};

    if (list.n > 0) {
        list.items = arena_new_array(p->arena, struct py_expr *, list.n);
        memcpy(list.items, p->stack + base, list.n * sizeof(*list.items));
    }
    p->n_stack = base;
    return list;
}

void *parse_list_copies(struct parser *p, size_t base, size_t item_size, size_t *n)
{
    char *copies = NULL;

    *n = p->n_stack - base;
    if (*n > 0)
        copies = arena_alloc_array(p->arena, item_size, *n);
    for (size_t i = 0; i < *n; i++)
        memcpy(copies + i * item_size, p->stack[base + i], item_size);
    p->n_stack = base;
    return copies;
}

bool parse_enter(struct parser *p)
{
    if (p->depth >= PY_DEPTH_MAX)
        return parse_raise(p, &p->token, "too many nested parts");
    p->depth++;
    return true;
}

void parse_leave(struct parser *p)
{
    p->depth--;
}
