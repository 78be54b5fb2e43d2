/* The match statement and its patterns. */
#include "py/parse.h"

#include "base/arena.h"

static struct py_pattern *new_pattern(struct parser *p, enum py_pattern_kind kind)
{
    struct py_pattern *pattern = arena_new_object(p->arena, struct py_pattern);

    pattern->kind = kind;
    pattern->line = p->token.line;
    pattern->column = p->token.column;
    return pattern;
}

static void take_patterns(struct parser *p, size_t base, struct py_pattern *pattern)
{
    struct py_exprs list = parse_list_take(p, base);

    pattern->patterns = (struct py_pattern **)(void *)list.items;
    pattern->n = list.n;
}

static struct py_pattern *as_pattern(struct parser *p);

/* A name to bind, or NULL for '_'. */
static bool capture_name(struct parser *p, const char **name)
{
    bool wildcard = parse_at_word(p, "_");

    *name = parse_name(p);
    if (!*name)
        return false;
    if (wildcard)
        *name = NULL;
    return true;
}

static struct py_pattern *star_or_pattern(struct parser *p)
{
    struct py_pattern *pattern;

    if (!parse_at(p, TOKEN_STAR))
        return as_pattern(p);
    pattern = new_pattern(p, PY_MATCH_STAR);
    parse_advance(p);
    return capture_name(p, &pattern->name) ? pattern : NULL;
}

/* More of a sequence, up to 'end'; 'first' may be NULL. */
static struct py_pattern *sequence(struct parser *p, struct py_pattern *pattern,
                                   struct py_pattern *first, enum py_token_kind end)
{
    size_t base = parse_list_begin(p);

    pattern->kind = PY_MATCH_SEQUENCE;
    if (first) {
        parse_list_add(p, first);
        parse_accept(p, TOKEN_COMMA);
    }
    while (!parse_at(p, end) && !(end == TOKEN_COLON && parse_at(p, TOKEN_IF))) {
        if (!parse_list_add(p, star_or_pattern(p)))
            return NULL;
        if (!parse_accept(p, TOKEN_COMMA))
            break;
    }
    take_patterns(p, base, pattern);
    return pattern;
}

static struct py_pattern *bracketed(struct parser *p)
{
    struct py_pattern *pattern = new_pattern(p, PY_MATCH_SEQUENCE);

    parse_advance(p);
    return sequence(p, pattern, NULL, TOKEN_RSQB) && parse_expect(p, TOKEN_RSQB) ? pattern : NULL;
}

static struct py_pattern *parenthesized(struct parser *p)
{
    struct py_pattern *pattern = new_pattern(p, PY_MATCH_SEQUENCE), *first;

    parse_advance(p);
    if (parse_accept(p, TOKEN_RPAREN))
        return pattern;
    first = star_or_pattern(p);
    if (!first)
        return NULL;
    if (parse_at(p, TOKEN_COMMA) || first->kind == PY_MATCH_STAR)
        return sequence(p, pattern, first, TOKEN_RPAREN) && parse_expect(p, TOKEN_RPAREN) ? pattern
                                                                                          : NULL;
    return parse_expect(p, TOKEN_RPAREN) ? first : NULL;
}

/* A number with its sign, and a complex one written as a sum. */
static struct py_expr *signed_number(struct parser *p)
{
    struct py_expr *expr;

    if (!parse_at(p, TOKEN_MINUS))
        return parse_at(p, TOKEN_NUMBER) ? parse_number(p) : parse_fail(p);
    expr = parse_new(p, PY_UNARY, parse_here(p));
    parse_advance(p);
    if (!parse_at(p, TOKEN_NUMBER))
        return parse_fail(p);
    expr->binary.op = PY_NEGATE;
    expr->binary.right = parse_number(p);
    return parse_end(p, expr);
}

static struct py_expr *number(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *left = signed_number(p), *expr;

    if (!left || (!parse_at(p, TOKEN_PLUS) && !parse_at(p, TOKEN_MINUS)))
        return left;
    expr = parse_new(p, PY_BINARY, start);
    expr->binary.op = parse_at(p, TOKEN_PLUS) ? PY_ADD : PY_SUB;
    parse_advance(p);
    if (!parse_at(p, TOKEN_NUMBER))
        return parse_fail(p);
    expr->binary.left = left;
    expr->binary.right = parse_number(p);
    if (expr->binary.right->constant.kind != PY_CONSTANT_COMPLEX)
        return parse_fail_expr(p, expr->binary.right,
                               "imaginary number required in complex literal");
    return parse_end(p, expr);
}

/* "a.b.c", of which the first name may have been read. */
static struct py_expr *dotted(struct parser *p)
{
    const struct parse_place start = parse_here(p);
    struct py_expr *expr = parse_new(p, PY_NAME, start);

    expr->name = parse_name(p);
    if (!expr->name)
        return NULL;
    parse_end(p, expr);
    while (parse_accept(p, TOKEN_DOT)) {
        struct py_expr *attribute = parse_new(p, PY_ATTRIBUTE, start);

        attribute->attribute.value = expr;
        attribute->attribute.name = parse_name(p);
        if (!attribute->attribute.name)
            return NULL;
        expr = parse_end(p, attribute);
    }
    return expr;
}

static struct py_expr *literal(struct parser *p)
{
    switch (p->token.kind) {
    case TOKEN_MINUS:
    case TOKEN_NUMBER:
        return number(p);
    case TOKEN_STRING:
    case TOKEN_FSTRING: {
        struct py_expr *expr = parse_strings(p);

        if (expr && expr->kind == PY_JOINED_STR)
            return parse_fail_expr(p, expr,
                                   "patterns may only match literals and attribute lookups");
        return expr;
    }
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
        return parse_atom(p);
    default:
        return parse_fail(p);
    }
}

/* ---- mappings -------------------------------------------------------------------------------- */

static struct py_expr *mapping_key(struct parser *p)
{
    struct py_expr *key;

    if (!parse_at(p, TOKEN_NAME))
        return literal(p);
    key = dotted(p);
    if (key && key->kind == PY_NAME)
        return parse_fail(p);
    return key;
}

/* Keys and patterns alternate on the list. */
static bool mapping_items(struct parser *p, struct py_pattern *pattern)
{
    while (!parse_at(p, TOKEN_RBRACE)) {
        if (parse_accept(p, TOKEN_DOUBLE_STAR)) {
            pattern->name = parse_name(p);
            if (!pattern->name)
                return false;
            parse_accept(p, TOKEN_COMMA);
            break;
        }
        if (!parse_list_add(p, mapping_key(p)) || !parse_expect(p, TOKEN_COLON) ||
            !parse_list_add(p, as_pattern(p)))
            return false;
        if (!parse_accept(p, TOKEN_COMMA))
            break;
    }
    return parse_expect(p, TOKEN_RBRACE);
}

static struct py_pattern *mapping(struct parser *p)
{
    struct py_pattern *pattern = new_pattern(p, PY_MATCH_MAPPING);
    size_t base = parse_list_begin(p);
    struct py_exprs all;

    parse_advance(p);
    if (!mapping_items(p, pattern))
        return NULL;
    all = parse_list_take(p, base);
    pattern->n = pattern->keys.n = all.n / 2;
    pattern->keys.items = arena_new_array(p->arena, struct py_expr *, pattern->n);
    pattern->patterns = arena_new_array(p->arena, struct py_pattern *, pattern->n);
    for (size_t i = 0; i < pattern->n; i++) {
        pattern->keys.items[i] = all.items[2 * i];
        pattern->patterns[i] = (struct py_pattern *)(void *)all.items[2 * i + 1];
    }
    return pattern;
}

/* ---- classes --------------------------------------------------------------------------------- */

/* Is the next token a name with '=' behind it? */
static bool at_keyword(struct parser *p)
{
    return parse_at(p, TOKEN_NAME) && parse_peek(p).kind == TOKEN_EQUAL;
}

static bool class_arguments(struct parser *p, struct py_pattern *pattern)
{
    size_t base = parse_list_begin(p), size = 0;

    while (!parse_at(p, TOKEN_RPAREN)) {
        if (at_keyword(p)) {
            if (pattern->n_names == size) {
                const char **more = arena_new_array(p->arena, const char *, size = size * 2 + 4);

                for (size_t i = 0; i < pattern->n_names; i++)
                    more[i] = pattern->names[i];
                pattern->names = more;
            }
            pattern->names[pattern->n_names++] = parse_name(p);
            parse_advance(p);
        } else if (pattern->n_names > 0) {
            return parse_fail_at(p, &p->token, "positional patterns follow keyword patterns");
        }
        if (!parse_list_add(p, as_pattern(p)))
            return false;
        if (!parse_accept(p, TOKEN_COMMA))
            break;
    }
    take_patterns(p, base, pattern);
    return parse_expect(p, TOKEN_RPAREN);
}

/* What begins with a name: a capture, a value with dots, or a class. */
static struct py_pattern *named(struct parser *p)
{
    struct py_pattern *pattern = new_pattern(p, PY_MATCH_AS);
    bool wildcard = parse_at_word(p, "_");
    struct py_expr *value = dotted(p);

    if (!value)
        return NULL;
    if (parse_accept(p, TOKEN_LPAREN)) {
        pattern->kind = PY_MATCH_CLASS;
        pattern->value = value;
        return class_arguments(p, pattern) ? pattern : NULL;
    }
    if (value->kind == PY_NAME) {
        pattern->name = wildcard ? NULL : value->name;
    } else {
        pattern->kind = PY_MATCH_VALUE;
        pattern->value = value;
    }
    return pattern;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static struct py_pattern *closed(struct parser *p)
{
    struct py_pattern *pattern;

    switch (p->token.kind) {
    case TOKEN_NAME:
        return named(p);
    case TOKEN_LPAREN:
        return parenthesized(p);
    case TOKEN_LSQB:
        return bracketed(p);
    case TOKEN_LBRACE:
        return mapping(p);
    default:
        pattern = new_pattern(p, PY_MATCH_VALUE);
        pattern->value = literal(p);
        return pattern->value ? pattern : NULL;
    }
}

/* Nothing that comes behind a pattern which takes all is ever tried. */
static void check_reachable(struct parser *p, const struct py_pattern *before)
{
    const struct py_token token = {.line = before->line,
                                   .column = before->column,
                                   .end_line = before->line,
                                   .end_column = before->column + 1};

    if (before->kind != PY_MATCH_AS || before->n > 0)
        return;
    if (before->name)
        parse_late(p, PARSE_PLACES, &token,
                   "name capture '%s' makes remaining patterns unreachable", before->name);
    else
        parse_late(p, PARSE_PLACES, &token, "wildcard makes remaining patterns unreachable");
}

static struct py_pattern *alternatives(struct parser *p)
{
    struct py_pattern *either = new_pattern(p, PY_MATCH_OR), *first = closed(p);
    size_t base = parse_list_begin(p);

    if (!first || !parse_at(p, TOKEN_VBAR))
        return first;
    parse_list_add(p, first);
    while (parse_accept(p, TOKEN_VBAR)) {
        check_reachable(p, p->stack[p->n_stack - 1]);
        if (!parse_list_add(p, closed(p)))
            return NULL;
    }
    take_patterns(p, base, either);
    return either;
}

static struct py_pattern *named_alternatives(struct parser *p)
{
    struct py_pattern *as = new_pattern(p, PY_MATCH_AS), *inner = alternatives(p);

    if (!inner || !parse_accept(p, TOKEN_AS))
        return inner;
    if (parse_at_word(p, "_"))
        return parse_fail_at(p, &p->token, "cannot use '_' as a target");
    if (!parse_at(p, TOKEN_NAME))
        return parse_fail_at(p, &p->token, "invalid pattern target");
    as->name = parse_name(p);
    as->patterns = arena_new_array(p->arena, struct py_pattern *, 1);
    as->patterns[0] = inner;
    as->n = 1;
    return as;
}

static struct py_pattern *as_pattern(struct parser *p)
{
    struct py_pattern *pattern;

    if (!parse_enter(p))
        return NULL;
    pattern = named_alternatives(p);
    parse_leave(p);
    return pattern;
}

static struct py_pattern *patterns(struct parser *p)
{
    struct py_pattern *open = new_pattern(p, PY_MATCH_SEQUENCE), *first = star_or_pattern(p);

    if (!first || (!parse_at(p, TOKEN_COMMA) && first->kind != PY_MATCH_STAR))
        return first;
    return sequence(p, open, first, TOKEN_COLON);
}

static struct py_case *match_case(struct parser *p)
{
    struct py_case *c = arena_new_object(p->arena, struct py_case);
    int line = p->token.line;

    if (!parse_at_word(p, "case"))
        return parse_fail(p);
    parse_advance(p);
    c->pattern = patterns(p);
    if (!c->pattern)
        return NULL;
    if (parse_accept(p, TOKEN_IF)) {
        c->guard = parse_named(p);
        if (!c->guard)
            return NULL;
    }
    if (!parse_expect_colon(p))
        return NULL;
    return parse_block(p, "'case' statement", line, &c->body) ? c : NULL;
}

static bool cases(struct parser *p, struct py_stmt *stmt)
{
    size_t base = parse_list_begin(p);
    int end_line;

    while (!parse_at(p, TOKEN_DEDENT)) {
        const struct py_case *before = p->n_stack > base ? p->stack[p->n_stack - 1] : NULL;

        if (before && !before->guard)
            check_reachable(p, before->pattern);
        if (!parse_list_add(p, match_case(p)))
            return false;
    }
    end_line = p->previous.end_line;
    stmt->match.cases = parse_list_copies(p, base, sizeof(struct py_case), &stmt->match.n);
    if (!parse_expect(p, TOKEN_DEDENT))
        return false;
    p->previous.end_line = end_line;
    return true;
}

/* "match x:" and the end of the line; then it is no longer a name. */
static struct py_expr *subject(struct parser *p)
{
    struct parse_place start;
    struct py_expr *first, *expr;
    size_t base = parse_list_begin(p);

    parse_advance(p);
    start = parse_here(p);
    first = parse_star_named(p);
    if (!first || (!parse_at(p, TOKEN_COMMA) && first->kind != PY_STARRED))
        return first;
    expr = parse_new(p, PY_TUPLE, start);
    parse_list_add(p, first);
    while (parse_accept(p, TOKEN_COMMA) && !parse_at(p, TOKEN_COLON))
        if (!parse_list_add(p, parse_star_named(p)))
            return NULL;
    expr->elements = parse_list_take(p, base);
    return parse_end(p, expr);
}

static struct py_stmt *match_body(struct parser *p, struct py_stmt *stmt)
{
    bool done;

    if (!parse_at(p, TOKEN_INDENT))
        return parse_fail_block(p, "'match' statement", stmt->line);
    parse_advance(p);
    if (!parse_enter(p))
        return NULL;
    done = cases(p, stmt);
    parse_leave(p);
    return done ? stmt : NULL;
}

bool parse_match(struct parser *p, struct py_stmt **stmt)
{
    const struct parse_mark mark = parse_mark(p);
    struct py_stmt *made = parse_new_stmt(p, PY_MATCH, parse_here(p));

    made->match.subject = subject(p);
    if (made->match.subject && parse_at(p, TOKEN_NEWLINE))
        parse_fail_here(p, "expected ':'");
    if (!made->match.subject || !parse_accept(p, TOKEN_COLON) || !parse_at(p, TOKEN_NEWLINE)) {
        parse_go_back(p, &mark);
        return false;
    }
    parse_advance(p);
    *stmt = match_body(p, made);
    return true;
}
