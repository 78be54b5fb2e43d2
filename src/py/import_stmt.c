/* import, from ... import */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "py/eval.h"
#include "py/frame.h"
#include "py/import.h"
#include "py/interp.h"
#include "py/run.h"

static struct py_object *unknown(struct py *py, const char *name)
{
    return py_poison(py, "import of %s (%s:%d)", name, py->here.path, py->here.line);
}

/* ---- import --------------------------------------------------------------------------------- */

/* "import a.b" binds a, in which b can be found then. */
static bool import_one(struct py *py, const struct py_alias *alias)
{
    struct py_object *module = py_import_module(py, alias->name), *first;
    const char *dot = strchr(alias->name, '.');
    const char *name;

    if (!module && py_raised(py))
        return false;
    if (!module)
        module = unknown(py, alias->name);
    if (alias->asname || !dot)
        return py_store_name(py, alias->asname ? alias->asname : alias->name, module);
    name = arena_strndup(py->arena, alias->name, (size_t)(dot - alias->name));
    first = py_import_module(py, name);
    if (!first && py_raised(py))
        return false;
    return py_store_name(py, name, first ? first : module);
}

enum py_flow py_stmt_import(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    (void)frame;
    for (size_t i = 0; i < stmt->import.n; i++)
        if (!import_one(py, &stmt->import.names[i]))
            return PY_FLOW_RAISED;
    return PY_FLOW_NEXT;
}

/* ---- from ----------------------------------------------------------------------------------- */

/* The package that 'level' dots mean in the module that runs. */
static const char *package_of(TALLOC_CTX *mem, const struct py *py, int level)
{
    const struct py_module *module = py->frame->module;
    bool is_package = module->object.type == &py_source_module_type &&
                      ((const struct py_source_module *)(const void *)module)->is_package;
    char *name = mem_strdup(mem, module->name);

    for (int up = level - (is_package ? 1 : 0); up > 0; up--) {
        char *dot = strrchr(name, '.');

        if (!dot)
            return NULL;
        *dot = '\0';
    }
    return name;
}

static const char *full_name(struct py *py, const struct py_stmt *stmt)
{
    MEM_SCRATCH(scratch);
    const char *module = stmt->import.module, *package;

    if (stmt->import.level == 0)
        return module;
    package = package_of(scratch, py, stmt->import.level);
    if (!package)
        return py_raise(py, &py_import_error,
                        "attempted relative import with no known parent package");
    return arena_strdup(py->arena,
                        module ? mem_printf(scratch, "%s.%s", package, module) : package);
}

static bool is_private(const char *name)
{
    return name[0] == '_';
}

/* All names: those of "__all__", or those without an underscore. */
static bool import_all(struct py *py, struct py_module *module)
{
    struct py_object *all = py_dict_at(module->dict, "__all__");
    size_t n = 0;
    struct py_object **names = all ? py_items(py, all, &n) : NULL;

    if (all && !names)
        return false;
    for (size_t i = 0; i < n; i++) {
        const char *name = py_text(names[i]);
        struct py_object *value = name ? py_import_name(py, &module->object, name) : NULL;

        if (value ? !py_store_name(py, name, value) : py_raised(py))
            return false;
    }
    for (size_t i = 0; !all && i < module->dict->n_entries; i++) {
        const struct py_entry *entry = &module->dict->entries[i];
        const char *name = entry->key ? py_text(entry->key) : NULL;

        if (name && !is_private(name) && !py_store_name(py, name, entry->value))
            return false;
    }
    return true;
}

/* Of a builtin or unknown module the names are not known: they are looked for when they are used.
 */
static bool remember_star(struct py *py, struct py_object *module)
{
    struct py_dict *globals = py->frame->module->dict;
    struct py_object *stars = py_dict_at(globals, "*");

    if (!stars) {
        stars = &py_list_new(py)->object;
        py_dict_put_text(py, globals, "*", stars);
    }
    return py_list_add(py, (struct py_list *)stars, module);
}

static struct py_object *missing(struct py *py, struct py_object *module, const char *name)
{
    assert(module); /* nothing is missing in what could not be imported */
    if (module->type != &py_source_module_type)
        return py_import_unknown(py, module, name);
    return py_raise(py, &py_import_error, "cannot import name '%s' from '%s' (%s)", name,
                    ((struct py_module *)module)->name, ((struct py_source_module *)module)->path);
}

static bool import_names(struct py *py, struct py_object *module, const struct py_stmt *stmt)
{
    for (size_t i = 0; i < stmt->import.n; i++) {
        const struct py_alias *alias = &stmt->import.names[i];
        struct py_object *value;

        if (strcmp(alias->name, "*") == 0)
            return module->type == &py_source_module_type
                       ? import_all(py, (struct py_module *)module)
                       : remember_star(py, module);
        value = module;
        if (!py_poison_origin(module))
            value = py_import_name(py, module, alias->name);
        if (!value && !py_raised(py))
            value = missing(py, module, alias->name);
        if (!value || !py_store_name(py, alias->asname ? alias->asname : alias->name, value))
            return false;
    }
    return true;
}

enum py_flow py_stmt_import_from(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    const char *name = full_name(py, stmt);
    struct py_object *module;

    (void)frame;
    if (!name)
        return PY_FLOW_RAISED;
    if (stmt->import.level == 0 && strcmp(name, "__future__") == 0)
        return PY_FLOW_NEXT;
    module = py_import_module(py, name);
    if (!module && py_raised(py))
        return PY_FLOW_RAISED;
    if (!module)
        module = unknown(py, name);
    return import_names(py, module, stmt) ? PY_FLOW_NEXT : PY_FLOW_RAISED;
}
