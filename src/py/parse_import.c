/* import and from ... import. */
#include "py/parse.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"

static const char *dotted_name(struct parser *p)
{
    MEM_SCRATCH(scratch);
    struct buf *name = buf_new(scratch, BUF_MAX);

    do {
        if (name->length > 0)
            buf_addc(name, '.');
        buf_addn(name, p->token.text, p->token.length);
        if (!parse_expect(p, TOKEN_NAME))
            return NULL;
    } while (parse_accept(p, TOKEN_DOT));
    return arena_strdup(p->arena, name->text);
}

static struct py_alias *alias(struct parser *p, bool dotted)
{
    struct py_alias *a = arena_new_object(p->arena, struct py_alias);

    a->name = dotted ? dotted_name(p) : parse_name(p);
    if (!a->name)
        return NULL;
    if (parse_accept(p, TOKEN_AS)) {
        a->asname = parse_name(p);
        if (!a->asname)
            return NULL;
    }
    return a;
}

struct py_stmt *parse_import(struct parser *p)
{
    struct py_stmt *stmt = parse_new_stmt(p, PY_IMPORT, parse_here(p));
    size_t base = parse_list_begin(p);

    parse_advance(p);
    do {
        if (!parse_list_add(p, alias(p, true)))
            return NULL;
    } while (parse_accept(p, TOKEN_COMMA));
    stmt->import.names = parse_list_copies(p, base, sizeof(struct py_alias), &stmt->import.n);
    return stmt;
}

/* The dots and the name behind 'from'. */
static bool source(struct parser *p, struct py_stmt *stmt)
{
    for (;;) {
        if (parse_accept(p, TOKEN_DOT))
            stmt->import.level++;
        else if (parse_accept(p, TOKEN_ELLIPSIS))
            stmt->import.level += 3;
        else
            break;
    }
    if (stmt->import.level > 0 && parse_at(p, TOKEN_IMPORT))
        return true;
    stmt->import.module = dotted_name(p);
    return stmt->import.module != NULL;
}

static bool names(struct parser *p, bool parenthesized)
{
    do {
        if (parenthesized && p->previous.kind == TOKEN_COMMA && parse_at(p, TOKEN_RPAREN))
            break;
        if (!parenthesized && p->previous.kind == TOKEN_COMMA && parse_at(p, TOKEN_NEWLINE))
            return parse_fail_here(p, "trailing comma not allowed without surrounding parentheses");
        if (!parse_list_add(p, alias(p, false)))
            return false;
    } while (parse_accept(p, TOKEN_COMMA));
    return true;
}

static bool star(struct parser *p)
{
    struct py_alias *a = arena_new_object(p->arena, struct py_alias);

    a->name = "*";
    if (p->scope.in_function || p->scope.in_class)
        parse_late(p, PARSE_NAMES, &p->token, "import * only allowed at module level");
    parse_advance(p);
    return parse_list_add(p, a);
}

static bool imported(struct parser *p)
{
    if (parse_at(p, TOKEN_STAR))
        return star(p);
    if (!parse_accept(p, TOKEN_LPAREN)) {
        if (!names(p, false))
            return false;
        return true;
    }
    return names(p, true) && parse_expect(p, TOKEN_RPAREN);
}

/* What was optional once; all of it but the last two is the rule today. */
static bool is_feature(const char *name)
{
    static const char *const features[] = {
        "nested_scopes",  "generators",       "division",       "absolute_import", "with_statement",
        "print_function", "unicode_literals", "generator_stop", "annotations",     "barry_as_FLUFL",
    };

    for (size_t i = 0; i < sizeof(features) / sizeof(*features); i++)
        if (strcmp(features[i], name) == 0)
            return true;
    return false;
}

static void check_future(struct parser *p, const struct py_stmt *stmt, struct py_token token)
{
    token.end_line = p->previous.end_line;
    token.end_column = p->previous.end_column;
    if (p->future_is_over)
        parse_late(p, PARSE_NAMES, &token,
                   "from __future__ imports must occur at the beginning of the file");
    for (size_t i = 0; i < stmt->import.n; i++)
        if (strcmp(stmt->import.names[i].name, "braces") == 0)
            parse_late(p, PARSE_NAMES, &token, "not a chance");
        else if (!is_feature(stmt->import.names[i].name))
            parse_late(p, PARSE_NAMES, &token, "future feature %.100s is not defined",
                       stmt->import.names[i].name);
}

struct py_stmt *parse_import_from(struct parser *p)
{
    const struct py_token start = p->token;
    struct py_stmt *stmt = parse_new_stmt(p, PY_IMPORT_FROM, parse_here(p));
    size_t base = parse_list_begin(p);

    parse_advance(p);
    if (!source(p, stmt) || !parse_expect(p, TOKEN_IMPORT) || !imported(p))
        return NULL;
    stmt->import.names = parse_list_copies(p, base, sizeof(struct py_alias), &stmt->import.n);
    if (stmt->import.module && strcmp(stmt->import.module, "__future__") == 0 &&
        stmt->import.level == 0)
        check_future(p, stmt, start);
    return stmt;
}
