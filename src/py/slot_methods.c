/* The slots of native types under the names that classes know them by: "__len__", "__add__". */
#include <stddef.h>
#include <string.h>

#include "py/interp.h"
#include "py/native.h"
#include "py/super.h"
#include "py/type.h"

enum kind {
    LENGTH,
    ITER,
    NEXT,
    ITEM,
    SET_ITEM,
    DELETE_ITEM,
    CONTAINS,
    CALL,
    REPR,
    STR,
    FORMAT,
    HASH,
    TRUTH,
    INT,
    INDEX,
    FLOAT,
    ENTER,
    UNARY,
    BINARY,
    REFLECTED
};

struct rule {
    const char *name;
    enum kind kind;
    enum py_operator op;
};

static const struct rule rules[] = {
    {"__len__", LENGTH},
    {"__iter__", ITER},
    {"__next__", NEXT},
    {"__getitem__", ITEM},
    {"__setitem__", SET_ITEM},
    {"__delitem__", DELETE_ITEM},
    {"__contains__", CONTAINS},
    {"__call__", CALL},
    {"__repr__", REPR},
    {"__str__", STR},
    {"__format__", FORMAT},
    {"__hash__", HASH},
    {"__bool__", TRUTH},
    {"__int__", INT},
    {"__index__", INDEX},
    {"__float__", FLOAT},
    {"__enter__", ENTER},
    {"__neg__", UNARY, PY_NEGATE},
    {"__pos__", UNARY, PY_PLUS},
    {"__invert__", UNARY, PY_INVERT},
    {"__eq__", BINARY, PY_EQ},
    {"__ne__", BINARY, PY_NE},
    {"__lt__", BINARY, PY_LT},
    {"__le__", BINARY, PY_LE},
    {"__gt__", BINARY, PY_GT},
    {"__ge__", BINARY, PY_GE},
    {"__add__", BINARY, PY_ADD},
    {"__radd__", REFLECTED, PY_ADD},
    {"__sub__", BINARY, PY_SUB},
    {"__rsub__", REFLECTED, PY_SUB},
    {"__mul__", BINARY, PY_MULT},
    {"__rmul__", REFLECTED, PY_MULT},
    {"__truediv__", BINARY, PY_DIV},
    {"__rtruediv__", REFLECTED, PY_DIV},
    {"__floordiv__", BINARY, PY_FLOOR_DIV},
    {"__mod__", BINARY, PY_MOD},
    {"__pow__", BINARY, PY_POW},
    {"__and__", BINARY, PY_BIT_AND},
    {"__or__", BINARY, PY_BIT_OR},
    {"__xor__", BINARY, PY_BIT_XOR},
};

static const struct rule *rule_of(const char *name)
{
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (strcmp(rules[i].name, name) == 0)
            return &rules[i];
    return NULL;
}

/* Has 'type' itself what 'rule' names? */
static bool has_slot(const struct py_type *type, const struct rule *rule)
{
    switch (rule->kind) {
    case LENGTH:
        return type->length;
    case ITER:
        return type->iter;
    case NEXT:
        return type->next;
    case ITEM:
        return type->item;
    case SET_ITEM:
    case DELETE_ITEM:
        return type->set_item;
    case CONTAINS:
        return type->contains || (type->iter && type->length);
    case CALL:
        return type->call;
    case REPR:
    case STR:
        return type->repr || type->str;
    case FORMAT:
        return type->format;
    case HASH:
        return type->hash;
    case TRUTH:
        return type->truth;
    case INDEX:
        return type == &py_int_type;
    case INT:
    case FLOAT:
        return type == &py_int_type || type == &py_float_type;
    case ENTER:
        return type->enter;
    case UNARY:
        return type->unary;
    default:
        return type->binary;
    }
}

/* ---- calling one ----------------------------------------------------------------------------- */

struct slot_method {
    struct py_object object;
    const struct rule *rule;
    const struct py_type *owner;
    struct py_object *self; /* NULL: its first argument */
};

static const struct py_type method_type;

static size_t n_arguments(enum kind kind)
{
    switch (kind) {
    case SET_ITEM:
        return 2;
    case ITEM:
    case DELETE_ITEM:
    case CONTAINS:
    case FORMAT:
    case BINARY:
    case REFLECTED:
        return 1;
    default:
        return 0;
    }
}

static struct py_object *stop_at_end(struct py *py, struct py_object *item)
{
    return item || py_raised(py)
               ? item
               : py_raise_object(py, py_call(py, py_type_object(&py_stop_iteration),
                                             &(const struct py_args){.n = 0}));
}

static struct py_object *text_of(struct py *py, const struct slot_method *m, struct py_object *self)
{
    return m->rule->kind == STR && m->owner->str ? m->owner->str(py, self) : py_repr(py, self);
}

/* The slot of the owner, which is not always the one of the value's own class. */
static struct py_object *apply(struct py *py, const struct slot_method *m, struct py_object *self,
                               struct py_object *const *values)
{
    const struct py_type *owner = m->owner;
    bool truth = false;
    uint64_t hash = 0;
    size_t n = 0;

    switch (m->rule->kind) {
    case LENGTH:
        return owner->length(py, self, &n) ? py_int(py, (int64_t)n) : NULL;
    case ITER:
        return owner->iter(py, self);
    case NEXT:
        return stop_at_end(py, owner->next(py, self));
    case ITEM:
        return owner->item(py, self, values[0]);
    case SET_ITEM:
        return owner->set_item(py, self, values[0], values[1]) ? py_none() : NULL;
    case DELETE_ITEM:
        return owner->set_item(py, self, values[0], NULL) ? py_none() : NULL;
    case CONTAINS:
        return py_binary(py, PY_IN, values[0], self);
    case REPR:
    case STR:
        return text_of(py, m, self);
    case FORMAT:
        return py_format(py, self, py_text(values[0]) ? py_text(values[0]) : "");
    case HASH:
        return owner->hash(py, self, &hash) ? py_int(py, (int64_t)hash) : NULL;
    case TRUTH:
        return owner->truth(py, self, &truth) ? py_bool(truth) : NULL;
    case INT:
    case INDEX:
        return py_call_with(py, py_type_object(&py_int_type), self);
    case FLOAT:
        return py_call_with(py, py_type_object(&py_float_type), self);
    case ENTER:
        return owner->enter(py, self);
    case UNARY:
        return owner->unary(py, m->rule->op, self);
    default:
        return owner->binary(py, m->rule->op, self, values[0], m->rule->kind == REFLECTED);
    }
}

static struct py_object *call(struct py *py, struct py_object *o, const struct py_args *args)
{
    const struct slot_method *m = (const struct slot_method *)o;
    size_t first = m->self ? 0 : 1, n = n_arguments(m->rule->kind);
    struct py_args rest = {.values = args->values + first, .n = args->n - first};
    struct py_object *self = m->self;

    if (!self) {
        if (args->n == 0)
            return py_raise(py, &py_type_error, "descriptor '%s' of '%s' object needs an argument",
                            m->rule->name, m->owner->name);
        self = py_native_of(args->values[0]);
        if (!self || !py_is(self, m->owner))
            return py_raise(py, &py_type_error,
                            "descriptor '%s' requires a '%s' object but received a '%s'",
                            m->rule->name, m->owner->name, py_type_of(args->values[0])->name);
    }
    if (m->rule->kind == CALL) {
        rest.keywords = args->keywords;
        rest.n_keywords = args->n_keywords;
        /* The call is over before they are. */
        /* cppcheck-suppress returnDanglingLifetime */
        return m->owner->call(py, self, &rest);
    }
    if (rest.n != n)
        return py_raise(py, &py_type_error, "expected %zu argument%s, got %zu", n,
                        n == 1 ? "" : "s", rest.n);
    return apply(py, m, self, rest.values);
}

static struct py_object *repr(struct py *py, struct py_object *o)
{
    const struct slot_method *m = (const struct slot_method *)o;

    return m->self
               ? py_stringf(py, "<method-wrapper '%s' of %s object>", m->rule->name, m->owner->name)
               : py_stringf(py, "<slot wrapper '%s' of '%s' objects>", m->rule->name,
                            m->owner->name);
}

static struct py_object *attr(struct py *py, struct py_object *o, const char *name)
{
    const struct slot_method *m = (const struct slot_method *)o;

    return strcmp(name, "__name__") == 0 ? py_string(py, m->rule->name) : NULL;
}

static const struct py_type method_type = {
    .name = "method-wrapper", .repr = repr, .attr = attr, .call = call};

struct py_object *py_slot_method(struct py *py, const struct py_type *type, struct py_object *o,
                                 const char *name)
{
    const struct rule *rule = name[0] == '_' && name[1] == '_' ? rule_of(name) : NULL;
    struct slot_method *m;

    if (!rule || type->dict || !has_slot(type, rule))
        return NULL;
    if (rule->kind == HASH && type->hash == py_unhashable)
        return py_none();
    m = arena_new_object(py->arena, struct slot_method);
    *m = (struct slot_method){{&method_type}, rule, type, o};
    return &m->object;
}

struct py_object *py_native_dunder(struct py *py, struct py_object *native, const char *name)
{
    struct py_object *found = NULL;

    for (struct py_ancestry a = py_ancestry_of(py_type_of(native)); a.type && !found;
         py_ancestry_next(&a))
        found = py_slot_method(py, a.type, native, name);
    return found;
}
