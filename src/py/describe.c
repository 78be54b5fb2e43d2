#include "py/describe.h"

#include "py/ast.h"

static const char *constant(const struct py_expr *expr)
{
    switch (expr->constant.kind) {
    case PY_CONSTANT_NONE:
        return "None";
    case PY_CONSTANT_TRUE:
        return "True";
    case PY_CONSTANT_FALSE:
        return "False";
    case PY_CONSTANT_ELLIPSIS:
        return "ellipsis";
    default:
        return "literal";
    }
}

const char *py_describe(const struct py_expr *expr)
{
    static const char *const names[] = {
        [PY_NAME] = "name",
        [PY_ATTRIBUTE] = "attribute",
        [PY_SUBSCRIPT] = "subscript",
        [PY_SLICE] = "slice",
        [PY_CALL] = "function call",
        [PY_UNARY] = "expression",
        [PY_BINARY] = "expression",
        [PY_BOOLEAN] = "expression",
        [PY_COMPARE] = "comparison",
        [PY_IF_EXP] = "conditional expression",
        [PY_LAMBDA] = "lambda",
        [PY_LIST] = "list",
        [PY_TUPLE] = "tuple",
        [PY_SET] = "set display",
        [PY_DICT] = "dict literal",
        [PY_LIST_COMP] = "list comprehension",
        [PY_SET_COMP] = "set comprehension",
        [PY_DICT_COMP] = "dict comprehension",
        [PY_GENERATOR] = "generator expression",
        [PY_STARRED] = "starred",
        [PY_JOINED_STR] = "f-string expression",
        [PY_FORMATTED] = "f-string expression",
        [PY_NAMED] = "named expression",
        [PY_AWAIT] = "await expression",
        [PY_YIELD] = "yield expression",
        [PY_YIELD_FROM] = "yield expression",
    };

    return expr->kind == PY_CONSTANT ? constant(expr) : names[expr->kind];
}
