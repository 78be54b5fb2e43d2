#include "script/py_slice.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "py/py.h"
#include "py/walk.h"

/* Does the statement, or one in its body, bind the name? */
static bool py_slice_binds(const struct py_stmt *stmt, const char *name);

/* More names than a setting can need. */
enum { NAMES_MAX = 500 };

static void add_expr(struct py_walk *walk, const struct py_expr *expr)
{
    struct strlist *names = walk->data;

    if (expr->kind == PY_NAME && names->n < NAMES_MAX && !strlist_has(names, expr->name))
        strlist_add(names, expr->name);
    py_walk_expr(walk, expr);
}

static void add_stmt(struct py_walk *walk, const struct py_stmt *stmt)
{
    py_walk_stmt(walk, stmt);
}

/* "import a.b" binds "a"; "import a.b as c" and "from a import b as c" bind "c". */
static bool import_binds(const struct py_stmt *stmt, const char *name)
{
    for (size_t i = 0; i < stmt->import.n; i++) {
        const struct py_alias *alias = &stmt->import.names[i];
        size_t n = stmt->kind == PY_IMPORT ? strcspn(alias->name, ".") : strlen(alias->name);

        if (alias->asname ? strcmp(alias->asname, name) == 0
                          : strlen(name) == n && strncmp(alias->name, name, n) == 0)
            return true;
    }
    return false;
}

static bool target_binds(const struct py_expr *target, const char *name)
{
    if (!target)
        return false;
    if (target->kind == PY_STARRED)
        return target_binds(target->value, name);
    for (size_t i = 0;
         (target->kind == PY_TUPLE || target->kind == PY_LIST) && i < target->elements.n; i++)
        if (target_binds(target->elements.items[i], name))
            return true;
    return target->kind == PY_NAME && strcmp(target->name, name) == 0;
}

struct search {
    const char *name;
    bool found;
};

static void search_stmt(struct py_walk *walk, const struct py_stmt *stmt)
{
    struct search *search = walk->data;

    search->found = search->found || py_slice_binds(stmt, search->name);
}

static bool body_binds(const struct py_stmt *stmt, const char *name)
{
    struct search search = {.name = name};
    struct py_walk walk = {.stmt = search_stmt, .data = &search};

    py_walk_stmt(&walk, stmt);
    return search.found;
}

static bool py_slice_binds(const struct py_stmt *stmt, const char *name)
{
    bool binds = false;

    switch (stmt->kind) {
    case PY_IMPORT:
    case PY_IMPORT_FROM:
        return import_binds(stmt, name);
    case PY_FUNCTION_DEF:
        return strcmp(stmt->function.name, name) == 0;
    case PY_CLASS_DEF:
        return strcmp(stmt->class_def.name, name) == 0;
    case PY_ANN_ASSIGN:
        return stmt->ann_assign.value && target_binds(stmt->ann_assign.target, name);
    case PY_AUG_ASSIGN:
        return target_binds(stmt->aug_assign.target, name);
    case PY_ASSIGN:
        for (size_t i = 0; i < stmt->assign.targets.n; i++)
            binds = binds || target_binds(stmt->assign.targets.items[i], name);
        return binds;
    case PY_FOR:
        return target_binds(stmt->loop.target, name) || body_binds(stmt, name);
    case PY_WITH:
        for (size_t i = 0; i < stmt->with.n; i++)
            binds = binds || target_binds(stmt->with.items[i].target, name);
        return binds || body_binds(stmt, name);
    default:
        return body_binds(stmt, name);
    }
}

/* Statements that may be needed, and which of them are. */
struct candidates {
    const struct py_stmt **items;
    bool *wanted;
    size_t n;
};

struct collection {
    TALLOC_CTX *mem;
    struct candidates *into;
    int line;
};

static void add_candidate(TALLOC_CTX *mem, struct candidates *c, const struct py_stmt *stmt)
{
    c->items = mem_resize(mem, c->items, c->n + 1);
    c->wanted = mem_resize(mem, c->wanted, c->n + 1);
    c->items[c->n] = stmt;
    c->wanted[c->n++] = false;
}

/* What runs before the line: of a block around it, what stands in the block before it. */
static void collect_local(struct py_walk *walk, const struct py_stmt *stmt)
{
    const struct collection *collection = walk->data;

    if (stmt->line > collection->line)
        return;
    if (stmt->end_line >= collection->line)
        py_walk_stmt(walk, stmt);
    else
        add_candidate(collection->mem, collection->into, stmt);
}

static bool is_needed(const struct py_stmt *stmt, const struct strlist *names)
{
    for (size_t i = 0; i < names->n; i++)
        if (py_slice_binds(stmt, names->items[i]))
            return true;
    return false;
}

/* Want one more that binds a name that is needed. */
static bool want_more(struct candidates *c, struct strlist *names)
{
    struct py_walk walk = {.expr = add_expr, .stmt = add_stmt, .data = names};
    bool more = false;

    for (size_t i = 0; i < c->n; i++) {
        if (c->wanted[i] || !is_needed(c->items[i], names))
            continue;
        c->wanted[i] = more = true;
        py_walk_stmt(&walk, c->items[i]);
    }
    return more;
}

static struct py_stmts wanted(const struct py_slice *slice, const struct candidates *c,
                              const struct py_stmt *last)
{
    struct py_stmts body = {arena_new_array(slice->arena, struct py_stmt *, c->n + 1), 0};

    for (size_t i = 0; i < c->n; i++)
        if (c->wanted[i])
            body.items[body.n++] = (struct py_stmt *)(uintptr_t)c->items[i];
    body.items[body.n++] = (struct py_stmt *)(uintptr_t)last;
    return body;
}

static struct py_stmt *make_return(const struct py_slice *slice, const struct py_expr *expr)
{
    struct py_stmt *stmt = arena_new_object(slice->arena, struct py_stmt);

    *stmt = (struct py_stmt){.kind = PY_RETURN, .line = expr->line, .end_line = expr->end_line};
    stmt->value = (struct py_expr *)(uintptr_t)expr;
    return stmt;
}

static struct py_stmt *make_function(const struct py_slice *slice, struct py_stmts body)
{
    struct py_stmt *stmt = arena_new_object(slice->arena, struct py_stmt);

    *stmt = (struct py_stmt){.kind = PY_FUNCTION_DEF, .line = slice->line, .end_line = slice->line};
    stmt->function.name = "value";
    stmt->function.parameters = arena_new_object(slice->arena, struct py_parameters);
    stmt->function.body = body;
    return stmt;
}

static const struct py_tree *make_tree(const struct py_slice *slice, struct py_stmts body)
{
    struct py_tree *tree = arena_new_object(slice->arena, struct py_tree);

    *tree = (struct py_tree){.path = slice->tree->path, .body = body};
    return tree;
}

static const struct py_tree *cut(const struct py_slice *slice, const struct py_expr *expr)
{
    MEM_SCRATCH(scratch);
    struct candidates local = {.n = 0}, global = {.n = 0};
    struct collection collection = {scratch, &local, slice->line};
    struct py_walk collect = {.stmt = collect_local, .data = &collection};
    struct strlist *names = strlist_new(scratch);
    struct py_walk walk = {.expr = add_expr, .data = names};
    struct py_stmt *function;

    add_expr(&walk, expr);
    if (slice->function)
        py_walk_stmts(&collect, &slice->function->function.body);
    for (size_t i = 0; i < slice->tree->body.n; i++)
        add_candidate(scratch, &global, slice->tree->body.items[i]);
    while (want_more(&local, names) || want_more(&global, names))
        ;
    function = make_function(slice, wanted(slice, &local, make_return(slice, expr)));
    return make_tree(slice, wanted(slice, &global, function));
}

struct py_object *py_slice_value(const struct py_slice *slice, const struct py_expr *expr)
{
    static const struct py_args no_arguments = {.n = 0};
    MEM_SCRATCH(scratch);
    struct error *why = error_new(scratch);
    struct py_module *module = py_load(slice->py, cut(slice, expr), "env_py", why);
    struct py_object *function = module ? py_dict_at(module->dict, "value") : NULL;

    return function ? py_run(slice->py, function, &no_arguments, why) : NULL;
}

const struct py_stmt *py_slice_binding(const struct py_slice *slice, const char *name)
{
    MEM_SCRATCH(scratch);
    struct candidates local = {.n = 0};
    struct collection collection = {scratch, &local, slice->line};
    struct py_walk collect = {.stmt = collect_local, .data = &collection};

    if (slice->function)
        py_walk_stmts(&collect, &slice->function->function.body);
    for (size_t i = local.n; i-- > 0;)
        if (py_slice_binds(local.items[i], name))
            return local.items[i];
    for (size_t i = slice->tree->body.n; i-- > 0;)
        if (py_slice_binds(slice->tree->body.items[i], name))
            return slice->tree->body.items[i];
    return NULL;
}
