#include "py/declaration.h"

#include <stdint.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "py/ast.h"
#include "py/syntax_error.h"

/* What was seen of a name in one scope, in the order of the text. */
enum { USED = 1, BOUND = 2, PARAMETER = 4, ANNOTATED = 8, GLOBAL = 16, NONLOCAL = 32 };

struct scope {
    struct scope *parent;
    bool is_function;
    struct map *names; /* to their flags */
};

/* A name that is declared; "nonlocal x" is judged when all of the text is known. */
struct promise {
    const struct scope *scope;
    const char *name;
    const struct py_stmt *stmt;
};

struct checker {
    TALLOC_CTX *mem;
    struct arena *arena;
    struct py_syntax_error *error;
    struct scope *scope;
    const struct py_expr **waiting; /* expressions to look into */
    size_t n_waiting, size;
    struct promise *promises;
    size_t n_promises;
};

static bool __attribute__((format(printf, 3, 4)))
fail(struct checker *c, const struct py_stmt *stmt, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    py_syntax_error_set(c->error, c->arena, "SyntaxError", fmt, ap);
    va_end(ap);
    c->error->line = c->error->end_line = stmt->line;
    c->error->column = stmt->column;
    c->error->end_line = stmt->line + 1; /* up to the end of its line */
    return false;
}

static uintptr_t flags_of(const struct scope *scope, const char *name)
{
    return (uintptr_t)map_at(scope->names, name);
}

static void mark(struct scope *scope, const char *name, uintptr_t flags)
{
    if (name)
        map_put(scope->names, name, (void *)(flags_of(scope, name) | flags));
}

static struct scope *enter(struct checker *c, bool is_function)
{
    struct scope *scope = mem_new(c->mem, struct scope);

    scope->parent = c->scope;
    scope->is_function = is_function;
    scope->names = map_new(scope);
    c->scope = scope;
    return scope;
}

static void leave(struct checker *c)
{
    c->scope = c->scope->parent;
}

/* ---- expressions ----------------------------------------------------------------------------- */

static void wait(struct checker *c, const struct py_expr *expr)
{
    if (!expr)
        return;
    if (c->n_waiting == c->size) {
        c->size = c->size ? c->size * 2 : 64;
        c->waiting = mem_resize(c->mem, c->waiting, c->size);
    }
    c->waiting[c->n_waiting++] = expr;
}

static void wait_all(struct checker *c, const struct py_exprs *list)
{
    for (size_t i = 0; i < list->n; i++)
        wait(c, list->items[i]);
}

static void wait_parameters(struct checker *c, const struct py_parameters *ps)
{
    for (size_t i = 0; i < ps->n; i++) {
        wait(c, ps->items[i].annotation);
        wait(c, ps->items[i].default_value);
    }
    wait(c, ps->rest_annotation);
    wait(c, ps->rest_keyword_annotation);
}

static void wait_call(struct checker *c, const struct py_expr *e)
{
    wait(c, e->call.function);
    wait_all(c, &e->call.args);
    for (size_t i = 0; i < e->call.n_keywords; i++)
        wait(c, e->call.keywords[i].value);
}

/* The parts of an expression that belong to the same scope. */
static void wait_parts(struct checker *c, const struct py_expr *e)
{
    switch (e->kind) {
    case PY_CONSTANT:
    case PY_NAME:
        break;
    case PY_ATTRIBUTE:
        wait(c, e->attribute.value);
        break;
    case PY_SUBSCRIPT:
        wait(c, e->subscript.value);
        wait(c, e->subscript.index);
        break;
    case PY_SLICE:
        wait(c, e->slice.lower);
        wait(c, e->slice.upper);
        wait(c, e->slice.step);
        break;
    case PY_CALL:
        wait_call(c, e);
        break;
    case PY_UNARY:
    case PY_BINARY:
        wait(c, e->binary.left);
        wait(c, e->binary.right);
        break;
    case PY_BOOLEAN:
        wait_all(c, &e->boolean.values);
        break;
    case PY_COMPARE:
        wait(c, e->compare.left);
        wait_all(c, &e->compare.rights);
        break;
    case PY_IF_EXP:
        wait(c, e->if_exp.test);
        wait(c, e->if_exp.body);
        wait(c, e->if_exp.otherwise);
        break;
    case PY_LAMBDA:
        wait_parameters(c, e->lambda.parameters);
        break;
    case PY_LIST:
    case PY_TUPLE:
    case PY_SET:
    case PY_JOINED_STR:
        wait_all(c, &e->elements);
        break;
    case PY_DICT:
        wait_all(c, &e->dict.keys);
        wait_all(c, &e->dict.values);
        break;
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR:
        wait(c, e->comp.generators[0].iter);
        break;
    case PY_STARRED:
    case PY_AWAIT:
    case PY_YIELD:
    case PY_YIELD_FROM:
        wait(c, e->value);
        break;
    case PY_FORMATTED:
        wait(c, e->formatted.value);
        wait(c, e->formatted.spec);
        break;
    case PY_NAMED:
        mark(c->scope, e->named.target->name, BOUND);
        wait(c, e->named.value);
        break;
    }
}

static void use_waiting(struct checker *c)
{
    while (c->n_waiting > 0) {
        const struct py_expr *e = c->waiting[--c->n_waiting];

        if (e->kind == PY_NAME)
            mark(c->scope, e->name, USED);
        wait_parts(c, e);
    }
}

static void use(struct checker *c, const struct py_expr *expr)
{
    wait(c, expr);
    use_waiting(c);
}

/* Names in a target are bound; what else stands in it is used. */
static void bind(struct checker *c, const struct py_expr *target)
{
    if (!target)
        return;
    switch (target->kind) {
    case PY_NAME:
        mark(c->scope, target->name, BOUND);
        break;
    case PY_STARRED:
        bind(c, target->value);
        break;
    case PY_LIST:
    case PY_TUPLE:
        for (size_t i = 0; i < target->elements.n; i++)
            bind(c, target->elements.items[i]);
        break;
    default:
        use(c, target);
    }
}

static void bind_pattern(struct checker *c, const struct py_pattern *pattern)
{
    mark(c->scope, pattern->name, BOUND);
    use(c, pattern->value);
    for (size_t i = 0; i < pattern->n; i++)
        bind_pattern(c, pattern->patterns[i]);
}

/* ---- declarations ---------------------------------------------------------------------------- */

static bool declare_name(struct checker *c, const struct py_stmt *s, const char *name)
{
    const char *word = s->kind == PY_GLOBAL ? "global" : "nonlocal";
    uintptr_t flags = flags_of(c->scope, name);

    if (flags & PARAMETER)
        return fail(c, s, "name '%s' is parameter and %s", name, word);
    if (flags & USED)
        return fail(c, s, "name '%s' is used prior to %s declaration", name, word);
    if (flags & ANNOTATED)
        return fail(c, s, "annotated name '%s' can't be %s", name, word);
    if (flags & BOUND)
        return fail(c, s, "name '%s' is assigned to before %s declaration", name, word);
    mark(c->scope, name, s->kind == PY_GLOBAL ? GLOBAL : NONLOCAL);
    return true;
}

static bool declare(struct checker *c, const struct py_stmt *s)
{
    if (s->kind == PY_NONLOCAL && !c->scope->parent)
        return fail(c, s, "nonlocal declaration not allowed at module level");
    for (size_t i = 0; i < s->scope.n; i++) {
        if (!declare_name(c, s, s->scope.names[i]))
            return false;
        if ((c->n_promises & (c->n_promises - 1)) == 0)
            c->promises = mem_resize(c->mem, c->promises, c->n_promises * 2 + 1);
        c->promises[c->n_promises++] = (struct promise){c->scope, s->scope.names[i], s};
    }
    return true;
}

/* Is there a function around that binds the name? */
static bool is_bound_around(const struct promise *promise)
{
    for (const struct scope *s = promise->scope->parent; s; s = s->parent) {
        uintptr_t flags = flags_of(s, promise->name);

        if (!s->is_function && strcmp(promise->name, "__class__") == 0 && s->parent)
            return true;
        if (s->is_function && (flags & (BOUND | PARAMETER)) && !(flags & (GLOBAL | NONLOCAL)))
            return true;
    }
    return false;
}

/* The first declaration of the same name. */
static const struct py_stmt *first_promise(const struct checker *c, const struct promise *promise)
{
    const struct promise *p = c->promises;

    while (p->scope != promise->scope || strcmp(p->name, promise->name) != 0)
        p++;
    return p->stmt;
}

static bool keep_promises(struct checker *c)
{
    for (size_t i = 0; i < c->n_promises; i++) {
        const struct promise *p = &c->promises[i];

        if (p->stmt->kind == PY_GLOBAL)
            continue;
        if (flags_of(p->scope, p->name) & GLOBAL)
            return fail(c, first_promise(c, p), "name '%s' is nonlocal and global", p->name);
        if (!is_bound_around(p))
            return fail(c, p->stmt, "no binding for nonlocal '%s' found", p->name);
    }
    return true;
}

/* ---- statements ------------------------------------------------------------------------------ */

static bool stmts(struct checker *c, const struct py_stmts *list);

static void bind_parameters(struct checker *c, const struct py_parameters *ps)
{
    for (size_t i = 0; i < ps->n; i++)
        mark(c->scope, ps->items[i].name, PARAMETER);
    mark(c->scope, ps->rest, PARAMETER);
    mark(c->scope, ps->rest_keyword, PARAMETER);
}

static bool function(struct checker *c, const struct py_stmt *s)
{
    bool good;

    mark(c->scope, s->function.name, BOUND);
    wait_all(c, &s->function.decorators);
    wait_parameters(c, s->function.parameters);
    wait(c, s->function.returns);
    use_waiting(c);
    enter(c, true);
    bind_parameters(c, s->function.parameters);
    good = stmts(c, &s->function.body);
    leave(c);
    return good;
}

static bool class_def(struct checker *c, const struct py_stmt *s)
{
    bool good;

    mark(c->scope, s->class_def.name, BOUND);
    wait_all(c, &s->class_def.decorators);
    wait_all(c, &s->class_def.bases);
    for (size_t i = 0; i < s->class_def.n_keywords; i++)
        wait(c, s->class_def.keywords[i].value);
    use_waiting(c);
    enter(c, false);
    good = stmts(c, &s->class_def.body);
    leave(c);
    return good;
}

static void imported(struct checker *c, const struct py_stmt *s)
{
    MEM_SCRATCH(scratch);

    for (size_t i = 0; i < s->import.n; i++) {
        const struct py_alias *a = &s->import.names[i];

        mark(c->scope, a->asname ? a->asname : mem_strndup(scratch, a->name, strcspn(a->name, ".")),
             BOUND);
    }
}

static bool annotated(struct checker *c, const struct py_stmt *s)
{
    const struct py_expr *target = s->ann_assign.target;
    uintptr_t flags;

    if (target->kind == PY_NAME && !target->parenthesized) {
        flags = flags_of(c->scope, target->name);
        if (flags & (GLOBAL | NONLOCAL) && c->scope->parent)
            return fail(c, s, "annotated name '%s' can't be %s", target->name,
                        flags & GLOBAL ? "global" : "nonlocal");
        mark(c->scope, target->name, ANNOTATED);
    }
    bind(c, target);
    use(c, s->ann_assign.annotation);
    use(c, s->ann_assign.value);
    return true;
}

static bool attempt(struct checker *c, const struct py_stmt *s)
{
    if (!stmts(c, &s->attempt.body))
        return false;
    for (size_t i = 0; i < s->attempt.n; i++) {
        use(c, s->attempt.handlers[i].type);
        mark(c->scope, s->attempt.handlers[i].name, BOUND);
        if (!stmts(c, &s->attempt.handlers[i].body))
            return false;
    }
    return stmts(c, &s->attempt.otherwise) && stmts(c, &s->attempt.finally);
}

static bool matched(struct checker *c, const struct py_stmt *s)
{
    use(c, s->match.subject);
    for (size_t i = 0; i < s->match.n; i++) {
        bind_pattern(c, s->match.cases[i].pattern);
        use(c, s->match.cases[i].guard);
        if (!stmts(c, &s->match.cases[i].body))
            return false;
    }
    return true;
}

/* A chain of elif is as deep as it is long. */
static bool branches(struct checker *c, const struct py_stmt *s)
{
    for (;;) {
        use(c, s->test.test);
        if (!stmts(c, &s->test.body))
            return false;
        if (s->test.otherwise.n != 1 || s->test.otherwise.items[0]->kind != PY_IF)
            return stmts(c, &s->test.otherwise);
        s = s->test.otherwise.items[0];
    }
}

static bool with(struct checker *c, const struct py_stmt *s)
{
    for (size_t i = 0; i < s->with.n; i++) {
        use(c, s->with.items[i].context);
        bind(c, s->with.items[i].target);
    }
    return stmts(c, &s->with.body);
}

static bool stmt(struct checker *c, const struct py_stmt *s)
{
    switch (s->kind) {
    case PY_EXPR_STMT:
    case PY_RETURN:
        use(c, s->value);
        return true;
    case PY_ASSIGN:
        use(c, s->assign.value);
        for (size_t i = 0; i < s->assign.targets.n; i++)
            bind(c, s->assign.targets.items[i]);
        return true;
    case PY_ANN_ASSIGN:
        return annotated(c, s);
    case PY_AUG_ASSIGN:
        bind(c, s->aug_assign.target);
        use(c, s->aug_assign.value);
        return true;
    case PY_FUNCTION_DEF:
        return function(c, s);
    case PY_CLASS_DEF:
        return class_def(c, s);
    case PY_DELETE:
        for (size_t i = 0; i < s->targets.n; i++)
            bind(c, s->targets.items[i]);
        return true;
    case PY_IF:
    case PY_WHILE:
        return branches(c, s);
    case PY_FOR:
        bind(c, s->loop.target);
        use(c, s->loop.iter);
        return stmts(c, &s->loop.body) && stmts(c, &s->loop.otherwise);
    case PY_WITH:
        return with(c, s);
    case PY_MATCH:
        return matched(c, s);
    case PY_RAISE:
        use(c, s->raise.exception);
        use(c, s->raise.cause);
        return true;
    case PY_TRY:
        return attempt(c, s);
    case PY_ASSERT:
        use(c, s->assertion.test);
        use(c, s->assertion.message);
        return true;
    case PY_IMPORT:
    case PY_IMPORT_FROM:
        imported(c, s);
        return true;
    case PY_GLOBAL:
    case PY_NONLOCAL:
        return declare(c, s);
    case PY_TYPE_ALIAS:
        mark(c->scope, s->type_alias.name, BOUND);
        return true;
    case PY_PASS:
    case PY_BREAK:
    case PY_CONTINUE:
        return true;
    }
    return true;
}

static bool stmts(struct checker *c, const struct py_stmts *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (!stmt(c, list->items[i]))
            return false;
    return true;
}

bool py_declarations_check(const struct py_tree *tree, struct arena *arena,
                           struct py_syntax_error *error)
{
    MEM_SCRATCH(scratch);
    struct checker c = {.mem = scratch, .arena = arena, .error = error};

    enter(&c, false);
    return stmts(&c, &tree->body) && keep_promises(&c);
}
