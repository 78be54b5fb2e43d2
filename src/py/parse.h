/*
 * The parser between its files: what all of them need, and the entry of each.
 *
 * Functions that return a pointer return NULL, and others false, after an
 * error; the first error stays.
 */
#ifndef PY_PARSE_H
#define PY_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "py/ast.h"
#include "py/lexer.h"

/* What encloses a statement, for those that stand in some places only. */
struct parse_scope {
    bool in_function, in_class, is_async, in_loop;
    bool is_generator; /* a yield was met */
};

struct parser {
    struct arena *arena;
    struct lexer lexer;
    struct py_token token;    /* the next one; the lexer stands behind it */
    struct py_token previous; /* the one before it */
    struct py_syntax_error error;
    struct py_syntax_error late; /* counts when nothing else is wrong */
    struct parse_scope scope;
    unsigned depth;
    void **stack; /* of lists that are being collected */
    size_t n_stack, stack_size;
};

/* ---- tokens ---------------------------------------------------------------------------------- */

void parse_advance(struct parser *p);
bool parse_at(const struct parser *p, enum py_token_kind kind);
/* Is the next token the name 'word', which is no keyword elsewhere? */
bool parse_at_word(const struct parser *p, const char *word);
bool parse_accept(struct parser *p, enum py_token_kind kind);
/* ... or fail with "invalid syntax". */
bool parse_expect(struct parser *p, enum py_token_kind kind);
/* ... or fail with "expected ...". */
bool parse_expect_forced(struct parser *p, enum py_token_kind kind, const char *what);
/* Be again where 'before', a copy of the parser, was. */
void parse_go_back(struct parser *p, const struct parser *before);
/* The text of the name that comes next. */
const char *parse_name(struct parser *p);

/* ---- errors: all return NULL ----------------------------------------------------------------- */

/* "invalid syntax" at the next token. */
void *parse_fail(struct parser *p);
void *parse_fail_at(struct parser *p, const struct py_token *token, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void *parse_fail_expr(struct parser *p, const struct py_expr *expr, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void *parse_fail_range(struct parser *p, const struct py_expr *from, const struct py_expr *to,
                       const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* "expected an indented block after ..." */
void *parse_fail_block(struct parser *p, const char *after, int line);
/* An error of a text that can be parsed; the next token that was taken is its place. */
void parse_late(struct parser *p, const struct py_token *token, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- nodes and lists ------------------------------------------------------------------------- */

/* Where the next token is, and a node that begins at a place. */
struct parse_place {
    int line, column;
};
struct parse_place parse_here(const struct parser *p);
struct py_expr *parse_new(struct parser *p, enum py_expr_kind kind, struct parse_place start);
/* It ends with the token before the next one. */
struct py_expr *parse_end(struct parser *p, struct py_expr *expr);
struct py_stmt *parse_new_stmt(struct parser *p, enum py_stmt_kind kind, struct parse_place start);

/* Lists: push what belongs into one, then take all that came since 'base'. */
size_t parse_list_begin(const struct parser *p);
bool parse_list_add(struct parser *p, void *item);
struct py_exprs parse_list_take(struct parser *p, size_t base);
/* The pushed pointers as an array of what they point at. */
void *parse_list_copies(struct parser *p, size_t base, size_t item_size, size_t *n);

/* Each level of recursion; false after failing. */
bool parse_enter(struct parser *p);
void parse_leave(struct parser *p);

/* ---- grammar --------------------------------------------------------------------------------- */

/* Can an expression begin with the next token? */
bool parse_begins_expr(const struct parser *p);

struct py_expr *parse_expression(struct parser *p);  /* ternary, lambda */
struct py_expr *parse_disjunction(struct parser *p); /* or, and, not, comparisons, ... */
struct py_expr *parse_bitwise_or(struct parser *p);
struct py_expr *parse_named(struct parser *p);            /* with := */
struct py_expr *parse_star_named(struct parser *p);       /* with *x too */
struct py_expr *parse_star_expressions(struct parser *p); /* "a, *b" without := */
struct py_expr *parse_yield(struct parser *p);
struct py_expr *parse_yield_or_stars(struct parser *p);
struct py_expr *parse_await_primary(struct parser *p);
struct py_expr *parse_primary(struct parser *p);
struct py_expr *parse_atom(struct parser *p);
struct py_expr *parse_lambda(struct parser *p);
struct py_expr *parse_strings(struct parser *p);
struct py_expr *parse_number(struct parser *p);
struct py_expr *parse_slices(struct parser *p);
struct py_expr *parse_targets(struct parser *p); /* of for, up to 'in' */

/* Behind '(': the arguments, up to ')', which is not taken. */
bool parse_arguments(struct parser *p, struct py_exprs *args, struct py_keyword_arg **keywords,
                     size_t *n_keywords);

/* At 'for' or 'async': what makes a comprehension of 'element'; it ends where the caller says. */
bool parse_at_comprehension(const struct parser *p);
bool parse_comprehension(struct parser *p, struct py_expr *comp);

/* Parameters up to 'end' (')' or ':'), which is not taken. */
struct py_parameters *parse_parameters(struct parser *p, enum py_token_kind end);

/* Is it something that may be assigned to (deleted)?  Fails if not. */
bool parse_check_target(struct parser *p, const struct py_expr *target);
bool parse_check_deleted(struct parser *p, const struct py_expr *target);

struct py_stmt *parse_simple(struct parser *p);
struct py_stmt *parse_assignment(struct parser *p);
struct py_stmt *parse_import(struct parser *p);
struct py_stmt *parse_import_from(struct parser *p);
struct py_stmt *parse_compound(struct parser *p);   /* NULL without an error: none begins here */
struct py_stmt *parse_definition(struct parser *p); /* at def, class, '@' or "async def" */
struct py_stmt *parse_with(struct parser *p, struct parse_place start, bool is_async);
struct py_stmt *parse_for(struct parser *p, struct parse_place start, bool is_async);
struct py_stmt *parse_match(struct parser *p); /* NULL without an error: it is no match statement */
struct py_pattern *parse_patterns(struct parser *p);
bool parse_statement(struct parser *p); /* onto the list */
bool parse_block(struct parser *p, const char *after, int line, struct py_stmts *body);

#endif
