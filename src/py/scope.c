#include "py/scope.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "py/scope_walk.h"

/* What is found, in the order of the source: a name may come many times. */
struct found {
    struct py_variable *items;
    size_t n, size;
    struct arena *arena;
    TALLOC_CTX *mem;
};

static void add(struct found *found, const char *name, enum py_variable_kind kind, size_t slot)
{
    const char *dot = strchr(name, '.'); /* "import a.b" binds a */

    if (found->n == found->size) {
        found->size = found->size ? 2 * found->size : 16;
        found->items = mem_resize(found->mem, found->items, found->size);
    }
    found->items[found->n++] = (struct py_variable){
        dot ? arena_strndup(found->arena, name, (size_t)(dot - name)) : name, kind, slot};
}

static void bind(struct py_scope_walk *walk, const char *name)
{
    add(walk->data, name, PY_VARIABLE_LOCAL, SIZE_MAX);
}

static void declare(struct py_scope_walk *walk, const struct py_stmt *stmt)
{
    for (size_t i = 0; i < stmt->scope.n; i++)
        add(walk->data, stmt->scope.names[i],
            stmt->kind == PY_GLOBAL ? PY_VARIABLE_GLOBAL : PY_VARIABLE_NONLOCAL, SIZE_MAX);
}

/* Of one name the declarations stand first, then the parameters. */
static int compare(const void *a, const void *b)
{
    const struct py_variable *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    if (order != 0)
        return order;
    if (x->kind != y->kind)
        return x->kind > y->kind ? -1 : 1;
    return x->slot < y->slot ? -1 : x->slot > y->slot;
}

static struct py_scope *finish(struct found *found, size_t n_parameters)
{
    struct py_scope *scope = arena_new_object(found->arena, struct py_scope);

    scope->n_slots = n_parameters;
    if (found->n == 0)
        return scope;
    qsort(found->items, found->n, sizeof(*found->items), compare);
    scope->variables = arena_new_array(found->arena, struct py_variable, found->n);
    for (size_t i = 0; i < found->n; i++) {
        if (i > 0 && strcmp(found->items[i - 1].name, found->items[i].name) == 0)
            continue;
        scope->variables[scope->n] = found->items[i];
        if (found->items[i].slot == SIZE_MAX && found->items[i].kind == PY_VARIABLE_LOCAL)
            scope->variables[scope->n].slot = scope->n_slots++;
        scope->n++;
    }
    return scope;
}

static size_t add_parameters(struct found *found, const struct py_parameters *parameters)
{
    size_t slot = 0;

    for (size_t i = 0; i < parameters->n; i++)
        add(found, parameters->items[i].name, PY_VARIABLE_LOCAL, slot++);
    if (parameters->rest)
        add(found, parameters->rest, PY_VARIABLE_LOCAL, slot++);
    if (parameters->rest_keyword)
        add(found, parameters->rest_keyword, PY_VARIABLE_LOCAL, slot++);
    return slot;
}

struct py_scope *py_scope_of_function(struct arena *arena, const struct py_parameters *parameters,
                                      const struct py_stmts *body)
{
    MEM_SCRATCH(scratch);
    struct found found = {.arena = arena, .mem = scratch};
    struct py_scope_walk walk = {bind, declare, &found};
    size_t n = add_parameters(&found, parameters);

    py_scope_walk_stmts(&walk, body);
    return finish(&found, n);
}

struct py_scope *py_scope_of_lambda(struct arena *arena, const struct py_expr *lambda)
{
    MEM_SCRATCH(scratch);
    struct found found = {.arena = arena, .mem = scratch};
    struct py_scope_walk walk = {bind, NULL, &found};
    size_t n = add_parameters(&found, lambda->lambda.parameters);

    py_scope_walk_expr(&walk, lambda->lambda.body);
    return finish(&found, n);
}

static void bind_nothing(struct py_scope_walk *walk, const char *name)
{
    (void)walk;
    (void)name;
}

struct py_scope *py_scope_of_comprehension(struct arena *arena, const struct py_expr *comp)
{
    MEM_SCRATCH(scratch);
    struct found found = {.arena = arena, .mem = scratch};
    struct py_scope_walk targets = {bind, NULL, &found};
    struct py_scope *scope;

    for (size_t i = 0; i < comp->comp.n; i++)
        py_scope_walk_target(&targets, comp->comp.generators[i].target);
    scope = finish(&found, 0);
    scope->is_comprehension = true;
    return scope;
}

struct py_scope *py_scope_of_body(struct arena *arena, const struct py_stmts *body)
{
    MEM_SCRATCH(scratch);
    struct found found = {.arena = arena, .mem = scratch};
    struct py_scope_walk walk = {bind_nothing, declare, &found};

    py_scope_walk_stmts(&walk, body);
    return finish(&found, 0);
}

const struct py_variable *py_scope_find(const struct py_scope *scope, const char *name)
{
    size_t from = 0, to = scope->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(name, scope->variables[middle].name);

        if (order == 0)
            return &scope->variables[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

struct bound_by {
    py_scope_name *each;
    void *data;
};

static void tell(struct py_scope_walk *walk, const char *name)
{
    const struct bound_by *by = walk->data;

    by->each(by->data, name);
}

void py_scope_bound_by(const struct py_stmt *stmt, py_scope_name *each, void *data)
{
    struct bound_by by = {each, data};
    struct py_scope_walk walk = {tell, NULL, &by};

    py_scope_walk_stmt(&walk, stmt);
}
