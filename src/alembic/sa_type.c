#include "alembic/sa_types.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "alembic/names.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"

enum { MAX_ARGUMENTS = 16, MAX_NESTING = 32 };

/* What an argument of a constructor means, by its name.  Names that are not here change no DDL. */
enum meaning { INTEGER, BOOLEAN, TEXT, TYPE };

static const struct {
    const char *name;
    enum meaning meaning;
    size_t offset;
} arguments[] = {
    {"length", INTEGER, offsetof(struct sa_type, length)},
    {"dim", INTEGER, offsetof(struct sa_type, length)},
    {"max_length", INTEGER, offsetof(struct sa_type, length)},
    {"precision", INTEGER, offsetof(struct sa_type, precision)},
    {"second_precision", INTEGER, offsetof(struct sa_type, precision)},
    {"scale", INTEGER, offsetof(struct sa_type, scale)},
    {"dimensions", INTEGER, offsetof(struct sa_type, dimensions)},
    {"timezone", BOOLEAN, offsetof(struct sa_type, timezone)},
    {"varying", BOOLEAN, offsetof(struct sa_type, varying)},
    {"as_uuid", BOOLEAN, offsetof(struct sa_type, as_uuid)},
    {"native_uuid", BOOLEAN, offsetof(struct sa_type, native_uuid)},
    {"none_as_null", BOOLEAN, offsetof(struct sa_type, none_as_null)},
    {"collation", TEXT, offsetof(struct sa_type, collation)},
    {"fields", TEXT, offsetof(struct sa_type, text)},
    {"item_type", TYPE, offsetof(struct sa_type, item)},
};

static bool store(struct py *py, struct sa_type *type, size_t i, struct py_object *value)
{
    void *at = (char *)type + arguments[i].offset;

    if (!sa_known(py, value))
        return false;
    switch (arguments[i].meaning) {
    case INTEGER:
        return py_need_int(py, value, at);
    case BOOLEAN:
        return py_truth(py, value, at);
    case TEXT:
        return sa_text_of(py, value, arguments[i].name, at);
    case TYPE:
        *(struct sa_type **)at = sa_type_of(py, value);
        return *(struct sa_type **)at != NULL;
    }
    return true;
}

static bool take_by_name(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    const char *const *signature = type->rule->signature;

    for (size_t s = 0; signature[s]; s++) {
        const char *name = signature[s] + (signature[s][0] == '?');

        if (sa_absent(slots[s]))
            continue;
        for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++)
            if (strcmp(arguments[i].name, name) == 0 && !store(py, type, i, slots[s]))
                return false;
    }
    return true;
}

struct sa_type *sa_type_new_of(struct py *py, const struct sa_type_rule *rule)
{
    struct sa_type *type = arena_new_object(py_arena(py), struct sa_type);

    type->object.type = &rule->type;
    type->rule = rule;
    type->length = type->precision = type->scale = type->dimensions = -1;
    if (rule->length)
        type->length = rule->length;
    type->as_uuid = type->native_uuid = true;
    return type;
}

struct sa_type *sa_type_new(struct py *py, const char *name)
{
    const struct alembic_export *const tables[] = {sa_postgresql_names, sa_pgvector_names,
                                                   sa_type_names};

    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
        for (const struct alembic_export *e = tables[t]; e->name; e++)
            if (strcmp(e->name, name) == 0)
                return sa_type_new_of(py, (const void *)e->type);
    return sa_type_new_of(py, &sa_null_type);
}

const struct sa_type_rule *sa_rule_of(const struct py_type *type)
{
    for (const struct py_type *t = type; t; t = t->base)
        if (t->make == sa_type_make && !t->dict)
            return (const struct sa_type_rule *)(const void *)t;
    for (size_t i = 1; type && type->mro && type->mro[i]; i++)
        if (type->mro[i]->make == sa_type_make && !type->mro[i]->dict)
            return (const struct sa_type_rule *)(const void *)type->mro[i];
    return NULL;
}

struct py_object *sa_type_make(struct py *py, const struct py_type *class,
                               const struct py_args *args)
{
    const struct sa_type_rule *rule = sa_rule_of(class);
    struct py_object *slots[MAX_ARGUMENTS] = {0};
    struct sa_type *type = sa_type_new_of(py, rule);

    if (rule->signature && !py_bind(py, rule->init, rule->signature, args, slots))
        return NULL;
    if (rule->signature && !(rule->take ? rule->take : take_by_name)(py, type, slots))
        return NULL;
    return &type->object;
}

struct sa_type *sa_as_type(struct py_object *o)
{
    if (!o || !py_is(o, &sa_engine_rule.type))
        return NULL;
    if (py_type_of(o)->dict) /* an instance of a class of the script */
        return sa_as_type(((struct py_instance *)(void *)o)->native);
    return (struct sa_type *)(void *)o;
}

const struct sa_type *sa_type_real(const struct sa_type *type)
{
    for (int i = 0; type->stands_for && i < MAX_NESTING; i++)
        type = type->stands_for;
    return type;
}

/* ---- what scripts see of a type ---------------------------------------------------------------
 */

static struct py_object *labels_of(struct py *py, const struct sa_enum *e)
{
    struct py_list *list = py_list_new(py);

    for (size_t i = 0; i < e->n; i++)
        if (!py_list_add(py, list, py_string(py, e->labels[i])))
            return NULL;
    return &list->object;
}

static struct py_object *text_or_none(struct py *py, const char *text)
{
    return text ? py_string(py, text) : py_none();
}

static struct py_object *argument_of(struct py *py, const struct sa_type *type, size_t i)
{
    const void *at = (const char *)type + arguments[i].offset;

    switch (arguments[i].meaning) {
    case INTEGER:
        return *(const int64_t *)at < 0 ? py_none() : py_int(py, *(const int64_t *)at);
    case BOOLEAN:
        return py_bool(*(const bool *)at);
    case TEXT:
        return text_or_none(py, *(const char *const *)at);
    case TYPE:
        return *(struct sa_type *const *)at ? &(*(struct sa_type *const *)at)->object : py_none();
    }
    return NULL;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_type *type = sa_as_type(self);
    struct py_object *set = type && type->attrs ? py_dict_at(type->attrs, name) : NULL;

    if (!type || set)
        return set;
    if (type->enumeration && strcmp(name, "enums") == 0)
        return labels_of(py, type->enumeration);
    if (type->enumeration && strcmp(name, "name") == 0)
        return text_or_none(py, type->enumeration->name.text);
    if (type->enumeration && strcmp(name, "schema") == 0)
        return text_or_none(py, type->enumeration->schema);
    for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++)
        if (strcmp(arguments[i].name, name) == 0)
            return argument_of(py, type, i);
    return NULL;
}

static bool set_attr(struct py *py, struct py_object *self, const char *name,
                     struct py_object *value)
{
    struct sa_type *type = sa_as_type(self);

    if (!type->attrs)
        type->attrs = py_dict_new(py);
    return value ? py_dict_put_text(py, type->attrs, name, value)
                 : py_dict_remove_text(type->attrs, name);
}

/* String(length=50), as reflection prints it in messages of scripts. */
static struct py_object *repr(struct py *py, struct py_object *self)
{
    MEM_SCRATCH(scratch);
    const struct sa_type *type = sa_as_type(self);
    struct buf *text = buf_new(scratch, BUF_MAX);
    const char *separator = "";

    buf_addf(text, "%s(", py_type_of(self)->name);
    for (size_t s = 0; type && type->rule->signature && type->rule->signature[s]; s++) {
        const char *name = type->rule->signature[s] + (type->rule->signature[s][0] == '?');
        struct py_object *value = attr(py, self, name);
        const char *shown;

        if (!value || sa_absent(value) || value == py_bool(false) || strcmp(name, "as_uuid") == 0 ||
            strcmp(name, "native_uuid") == 0)
            continue;
        shown = py_repr_text(py, value);
        if (!shown)
            return NULL;
        buf_addf(text, "%s%s=%s", separator, name, shown);
        separator = ", ";
    }
    buf_add(text, ")");
    return py_string(py, text->text);
}

/* str() of a type is what SQLAlchemy's own dialect makes of it, which knows less. */
static bool is_short(const struct sa_type *type)
{
    static const char *const words[] = {"TIMESTAMP", "TIME", "INTERVAL", "BIT"};

    if (type->rule == &sa_array)
        return true;
    for (size_t i = 0; type->rule->word && i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(type->rule->type.name, words[i]) == 0)
            return true;
    return false;
}

static size_t longest(const struct sa_enum *e)
{
    size_t n = 0;

    for (size_t i = 0; i < e->n; i++)
        n = strlen(e->labels[i]) > n ? strlen(e->labels[i]) : n;
    return n;
}

static struct py_object *as_sql(struct py *py, struct py_object *self)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(py, scratch);
    struct sa_type *type = sa_type_of(py, self);

    if (!type)
        return NULL;
    if (type->rule->kind == SA_NULL)
        return py_string(py, "NULL");
    if (is_short(type))
        return py_string(py, type->rule->word ? type->rule->word : type->rule->type.name);
    if (type->enumeration && type->enumeration->native && type->enumeration->n > 0)
        return py_stringf(py, "VARCHAR(%zu)", longest(type->enumeration));
    return sa_write_type(&c, type) ? py_string(py, c.sql->text) : NULL;
}

static struct py_object *compile(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *dialect;

    if (!py_bind(py, "compile", (const char *const[]){"?dialect", NULL}, args, &dialect))
        return NULL;
    return as_sql(py, self);
}

/* Only what is meant for PostgreSQL counts. */
static struct py_object *with_variant(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    static const char *const signature[] = {"type_", "*dialect_names", NULL};
    struct py_object *slots[2];

    if (!py_bind(py, "with_variant", signature, args, slots))
        return NULL;

    const struct py_list *names = py_as_sequence(slots[1]);
    bool ours = false;

    for (size_t i = 0; i < names->n; i++)
        ours = ours ||
               (py_text(names->items[i]) && strcmp(py_text(names->items[i]), "postgresql") == 0);

    struct sa_type *type = sa_type_of(py, self);

    if (!type || !ours)
        return type ? &type->object : NULL;

    struct sa_type *copy = arena_new_object(py_arena(py), struct sa_type);

    *copy = *type;
    copy->stands_for = sa_type_of(py, slots[0]);
    return copy->stands_for ? &copy->object : NULL;
}

static struct py_object *self_alone(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)py, (void)args;
    return self;
}

static const struct py_method methods[] = {
    {"with_variant", with_variant, PY_METHOD}, {"compile", compile, PY_METHOD},
    {"dialect_impl", self_alone, PY_METHOD},   {"copy", self_alone, PY_METHOD},
    {"as_generic", self_alone, PY_METHOD},     {NULL},
};

const struct sa_type_rule sa_engine_rule = {
    .type = {.name = "TypeEngine",
             .module = "sqlalchemy.sql.type_api",
             .is_base = true,
             .make = sa_type_make,
             .methods = methods,
             .attr = attr,
             .set_attr = set_attr,
             .repr = repr,
             .str = as_sql},
    .kind = SA_NULL,
    .init = "TypeEngine.__init__",
    .write = sa_write_null_type,
};
