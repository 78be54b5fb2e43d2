#include "py/frame.h"

#include <string.h>

#include "base/arena.h"
#include "py/builtins.h"
#include "py/import.h"
#include "py/interp.h"
#include "py/scope.h"

/* The value of a global or builtin name; NULL without raising when there is none. */
static struct py_object *py_global(struct py *py, const struct py_frame *frame, const char *name);

struct py_env *py_env_new(struct py *py, const struct py_scope *scope, struct py_env *parent)
{
    struct py_env *env =
        arena_alloc(py->arena, sizeof(struct py_env) + scope->n_slots * sizeof(struct py_object *));

    env->scope = scope;
    env->parent = parent;
    return env;
}

struct py_env *py_env_of_dict(struct py *py, const struct py_scope *scope, struct py_env *parent,
                              struct py_dict *dict)
{
    struct py_env *env = arena_new_object(py->arena, struct py_env);

    env->scope = scope;
    env->parent = parent;
    env->dict = dict;
    return env;
}

/* "from x import *" of a module whose names are not known beforehand. */
static struct py_object *from_stars(struct py *py, const struct py_module *module, const char *name)
{
    struct py_object *stars = py_dict_at(module->dict, "*");
    const struct py_list *list = stars ? py_as_sequence(stars) : NULL;

    for (size_t i = list ? list->n : 0; i-- > 0;) {
        struct py_object *value = py_poison_origin(list->items[i])
                                      ? list->items[i]
                                      : py_attr_or_null(py, list->items[i], name);

        if (value || py_raised(py))
            return value;
    }
    return NULL;
}

static struct py_object *py_global(struct py *py, const struct py_frame *frame, const char *name)
{
    struct py_object *value = py_dict_at(frame->module->dict, name);

    if (!value)
        value = py_builtin(py, name);
    if (!value && !py_raised(py))
        value = from_stars(py, frame->module, name);
    return value || py_raised(py) ? value : py_import_ambient(py, name);
}

static const char *with_class_name(struct py *py, const char *name)
{
    for (const struct py_env *env = py->frame->env; env; env = env->parent)
        if (env->class_name) {
            const char *plain = env->class_name + strspn(env->class_name, "_");
            struct py_object *mangled = *plain ? py_stringf(py, "_%s%s", plain, name) : NULL;

            return mangled ? py_text(mangled) : name;
        }
    return name;
}

const char *py_mangle(struct py *py, const char *name)
{
    size_t length;

    if (name[0] != '_' || name[1] != '_')
        return name;
    length = strlen(name);
    return length > 4 && strcmp(name + length - 2, "__") == 0 ? name : with_class_name(py, name);
}

static struct py_object *load_global(struct py *py, const char *name)
{
    struct py_object *value = py_global(py, py->frame, name);

    if (!value && !py_raised(py))
        return py_raise(py, &py_name_error, "name '%s' is not defined", name);
    return value;
}

static struct py_object *not_yet_bound(struct py *py, const char *name, bool is_own)
{
    if (is_own)
        return py_raise(py, &py_unbound_local_error,
                        "cannot access local variable '%s' where it is not associated with a value",
                        name);
    return py_raise(py, &py_name_error,
                    "cannot access free variable '%s' where it is not associated with a value in "
                    "enclosing scope",
                    name);
}

struct py_object *py_load_name(struct py *py, const char *name)
{
    struct py_env *own = py->frame->env;

    for (struct py_env *env = own; env; env = env->parent) {
        const struct py_variable *variable = py_scope_find(env->scope, name);

        if (variable && variable->kind == PY_VARIABLE_GLOBAL)
            break;
        if (env->dict && env == own) { /* of a class, only its own body sees the names */
            struct py_object *value = py_dict_at(env->dict, py_mangle(py, name));

            if (value)
                return value;
        }
        if (!variable || variable->kind != PY_VARIABLE_LOCAL || env->dict)
            continue;
        if (env->slots[variable->slot])
            return env->slots[variable->slot];
        return not_yet_bound(py, name, env == own);
    }
    return load_global(py, name);
}

static bool store_in_dict(struct py *py, struct py_dict *dict, const char *name,
                          struct py_object *value)
{
    if (value)
        return py_dict_put_text(py, dict, name, value);
    if (py_dict_remove_text(dict, name))
        return true;
    return py_raise(py, &py_name_error, "name '%s' is not defined", name);
}

bool py_store_name(struct py *py, const char *name, struct py_object *value)
{
    struct py_env *own = py->frame->env;

    for (struct py_env *env = own; env; env = env->parent) {
        const struct py_variable *variable = py_scope_find(env->scope, name);

        if (variable && variable->kind == PY_VARIABLE_GLOBAL)
            break;
        if (variable && variable->kind == PY_VARIABLE_LOCAL) {
            if (!value && !env->slots[variable->slot])
                return not_yet_bound(py, name, env == own);
            env->slots[variable->slot] = value;
            return true;
        }
        if (!variable && env->dict && env == own)
            return store_in_dict(py, env->dict, py_mangle(py, name), value);
    }
    return store_in_dict(py, py->frame->module->dict, name, value);
}

void py_forget_name(struct py *py, const char *name)
{
    bool had_raised = py_raised(py);
    struct py_object *exception = py->exception;

    if (had_raised)
        py->exception = NULL;
    if (!py_store_name(py, name, NULL))
        py_catch(py, &py_name_error);
    if (exception)
        py->exception = exception;
}

struct py_dict *py_locals(struct py *py, const struct py_frame *frame)
{
    const struct py_env *env = frame->env;
    struct py_dict *locals;

    if (env->dict)
        return env->dict;
    locals = py_dict_new(py);
    for (size_t i = 0; i < env->scope->n; i++) {
        const struct py_variable *variable = &env->scope->variables[i];

        if (variable->kind == PY_VARIABLE_LOCAL && env->slots[variable->slot])
            py_dict_put_text(py, locals, variable->name, env->slots[variable->slot]);
    }
    return locals;
}
