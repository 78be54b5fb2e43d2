#include "script/naming_py.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "py/parser.h"
#include "py/py.h"
#include "py/walk.h"
#include "script/env_py.h"
#include "script/py_slice.h"

/* How many modules are read at most, and in how many of their names a way is looked for. */
enum { MODULES_MAX = 60, STEPS_MAX = 400 };

/* One name of one module that leads on. */
struct trail {
    const char *module; /* dotted; "" for env.py */
    const char *name;
};

struct hunt {
    TALLOC_CTX *mem;
    struct env_py *env;
    const struct py_slice *start;
    struct map *trees; /* by module's name; NULL: no module of the project */
    struct trail *trails;
    size_t n;
    bool found;
};

static void follow(struct hunt *hunt, const char *module, const char *name)
{
    for (size_t i = 0; i < hunt->n; i++)
        if (strcmp(hunt->trails[i].module, module) == 0 && strcmp(hunt->trails[i].name, name) == 0)
            return;
    if (hunt->n >= STEPS_MAX)
        return;
    hunt->trails = mem_resize(hunt->mem, hunt->trails, hunt->n + 1);
    hunt->trails[hunt->n++] =
        (struct trail){mem_strdup(hunt->mem, module), mem_strdup(hunt->mem, name)};
}

static const struct py_tree *read_module(struct hunt *hunt, const char *module)
{
    const struct py_host *world = py_world(hunt->start->py);
    const char *path, *text;
    size_t length;
    bool is_package;

    if (map_has(hunt->trees, module))
        return map_at(hunt->trees, module);
    text = hunt->trees->n < MODULES_MAX
               ? world->source(world->data, module, &path, &length, &is_package)
               : NULL;
    map_put(hunt->trees, module,
            text ? py_parse(hunt->start->arena, path, text, length, error_new(hunt->mem)) : NULL);
    return map_at(hunt->trees, module);
}

static bool is_package(const struct hunt *hunt, const char *module)
{
    const struct py_host *world = py_world(hunt->start->py);
    const char *path;
    size_t length;
    bool package = false;

    return world->source(world->data, module, &path, &length, &package) && package;
}

/* What "from ..a import b" in 'module' names: 'level' dots lead up, the first to its package. */
static char *absolute(const struct hunt *hunt, const char *module, const struct py_stmt *stmt)
{
    char *base = mem_strdup(hunt->mem, module);
    int up = stmt->import.level - (is_package(hunt, module) ? 1 : 0);
    const char *rest = stmt->import.module ? stmt->import.module : "";

    if (stmt->import.level == 0)
        return mem_strdup(hunt->mem, rest);
    for (; up > 0 && *base; up--) {
        char *dot = strrchr(base, '.');

        *(dot ? dot : base) = '\0';
    }
    return mem_printf(hunt->mem, "%s%s%s", base, *base && *rest ? "." : "", rest);
}

static void follow_import(struct hunt *hunt, const struct trail *trail, const struct py_stmt *stmt)
{
    char *module = absolute(hunt, trail->module, stmt);

    for (size_t i = 0; i < stmt->import.n; i++) {
        const struct py_alias *alias = &stmt->import.names[i];
        const char *bound = alias->asname ? alias->asname : alias->name;

        if (strcmp(bound, trail->name) != 0)
            continue;
        follow(hunt, module, alias->name);
        /* "from app import models" names a module. */
        follow(hunt, mem_printf(hunt->mem, "%s.%s", module, alias->name), "Base");
        follow(hunt, mem_printf(hunt->mem, "%s.%s", module, alias->name), "metadata");
    }
}

/* The attributes that are looked up say what is wanted of a module that was imported whole. */
static void follow_expr(struct py_walk *walk, const struct py_expr *expr)
{
    struct strlist *names = walk->data;

    if (expr->kind == PY_NAME && !strlist_has(names, expr->name))
        strlist_add(names, expr->name);
    py_walk_expr(walk, expr);
}

static const struct py_expr *convention_of(const struct py_expr *e)
{
    const struct py_expr *function = e->kind == PY_CALL ? e->call.function : NULL;

    if (!function)
        return NULL;
    for (size_t i = 0; i < e->call.n_keywords; i++)
        if (e->call.keywords[i].name && strcmp(e->call.keywords[i].name, "naming_convention") == 0)
            return e->call.keywords[i].value;
    return NULL;
}

struct finding {
    const struct py_expr *convention;
};

static void find_expr(struct py_walk *walk, const struct py_expr *expr)
{
    struct finding *finding = walk->data;

    if (!finding->convention)
        finding->convention = convention_of(expr);
    if (!finding->convention)
        py_walk_expr(walk, expr);
}

static void find_stmt(struct py_walk *walk, const struct py_stmt *stmt)
{
    py_walk_stmt(walk, stmt);
}

static struct map *texts_of(TALLOC_CTX *mem, struct py_object *value)
{
    struct py_dict *dict = value ? py_as_dict(value) : NULL;
    struct map *map = dict ? map_new(mem) : NULL;

    for (size_t i = 0; dict && i < dict->n_entries; i++) {
        const char *key = dict->entries[i].key ? py_text(dict->entries[i].key) : NULL;
        const char *text = key ? py_text(dict->entries[i].value) : NULL;

        if (text)
            map_put(map, key, mem_strdup(map, text));
    }
    return map && map->n > 0 ? map : NULL;
}

static bool store(struct hunt *hunt, const struct py_tree *tree, const struct py_stmt *stmt,
                  const struct py_expr *convention)
{
    struct py_slice slice = *hunt->start;

    slice.tree = tree;
    slice.function = NULL;
    slice.line = stmt->line;
    hunt->env->naming = texts_of(hunt->env, py_slice_value(&slice, convention));
    hunt->env->naming_path = mem_strdup(hunt->env, tree->path);
    hunt->env->naming_line = convention->line;
    return hunt->env->naming != NULL;
}

/* The value of "target_metadata.naming_convention = value". */
static const struct py_expr *assigned_convention(const struct py_stmt *stmt)
{
    for (size_t i = 0; stmt->kind == PY_ASSIGN && i < stmt->assign.targets.n; i++) {
        const struct py_expr *target = stmt->assign.targets.items[i];

        if (target->kind == PY_ATTRIBUTE &&
            strcmp(target->attribute.name, "naming_convention") == 0)
            return stmt->assign.value;
    }
    return NULL;
}

static bool take_assigned(struct hunt *hunt, const struct py_tree *tree)
{
    for (size_t i = 0; i < tree->body.n; i++) {
        const struct py_expr *convention = assigned_convention(tree->body.items[i]);

        if (convention && store(hunt, tree, tree->body.items[i], convention))
            return true;
    }
    return false;
}

/* Is the convention handed over in the statement? */
static bool take(struct hunt *hunt, const struct py_tree *tree, const struct py_stmt *stmt)
{
    struct finding finding = {.convention = NULL};
    struct py_walk walk = {.expr = find_expr, .stmt = find_stmt, .data = &finding};

    py_walk_stmt(&walk, stmt);
    return finding.convention && store(hunt, tree, stmt, finding.convention);
}

static void follow_names(struct hunt *hunt, const struct trail *trail, const struct py_stmt *stmt)
{
    struct strlist *names = strlist_new(hunt->mem);
    struct py_walk walk = {.expr = follow_expr, .stmt = find_stmt, .data = names};

    py_walk_stmt(&walk, stmt);
    for (size_t i = 0; i < names->n; i++)
        follow(hunt, trail->module, names->items[i]);
}

static void look(struct hunt *hunt, const struct trail *trail)
{
    const struct py_tree *tree = read_module(hunt, trail->module);
    struct py_slice slice = *hunt->start;
    const struct py_stmt *stmt;

    if (!tree)
        return;
    slice.tree = tree;
    slice.function = NULL;
    stmt = py_slice_binding(&slice, trail->name);
    if (!stmt)
        return;
    if (stmt->kind == PY_IMPORT_FROM)
        follow_import(hunt, trail, stmt);
    else if (take(hunt, tree, stmt))
        hunt->found = true;
    else
        follow_names(hunt, trail, stmt);
}

void naming_py_find(struct env_py *env, const struct py_slice *slice)
{
    MEM_SCRATCH(scratch);
    struct hunt hunt = {.mem = scratch, .env = env, .start = slice, .trees = map_new(scratch)};

    map_put(hunt.trees, "", (void *)(uintptr_t)slice->tree);
    hunt.found = take_assigned(&hunt, slice->tree);
    follow(&hunt, "", "target_metadata");
    for (size_t i = 0; i < hunt.n && !hunt.found; i++) {
        struct trail trail = hunt.trails[i];

        look(&hunt, &trail);
    }
}
