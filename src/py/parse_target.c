/* What may be assigned to, and what may not. */
#include "py/parse.h"

#include <string.h>

#include "py/describe.h"

static bool wrong(struct parser *p, const struct py_expr *target, bool deleted)
{
    return parse_fail_expr(p, target, "cannot %s %s", deleted ? "delete" : "assign to",
                           py_describe(target));
}

static bool check(struct parser *p, const struct py_expr *target, bool deleted)
{
    bool good = true;

    switch (target->kind) {
    case PY_NAME:
    case PY_ATTRIBUTE:
    case PY_SUBSCRIPT:
        return true;
    case PY_STARRED:
        return deleted ? wrong(p, target, deleted) : check(p, target->value, deleted);
    case PY_LIST:
    case PY_TUPLE:
        if (!parse_enter(p))
            return false;
        for (size_t i = 0; good && i < target->elements.n; i++)
            good = check(p, target->elements.items[i], deleted);
        parse_leave(p);
        return good;
    default:
        return wrong(p, target, deleted);
    }
}

bool parse_check_target(struct parser *p, const struct py_expr *target)
{
    return check(p, target, false);
}

bool parse_check_deleted(struct parser *p, const struct py_expr *target)
{
    return check(p, target, true);
}
