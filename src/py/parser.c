#include "py/parser.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/declaration.h"
#include "py/parse.h"
#include "py/source.h"

/* How much of a text is read again to explain what is wrong with it. */
enum { EFFORT = 2000000 };

static void begin(struct parser *p, const struct py_source *source)
{
    lexer_init(&p->lexer, p->arena, source->text, source->length);
    p->lexer.line = source->first_line;
    p->token = (struct py_token){.kind = TOKEN_NEWLINE};
    p->scope = (struct parse_scope){.in_loop = false};
    p->depth = p->fstrings = 0;
    p->n_stack = 0;
    p->future_is_over = p->text_was_met = false;
    parse_advance(p);
}

static bool module(struct parser *p, struct py_tree *tree)
{
    struct py_exprs list;

    while (!parse_at(p, TOKEN_END))
        if (!parse_statement(p))
            return false;
    list = parse_list_take(p, 0);
    tree->body = (struct py_stmts){(struct py_stmt **)(void *)list.items, list.n};
    return !p->error.type;
}

/* Nothing better is known than where it went wrong. */
static void fail_plainly(struct parser *p, const struct py_token *at)
{
    if (at->kind == TOKEN_INDENT || at->kind == TOKEN_DEDENT) {
        parse_raise(p, at, "%s",
                    at->kind == TOKEN_INDENT ? "unexpected indent" : "unexpected unindent");
        p->error.type = "IndentationError";
        return;
    }
    parse_raise(p, at, "invalid syntax");
}

/*
 * What the lexer finds wrong further down is often the cause: a bracket that
 * is open still, a string that does not end.  An open bracket counts only if
 * the error is on another line.
 */
static void prefer_lexer_error(struct parser *p)
{
    int line = p->furthest.line;
    struct py_token token;

    lexer_skip_all(&p->lexer, &token);
    if (token.kind != TOKEN_ERROR)
        return;
    if (p->lexer.is_soft && p->lexer.n_brackets > 0)
        lexer_fail_unclosed(&p->lexer);
    else if (p->lexer.is_soft)
        return;
    if (!p->lexer.unclosed || line > p->lexer.error.line)
        p->error = p->lexer.error;
}

static void explain(struct parser *p, const struct py_source *source)
{
    const struct py_token at = p->furthest;
    const unsigned fstrings = p->furthest_fstrings;
    struct py_tree tree;

    p->explaining = true;
    p->effort = EFFORT;
    begin(p, source);
    module(p, &tree);
    if (!p->error.type) {
        p->fstrings = fstrings;
        fail_plainly(p, &at);
    }
}

/* The text cannot be parsed: find the best words. */
static void find_cause(struct parser *p, const struct py_source *source)
{
    if (!p->error.type)
        explain(p, source);
    if (!p->lexer.error.type && p->fstrings == 0 && !p->refuses &&
        strcmp(p->error.message, "unexpected indent") != 0)
        prefer_lexer_error(p);
}

static const char *docstring(const struct py_tree *tree)
{
    const struct py_stmt *first = tree->body.n > 0 ? tree->body.items[0] : NULL;

    if (!first || first->kind != PY_EXPR_STMT || first->value->kind != PY_CONSTANT ||
        first->value->constant.kind != PY_CONSTANT_STR)
        return NULL;
    return first->value->constant.text;
}

static struct py_tree *parse(struct parser *p, const struct py_source *source, struct error *err)
{
    struct py_tree *tree = arena_new_object(p->arena, struct py_tree);

    tree->path = source->path;
    begin(p, source);
    if (!module(p, tree)) {
        find_cause(p, source);
        py_syntax_error_show(&p->error, source, err);
        return NULL;
    }
    if (p->declares)
        py_declarations_check(tree, p->arena, &p->late[PARSE_NAMES]);
    for (int i = 0; i < PARSE_LATE; i++)
        if (p->late[i].type) {
            py_syntax_error_show(&p->late[i], source, err);
            return NULL;
        }
    tree->docstring = docstring(tree);
    return tree;
}

struct py_tree *py_parse_from(struct arena *arena, const char *path, int first_line,
                              const char *text, size_t length, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct py_source source = {path, text, length, first_line};
    struct parser *p = mem_new(scratch, struct parser);

    if (!py_source_check(&source, err))
        return NULL;
    p->arena = arena;
    p->stack_size = 64;
    p->stack = mem_array(scratch, void *, p->stack_size);
    return parse(p, &source, err);
}

struct py_tree *py_parse(struct arena *arena, const char *path, const char *text, size_t length,
                         struct error *err)
{
    return py_parse_from(arena, path, 1, text, length, err);
}
