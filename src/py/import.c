#include "py/import.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/parser.h"
#include "py/run.h"
#include "py/scopes.h"

/* A builtin module of exactly that name, or a package of such; NULL when there is none. */
static struct py_object *py_import_builtin(struct py *py, const char *name);

/* ---- builtin modules ------------------------------------------------------------------------ */

struct builtin {
    struct py_module module;
    const struct py_builtin_module *table; /* NULL: only modules below it */
};

/* Is 'name' what a row of a table stands for: "a.b", or anything below "a" for "a.*"? */
static bool stands_for(const char *row, const char *name)
{
    size_t length = strlen(row);

    if (length > 2 && strcmp(row + length - 2, ".*") == 0)
        return strncmp(row, name, length - 1) == 0;
    return strcmp(row, name) == 0;
}

/* Is 'name' a package in which 'row' stands? */
static bool is_above(const char *row, const char *name)
{
    size_t length = strlen(name);

    return strncmp(row, name, length) == 0 && row[length] == '.';
}

static bool find_table(const struct py *py, const char *name,
                       const struct py_builtin_module **table)
{
    bool is_package = false;

    for (size_t i = 0; i < py->n_tables; i++)
        for (*table = py->tables[i]; *table && (*table)->name; (*table)++) {
            if (stands_for((*table)->name, name))
                return true;
            if (is_above((*table)->name, name))
                is_package = true;
        }
    *table = NULL;
    return is_package;
}

static struct py_object *py_import_builtin(struct py *py, const char *name)
{
    struct py_object *known = py_dict_at(py->modules, name);
    const struct py_builtin_module *table;
    struct builtin *builtin;

    if (known && known->type == &py_builtin_module_type)
        return known;
    if (!find_table(py, name, &table))
        return NULL;
    builtin = arena_new_object(py->arena, struct builtin);
    builtin->module.object.type = &py_builtin_module_type;
    builtin->module.name = arena_strdup(py->arena, name);
    builtin->module.dict = py_dict_new(py);
    builtin->table = table;
    py_dict_put_text(py, py->modules, name, &builtin->module.object);
    return &builtin->module.object;
}

static struct py_object *module_below(struct py *py, const struct builtin *builtin,
                                      const char *name)
{
    MEM_SCRATCH(scratch);

    return py_import_builtin(py, mem_printf(scratch, "%s.%s", builtin->module.name, name));
}

static struct py_object *builtin_attr(struct py *py, struct py_object *self, const char *name)
{
    struct builtin *builtin = (struct builtin *)self;
    struct py_object *found = py_dict_at(builtin->module.dict, name);

    if (found)
        return found;
    if (builtin->table)
        found = builtin->table->attr(py, builtin->module.name, name);
    if (!found && !py_raised(py))
        found = module_below(py, builtin, name);
    if (found)
        py_dict_put_text(py, builtin->module.dict, name, found);
    if (found || py_raised(py))
        return found;
    return py_module_type.attr(py, self, name);
}

const struct py_type py_builtin_module_type = {
    .name = "module", .base = &py_module_type, .attr = builtin_attr};

struct py_object *py_import_ambient(struct py *py, const char *name)
{
    for (size_t i = 0; i < py->n_tables; i++)
        for (const char *const *a = py->ambient[i]; a && *a; a++)
            if (strcmp(*a, name) == 0 || is_above(*a, name))
                return py_import_builtin(py, name);
    return NULL;
}

struct py_object *py_import_unknown(struct py *py, const struct py_object *module, const char *name)
{
    const struct py_place here = py->here;

    return py_poison(py, "%s.%s, which is not supported (%s:%d)",
                     ((const struct py_module *)module)->name, name, here.path, here.line);
}

/* ---- modules of the project ------------------------------------------------------------------ */

const struct py_type py_source_module_type = {.name = "module", .base = &py_module_type};

struct py_source_module *py_source_module_new(struct py *py, const char *name, const char *path)
{
    struct py_source_module *module = arena_new_object(py->arena, struct py_source_module);

    module->module.object.type = &py_source_module_type;
    module->module.name = arena_strdup(py->arena, name);
    module->module.dict = py_dict_new(py);
    module->path = arena_strdup(py->arena, path);
    py_dict_put_text(py, module->module.dict, "__name__", py_string(py, name));
    py_dict_put_text(py, module->module.dict, "__file__", py_string(py, path));
    return module;
}

bool py_source_module_run(struct py *py, struct py_source_module *module,
                          const struct py_tree *tree, bool forgives)
{
    struct py_frame frame = {
        .caller = py->frame,
        .module = &module->module,
        .name = "<module>",
        .path = module->path,
        .makes_poison = true,
        .forgives = forgives,
    };

    frame.env =
        py_env_of_dict(py, py_scope_of(py, PY_SCOPE_BODY, &tree->body), NULL, module->module.dict);
    py_dict_put_text(py, module->module.dict, "__doc__",
                     tree->docstring ? py_string(py, tree->docstring) : py_none());
    return py_run_body(py, &frame, &tree->body) != NULL;
}

/* One whose source cannot be read is poison. */
static struct py_object *load_source(struct py *py, const char *name, const char *path,
                                     const char *text, size_t length, bool is_package)
{
    struct py_source_module *module = py_source_module_new(py, name, path);
    struct error *err = error_new(arena_context(py->arena));
    const struct py_tree *tree = py_parse(py->arena, module->path, text, length, err);

    if (!tree)
        return py_poison(py, "import of %s (%s)", name, err->message);
    module->is_package = is_package;
    py_dict_put_text(py, py->modules, name, &module->module.object);
    return py_source_module_run(py, module, tree, true) ? &module->module.object : NULL;
}

static struct py_object *load(struct py *py, const char *name)
{
    const char *path = name, *text = NULL;
    bool is_package = false;
    size_t length = 0;

    if (py->host.source)
        text = py->host.source(py->host.data, name, &path, &length, &is_package);
    if (!text && !is_package)
        return NULL;
    return load_source(py, name, path, text ? text : "", length, is_package);
}

static void put_into_package(struct py *py, const char *name, struct py_object *module)
{
    MEM_SCRATCH(scratch);
    const char *dot = strrchr(name, '.');
    const char *above = dot ? mem_strndup(scratch, name, (size_t)(dot - name)) : NULL;
    struct py_object *package = above ? py_import_module(py, above) : NULL;

    if (above && !package && !py_raised(py)) { /* a folder without a file of its own */
        struct py_source_module *folder = py_source_module_new(py, above, above);

        folder->is_package = true;
        package = &folder->module.object;
        py_dict_put_text(py, py->modules, above, package);
        put_into_package(py, above, package);
    }
    if (package && py_is(package, &py_module_type) &&
        !py_dict_at(((struct py_module *)package)->dict, dot + 1))
        py_dict_put_text(py, ((struct py_module *)package)->dict, dot + 1, module);
}

struct py_object *py_import_module(struct py *py, const char *name)
{
    struct py_object *module = py_dict_at(py->modules, name);
    const char *dot = strrchr(name, '.');
    MEM_SCRATCH(scratch);

    if (module)
        return module;
    module = py_import_builtin(py, name);
    if (module)
        return module;
    if (dot && !py_import_module(py, mem_strndup(scratch, name, (size_t)(dot - name))) &&
        py_raised(py))
        return NULL;
    module = py_dict_at(py->modules, name); /* its package may have imported it */
    if (module || !py_stack_left(py))
        return module;
    module = load(py, name);
    if (!module)
        return NULL;
    py_dict_put_text(py, py->modules, name, module);
    put_into_package(py, name, module);
    return py_raised(py) ? NULL : module;
}

struct py_object *py_import(struct py *py, const char *name)
{
    struct py_object *module = py_import_module(py, name);

    if (!module && !py_raised(py))
        return py_raise(py, &py_module_not_found_error, "No module named '%s'", name);
    return module;
}

struct py_object *py_import_name(struct py *py, struct py_object *module, const char *name)
{
    struct py_object *found = py_attr_or_null(py, module, name);

    if (found || py_raised(py) || module->type != &py_source_module_type ||
        !((struct py_source_module *)module)->is_package)
        return found;

    MEM_SCRATCH(scratch);

    return py_import_module(py,
                            mem_printf(scratch, "%s.%s", ((struct py_module *)module)->name, name));
}

void py_add_modules(struct py *py, const struct py_builtin_module *modules,
                    const char *const *ambient)
{
    assert(py->n_tables < PY_MODULE_TABLES_MAX);
    py->tables[py->n_tables] = modules;
    py->ambient[py->n_tables] = ambient;
    py->n_tables++;
}
