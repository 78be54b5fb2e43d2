/* From what a script writes where a type belongs to the type that it stands for. */
#include "alembic/sa_types.h"

#include <string.h>

#include "base/arena.h"
#include "py/py.h"

/* Does the script's class (not a base of ours) define 'name'? */
static bool script_defines(const struct py_type *class, const char *name)
{
    if (class->mro) {
        for (size_t i = 0; class->mro[i]; i++)
            if (class->mro[i]->dict && py_dict_at(class->mro[i]->dict, name))
                return true;
        return false;
    }
    for (; class; class = class->base)
        if (class->dict && py_dict_at(class->dict, name))
            return true;
    return false;
}

enum { MAX_NESTING = 32 }; /* of decorators that stand for decorators */

static struct sa_type *type_at(struct py *py, struct py_object *o, int depth);

static struct sa_type *decorated(struct py *py, struct py_object *self, struct sa_type *type,
                                 struct py_object *stands_for, int depth)
{
    if (!stands_for)
        return NULL;

    struct sa_type *copy = arena_new_object(py_arena(py), struct sa_type);

    *copy = *type;
    copy->script_type = self;
    copy->stands_for = type_at(py, stands_for, depth + 1);
    return copy->stands_for ? copy : NULL;
}

/* "impl" with the arguments that the decorator was made with, as TypeDecorator.__init__() does. */
static struct py_object *implementation(struct py *py, struct py_object *self,
                                        const struct sa_type *type)
{
    struct py_object *impl = py_attr_or_null(py, self, "impl");

    if (!impl && !py_raised(py))
        return py_raise(py, &py_assertion_error,
                        "TypeDecorator implementations require a class-level variable 'impl' "
                        "which refers to the class of type being decorated");
    if (!impl || !py_as_type(impl) || !sa_known(py, impl))
        return impl;

    const struct py_list *values = type->args ? py_as_sequence(type->args) : NULL;
    size_t n_keywords = type->keywords ? type->keywords->n_entries : 0;
    struct py_keyword *keywords = arena_new_array(py_arena(py), struct py_keyword, n_keywords + 1);
    struct py_args args = {values ? values->items : NULL, values ? values->n : 0, keywords, 0};

    for (size_t i = 0; i < n_keywords; i++)
        if (type->keywords->entries[i].key)
            keywords[args.n_keywords++] = (struct py_keyword){
                py_text(type->keywords->entries[i].key), type->keywords->entries[i].value};
    return py_call(py, impl, &args);
}

/* get_col_spec() of a UserDefinedType: the type's SQL. */
static struct sa_type *user_defined(struct py *py, struct py_object *self)
{
    static const struct py_args no_arguments = {0};
    struct py_object *spec = py_call_method(py, self, "get_col_spec", &no_arguments);
    const char *text;

    if (!spec || !sa_text_of(py, spec, "the result of get_col_spec()", &text))
        return NULL;

    struct sa_type *type = sa_type_new_of(py, &sa_user_defined_rule);

    type->script_type = self;
    type->text = text;
    return type;
}

/* An instance of a class that the script derived from one of ours. */
static struct sa_type *of_instance(struct py *py, struct py_object *self, int depth)
{
    struct sa_type *type = sa_as_type(self);
    const struct sa_type_rule *rule = sa_rule_of(self->type);

    if (!type)
        type = sa_type_new_of(py, rule);
    type->script_type = self;
    if (script_defines(self->type, "load_dialect_impl")) {
        struct py_object *dialect = sa_dialect(py);
        const struct py_args args = {&dialect, 1, NULL, 0};

        return decorated(py, self, type, py_call_method(py, self, "load_dialect_impl", &args),
                         depth);
    }
    if (script_defines(self->type, "get_col_spec"))
        return user_defined(py, self);
    if (rule == &sa_decorator_rule)
        return decorated(py, self, type, implementation(py, self, type), depth);
    return type;
}

static struct sa_type *type_at(struct py *py, struct py_object *o, int depth)
{
    static const struct py_args no_arguments = {0};
    const struct py_type *class;

    if (sa_absent(o))
        return sa_type_new_of(py, &sa_null_type);
    if (!sa_known(py, o) || !py_step(py, 1))
        return NULL;
    if (depth >= MAX_NESTING)
        return py_raise(py, &py_recursion_error, "maximum recursion depth exceeded");
    class = py_as_type(o);
    if (class && py_is_subtype(class, &sa_engine_rule.type)) {
        o = py_call(py, o, &no_arguments);
        return o ? type_at(py, o, depth) : NULL;
    }
    if (!py_is(o, &sa_engine_rule.type)) {
        const char *shown = py_repr_text(py, o);

        return shown ? py_raise(py, &sa_argument_error,
                                "'SchemaItem' object, such as a 'Column' or a 'Constraint' "
                                "expected, got %s",
                                shown)
                     : NULL;
    }
    return py_type_of(o)->dict ? of_instance(py, o, depth) : (struct sa_type *)(void *)o;
}

struct sa_type *sa_type_of(struct py *py, struct py_object *o)
{
    return type_at(py, o, 0);
}

/* ---- TypeDecorator and UserDefinedType --------------------------------------------------------
 */

static bool take_all(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    (void)py;
    type->args = slots[0];
    type->keywords = py_as_dict(slots[1]);
    return true;
}

/* super().load_dialect_impl(dialect): the type that "impl" is. */
static struct py_object *load_dialect_impl(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    const struct sa_type *type = sa_as_type(self);

    (void)args;
    if (!type)
        return py_attr(py, self, "impl");
    return implementation(py, type->script_type ? type->script_type : self, type);
}

static const char *const any_args[] = {"*args", "**keywords", NULL};

static const struct py_method decorator_methods[] = {
    {"load_dialect_impl", load_dialect_impl, PY_METHOD},
    {NULL},
};

const struct sa_type_rule sa_decorator_rule = {
    .type = {.name = "TypeDecorator",
             .module = "sqlalchemy.sql.type_api",
             .base = &sa_engine_rule.type,
             .make = sa_type_make,
             .methods = decorator_methods},
    .kind = SA_OTHER,
    .init = "TypeDecorator.__init__",
    .signature = any_args,
    .take = take_all,
    .write = sa_write_null_type,
};

const struct sa_type_rule sa_user_defined_rule = {
    .type = {.name = "UserDefinedType",
             .module = "sqlalchemy.sql.type_api",
             .base = &sa_engine_rule.type,
             .make = sa_type_make},
    .kind = SA_OTHER,
    .init = "UserDefinedType.__init__",
    .signature = any_args,
    .take = take_all,
    .write = sa_write_user_type,
};
