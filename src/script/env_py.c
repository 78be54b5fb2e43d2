#include "script/env_py.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "py/parser.h"
#include "py/py.h"
#include "py/walk.h"
#include "script/naming_py.h"
#include "script/py_slice.h"
#include "script/scripts.h"
#include "script/source.h"

enum { FILE_MAX = 1 << 20 };

const char *const env_py_names[ENV_PY_KEYS] = {
    "version_table",     "version_table_schema", "version_table_pk", "transaction_per_migration",
    "transactional_ddl", "include_schemas",      "compare_type",     "compare_server_default",
};

/* A call of context.configure(). */
struct configuring {
    const struct py_expr *call;
    const struct py_stmt *function; /* in which it stands, or NULL */
};

struct reading {
    TALLOC_CTX *mem;
    struct py_slice slice;
    struct configuring *calls;
    size_t n;
    const struct py_stmt *function; /* that is being gone through */
};

static bool is_configure(const struct py_expr *e)
{
    const struct py_expr *function = e->kind == PY_CALL ? e->call.function : NULL;

    return function && function->kind == PY_ATTRIBUTE &&
           strcmp(function->attribute.name, "configure") == 0 &&
           function->attribute.value->kind == PY_NAME &&
           strstr(function->attribute.value->name, "context");
}

static void find_call(struct py_walk *walk, const struct py_expr *expr)
{
    struct reading *r = walk->data;

    if (!is_configure(expr)) {
        py_walk_expr(walk, expr);
        return;
    }
    r->calls = mem_resize(r->mem, r->calls, r->n + 1);
    r->calls[r->n++] = (struct configuring){expr, r->function};
}

static void find_in(struct py_walk *walk, const struct py_stmt *stmt)
{
    struct reading *r = walk->data;
    const struct py_stmt *outer = r->function;

    if (stmt->kind == PY_FUNCTION_DEF)
        r->function = stmt;
    py_walk_stmt(walk, stmt);
    r->function = outer;
}

static const struct py_expr *keyword(const struct py_expr *call, const char *name)
{
    for (size_t i = 0; i < call->call.n_keywords; i++)
        if (call->call.keywords[i].name && strcmp(call->call.keywords[i].name, name) == 0)
            return call->call.keywords[i].value;
    return NULL;
}

/* The entry of {"name": value} or dict(name=value), written as such. */
static const struct py_expr *entry_of(const struct py_expr *dict, const char *name)
{
    if (dict->kind == PY_CALL && dict->call.function->kind == PY_NAME &&
        strcmp(dict->call.function->name, "dict") == 0)
        return keyword(dict, name);
    for (size_t i = 0; dict->kind == PY_DICT && i < dict->dict.keys.n; i++) {
        const struct py_expr *key = dict->dict.keys.items[i];

        if (key && key->kind == PY_CONSTANT && key->constant.kind == PY_CONSTANT_STR &&
            strcmp(key->constant.text, name) == 0)
            return dict->dict.values.items[i];
    }
    return NULL;
}

/* In "**options", where options is a dict that is written down. */
static const struct py_expr *unpacked(const struct reading *r, const struct configuring *c,
                                      const char *name)
{
    struct py_slice slice = r->slice;

    slice.function = c->function;
    slice.line = c->call->line;
    for (size_t i = 0; i < c->call->call.n_keywords; i++) {
        const struct py_keyword_arg *k = &c->call->call.keywords[i];
        const struct py_stmt *stmt =
            k->name || k->value->kind != PY_NAME ? NULL : py_slice_binding(&slice, k->value->name);
        const struct py_expr *found =
            stmt && stmt->kind == PY_ASSIGN ? entry_of(stmt->assign.value, name) : NULL;

        if (!found && !k->name)
            found = entry_of(k->value, name);
        if (found)
            return found;
    }
    return NULL;
}

static struct env_py_fact fact_of(const struct reading *r, const struct configuring *c,
                                  const char *name)
{
    const struct py_expr *e = keyword(c->call, name);
    struct env_py_fact fact = {.standing = ENV_PY_UNKNOWN};
    struct py_slice slice = r->slice;
    struct py_object *value;

    if (!e)
        e = unpacked(r, c, name);
    if (!e)
        return (struct env_py_fact){.standing = ENV_PY_ABSENT};
    fact.line = e->line;
    slice.function = c->function;
    slice.line = c->call->line;
    value = py_slice_value(&slice, e);
    if (!value || !(py_is_none(value) || py_text(value) || py_is(value, &py_bool_type)))
        return fact;
    fact.standing = ENV_PY_KNOWN;
    if (py_is(value, &py_bool_type))
        fact.text = value == py_bool(true) ? "true" : "false";
    else if (!py_is_none(value))
        fact.text = mem_strdup(r->mem, py_text(value));
    return fact;
}

static bool is_same(const struct env_py_fact *a, const struct env_py_fact *b)
{
    return a->standing == b->standing &&
           (a->text == b->text || (a->text && b->text && strcmp(a->text, b->text) == 0));
}

/* --sql has a call of its own, which does not count where there is one with a connection. */
static bool is_online(const struct configuring *c)
{
    return keyword(c->call, "connection") != NULL;
}

static void combine(struct env_py_fact *fact, const struct env_py_fact *other, bool first)
{
    if (first)
        *fact = *other;
    else if (!is_same(fact, other))
        *fact = (struct env_py_fact){.standing = ENV_PY_UNKNOWN, .line = other->line};
}

static void read_facts(const struct reading *r, struct env_py *env)
{
    bool any_online = false, first = true;

    for (size_t i = 0; i < r->n; i++)
        any_online = any_online || is_online(&r->calls[i]);
    for (size_t i = 0; i < r->n; i++) {
        if (any_online && !is_online(&r->calls[i]))
            continue;
        for (int key = 0; key < ENV_PY_KEYS; key++) {
            struct env_py_fact fact = fact_of(r, &r->calls[i], env_py_names[key]);

            combine(&env->facts[key], &fact, first);
        }
        first = false;
    }
}

struct env_py *env_py_read(TALLOC_CTX *mem, struct scripts *scripts, const char *path,
                           struct error *err)
{
    MEM_SCRATCH(scratch);
    struct env_py *env = mem_new(scratch, struct env_py);
    struct reading r = {.mem = env};
    struct py_walk walk = {.expr = find_call, .stmt = find_in, .data = &r};
    struct source source;

    env->path = mem_strdup(env, path);
    if (!file_exists(path))
        return talloc_steal(mem, env);
    r.slice.py = scripts_interpreter(scripts);
    r.slice.arena = scripts_trees(scripts);
    if (!source_read(scratch, path, FILE_MAX, &source, err) ||
        !source_check_bytes(&source, source.length, err))
        return NULL;
    r.slice.tree =
        py_parse(r.slice.arena, arena_strdup(r.slice.arena, path), source.text, source.length, err);
    if (!r.slice.tree)
        return NULL;
    py_walk_stmts(&walk, &r.slice.tree->body);
    read_facts(&r, env);
    naming_py_find(env, &r.slice);
    return talloc_steal(mem, env);
}
