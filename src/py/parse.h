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

/* The stages at which a text that can be parsed is refused, in their order. */
enum parse_late { PARSE_NAMES, PARSE_PLACES, PARSE_LATE };

/*
 * A text is parsed once, quickly.  If that fails it is parsed a second time,
 * now 'explaining': then sentences that are wrong in a known way are looked
 * for, and a part that cannot be finished counts as far as it goes, so that
 * what comes before it can be judged.
 */
struct parser {
    struct arena *arena;
    struct lexer lexer;
    struct py_token token;      /* the next one; the lexer stands behind it */
    struct py_token previous;   /* the one before it */
    struct py_token furthest;   /* the last one that was ever looked at */
    unsigned furthest_fstrings; /* around it */
    struct py_syntax_error error;
    struct py_syntax_error late[PARSE_LATE]; /* count when nothing else is wrong */
    struct parse_scope scope;
    bool future_is_over; /* a statement was met behind which __future__ is not imported */
    bool text_was_met;   /* a first statement was */
    bool refuses;        /* the error is that limbeck does not do something */
    bool declares;       /* a global or nonlocal was met */
    bool explaining;
    unsigned silent;   /* above 0: no explanations, while something is tried */
    size_t effort;     /* tokens that may still be read while explaining */
    unsigned fstrings; /* around the next token */
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
/* ... or fail with "expected ...", whatever stands there. */
bool parse_expect_forced(struct parser *p, enum py_token_kind kind, const char *what);
/* ':', or fail, with "expected ':'" if the line ends. */
bool parse_expect_colon(struct parser *p);
/* The token behind the next one. */
struct py_token parse_peek(struct parser *p);

/* To go back to a place, which must be on the same line of statements. */
struct parse_mark {
    struct py_token token, previous;
    const char *at, *line_start;
    int line;
    bool line_begins;
    unsigned n_brackets, depth, fstrings;
    struct lexer_bracket top; /* the innermost one: going back and forth may overwrite it */
    size_t n_stack;
};
struct parse_mark parse_mark(const struct parser *p);
void parse_go_back(struct parser *p, const struct parse_mark *mark);
/* After failing: go back to where 'part' was all there is, and return it; NULL unless explaining.
 */
struct py_expr *parse_partial(struct parser *p, const struct parse_mark *mark,
                              struct py_expr *part);
/* Is something to be explained here? */
bool parse_explains(const struct parser *p);

/* The text of the name that comes next. */
const char *parse_name(struct parser *p);

/* ---- errors: all return NULL ----------------------------------------------------------------- */

/* The text does not go on like this; what to say of it is found out later. */
void *parse_fail(struct parser *p);

/* What is wrong, while explaining; at one place, or at the furthest token. */
void *parse_fail_at(struct parser *p, const struct py_token *token, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void *parse_fail_here(struct parser *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void *parse_fail_expr(struct parser *p, const struct py_expr *expr, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void *parse_fail_range(struct parser *p, const struct py_expr *from, const struct py_expr *to,
                       const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void *parse_fail_up_to(struct parser *p, const struct py_expr *from, const struct py_token *to,
                       const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* "expected an indented block after ..." */
void *parse_fail_block(struct parser *p, const char *after, int line);

/* What is wrong, explaining or not. */
void *parse_raise(struct parser *p, const struct py_token *token, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* An error of a text that can be parsed. */
void parse_late(struct parser *p, enum parse_late stage, const struct py_token *token,
                const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void parse_late_expr(struct parser *p, enum parse_late stage, const struct py_expr *expr,
                     const char *message);

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
struct py_expr *parse_argument(struct parser *p);         /* the same, in a call */
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
struct py_expr *parse_targets(struct parser *p); /* of for, up to 'in' */

/* Behind '(': the arguments, up to ')', which is not taken. */
bool parse_arguments(struct parser *p, struct py_exprs *args, struct py_keyword_arg **keywords,
                     size_t *n_keywords);

/* At 'for' or 'async': what makes a comprehension of 'element'; it ends where the caller says. */
bool parse_at_comprehension(const struct parser *p);
bool parse_comprehension(struct parser *p, struct py_expr *comp);

/* "[T]" behind a name, if it is there. */
bool parse_type_parameters(struct parser *p);

/* What in 'target' may not be assigned to, or NULL. */
const struct py_expr *parse_wrong_target(const struct py_expr *target);
/* Is it something that may be assigned to?  Fails if not. */
bool parse_check_target(struct parser *p, const struct py_expr *target);
/* Are its stars where they may be? */
void parse_check_starred(struct parser *p, const struct py_expr *target, enum parse_late stage);
/* Is it something that may be deleted? */
bool parse_check_deleted(struct parser *p, const struct py_expr *target);

/* ---- what is looked for while explaining ----------------------------------------------------- */

/* Behind an expression that began at 'start': is a comma missing, or was it a print statement? */
bool parse_explain_expression(struct parser *p, const struct parse_mark *start,
                              struct py_expr *expr);
/* At '=' behind one that may be a target: is "==" meant? */
bool parse_explain_named(struct parser *p, const struct py_expr *expr);

struct py_stmt *parse_simple(struct parser *p);
struct py_stmt *parse_import(struct parser *p);
struct py_stmt *parse_import_from(struct parser *p);
struct py_stmt *parse_definition(struct parser *p); /* at def, class, '@' or "async def" */
struct py_stmt *parse_with(struct parser *p, struct parse_place start, bool is_async);
struct py_stmt *parse_for(struct parser *p, struct parse_place start, bool is_async);
/* At the name 'match'; false: it is no match statement. */
bool parse_match(struct parser *p, struct py_stmt **stmt);
bool parse_statement(struct parser *p); /* onto the list */
bool parse_block(struct parser *p, const char *after, int line, struct py_stmts *body);

#endif
