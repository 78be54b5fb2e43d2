#include "py/parser.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/parse.h"
#include "py/source.h"

static bool module(struct parser *p, struct py_tree *tree)
{
    size_t base = parse_list_begin(p);
    struct py_exprs list;

    parse_advance(p);
    while (!parse_at(p, TOKEN_END))
        if (!parse_statement(p))
            return false;
    list = parse_list_take(p, base);
    tree->body = (struct py_stmts){(struct py_stmt **)(void *)list.items, list.n};
    return !p->error.type;
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
    if (!module(p, tree)) {
        py_syntax_error_show(&p->error, source, err);
        return NULL;
    }
    if (p->late.type) {
        py_syntax_error_show(&p->late, source, err);
        return NULL;
    }
    tree->docstring = docstring(tree);
    return tree;
}

struct py_tree *py_parse(struct arena *arena, const char *path, const char *text, size_t length,
                         struct error *err)
{
    MEM_SCRATCH(scratch);
    struct py_source source = {path, text, length};
    struct parser *p = mem_new(scratch, struct parser);

    if (!py_source_check(&source, err))
        return NULL;
    p->arena = arena;
    p->stack_size = 64;
    p->stack = mem_array(scratch, void *, p->stack_size);
    lexer_init(&p->lexer, arena, source.text, source.length);
    p->token.kind = TOKEN_NEWLINE;
    return parse(p, &source, err);
}
