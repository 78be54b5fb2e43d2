#include "alembic/overlay.h"

#include <string.h>

#include "alembic/names.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "py/py.h"

/* ---- the lines ----------------------------------------------------------------------------------
 */

static void add_text(struct buf *out, const char *text)
{
    buf_addc(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buf_addc(out, '\\');
        if (*text == '\n')
            buf_add(out, "\\n");
        else
            buf_addc(out, *text);
    }
    buf_addc(out, '"');
}

static void add_value(struct buf *out, const char *value, bool is_type)
{
    if (!is_type) {
        buf_addf(out, "(%s)", value);
        return;
    }
    buf_add(out, "_limbeck.column_type(");
    add_text(out, value);
    buf_addc(out, ')');
}

/* DIMENSIONS of an object "settings" in the module, which keeps its other attributes. */
static void add_attribute(struct buf *out, const char *path, const char *value, bool is_type)
{
    size_t n = strcspn(path, ".");
    int length = (int)n;

    buf_addf(out, "try:\n    %.*s\nexcept NameError:\n    %.*s = None\n", length, path, length,
             path);
    buf_addf(out, "%.*s = _limbeck.defined(%.*s, ", length, path, length, path);
    add_text(out, path + n + 1);
    buf_add(out, ", ");
    add_value(out, value, is_type);
    buf_add(out, ")\n");
}

static bool is_object(const struct alembic_overlay *overlay, const char *module, const char *path)
{
    MEM_SCRATCH(scratch);
    const char *below = mem_printf(scratch, "%s.%.*s", module, (int)strcspn(path, "."), path);

    return overlay->exists && overlay->exists(overlay->data, module) &&
           !overlay->exists(overlay->data, below);
}

static bool add_lines(struct buf *out, const struct alembic_overlay *overlay, const char *module,
                      const struct map *map, bool is_type)
{
    size_t n = strlen(module);
    bool any = false;

    for (size_t i = 0; map && i < map->n; i++) {
        const char *key = map->entries[i].key, *value = map->entries[i].value;

        if (strncmp(key, module, n) != 0 || key[n] != '.' || !key[n + 1])
            continue;
        any = true;
        key += n + 1;
        if (!strchr(key, '.')) {
            buf_addf(out, "%s = ", key);
            add_value(out, value, is_type);
            buf_addc(out, '\n');
        } else if (is_object(overlay, module, key)) {
            add_attribute(out, key, value, is_type);
        }
    }
    return any;
}

char *alembic_overlay_source(TALLOC_CTX *mem, const struct alembic_overlay *overlay,
                             const char *module)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    static const char import[] = "import limbeck as _limbeck\n";
    bool types, defines;

    buf_add(out, import);
    types = add_lines(out, overlay, module, overlay->types, true);
    defines = add_lines(out, overlay, module, overlay->defines, false);
    if (out->length == strlen(import))
        buf_clear(out);
    return types || defines ? buf_take(mem, out) : NULL;
}

/* ---- the module "limbeck", which the lines use
 * --------------------------------------------------- */

/* A type that can be called, too, with whatever the project's own class takes. */
static struct py_object *call_type(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)py, (void)args;
    return self;
}

static const struct sa_type_rule configured_rule = {
    .type = {.name = "ConfiguredType",
             .module = "limbeck",
             .base = &sa_engine_rule.type,
             .make = sa_type_make,
             .call = call_type},
    .kind = SA_OTHER,
    .init = "ConfiguredType.__init__",
    .write = sa_write_user_type,
};

/* The plain types behave as those of SQLAlchemy: a key of INTEGER is SERIAL. */
static struct py_object *column_type(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct py_object *text;
    struct sa_type *type = sa_type_new_of(py, &configured_rule), *plain;

    (void)self;
    if (!py_bind(py, "column_type", (const char *const[]){"sql", NULL}, args, &text))
        return NULL;
    type->text = py_text(text);
    plain =
        sa_type_new(py, mem_printf(scratch, "%.*s", (int)strcspn(type->text, "( "), type->text));
    if (plain->rule->kind != SA_NULL && plain->rule->word &&
        strcmp(plain->rule->word, type->text) == 0 && !plain->rule->write)
        type->stands_for = plain;
    return &type->object;
}

struct defined {
    struct py_object object;
    struct py_object *original;
    struct py_dict *values;
};

static struct py_object *defined_attr(struct py *py, struct py_object *self, const char *name)
{
    struct defined *defined = (void *)self;
    struct py_object *value = py_dict_at(defined->values, name);

    if (value || py_is_none(defined->original))
        return value;
    return py_attr(py, defined->original, name);
}

static struct py_object *call_original(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    (void)py, (void)args;
    return self;
}

static const struct py_type defined_type = {
    .name = "Defined", .module = "limbeck", .attr = defined_attr, .call = call_original};

static struct defined *defined_of(struct py *py, struct py_object *original)
{
    struct defined *made;

    if (original->type == &defined_type)
        return (void *)original;
    made = arena_new_object(py_arena(py), struct defined);
    made->object.type = &defined_type;
    made->original = original;
    made->values = py_dict_new(py);
    return made;
}

/* What an object on the way to a defined one is itself, as far as that is known. */
static struct py_object *part_of(struct py *py, const struct defined *whole, const char *name)
{
    struct py_object *part = py_dict_at(whole->values, name);

    if (!part && !py_poison_origin(whole->original) && !py_is_none(whole->original))
        part = py_attr_or_null(py, whole->original, name);
    return part ? part : py_none();
}

/* "DB.SCHEMA" of "settings": each object on the way keeps its other attributes. */
static struct py_object *define(struct py *py, struct py_object *original, const char *path,
                                struct py_object *value)
{
    struct defined *made = defined_of(py, original);
    size_t n = strcspn(path, ".");
    const char *name = arena_strndup(py_arena(py), path, n);
    struct py_object *part;

    if (path[n]) {
        part = part_of(py, made, name);
        value = py_raised(py) ? NULL : define(py, part, path + n + 1, value);
    }
    return value && py_dict_put_text(py, made->values, name, value) ? &made->object : NULL;
}

static struct py_object *defined(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"original", "name", "value", NULL};
    struct py_object *slots[3];

    (void)self;
    if (!py_bind(py, "defined", signature, args, slots))
        return NULL;
    return define(py, slots[0], py_text(slots[1]), slots[2]);
}

const struct alembic_export alembic_overlay_names[] = {
    {.name = "column_type", .function = column_type},
    {.name = "defined", .function = defined},
    {.name = NULL},
};
