/* What may be assigned to, and what may not. */
#include "py/parse.h"

#include "py/describe.h"

static const struct py_expr *wrong(const struct py_expr *target, bool deleted)
{
    switch (target->kind) {
    case PY_NAME:
    case PY_ATTRIBUTE:
    case PY_SUBSCRIPT:
        return NULL;
    case PY_STARRED:
        return deleted ? target : wrong(target->value, deleted);
    case PY_LIST:
    case PY_TUPLE:
        for (size_t i = 0; i < target->elements.n; i++) {
            const struct py_expr *part = wrong(target->elements.items[i], deleted);

            if (part)
                return part;
        }
        return NULL;
    default:
        return target;
    }
}

const struct py_expr *parse_wrong_target(const struct py_expr *target)
{
    return wrong(target, false);
}

bool parse_check_target(struct parser *p, const struct py_expr *target)
{
    const struct py_expr *part = wrong(target, false);

    return !part || parse_fail_expr(p, part, "cannot assign to %s", py_describe(part));
}

bool parse_check_deleted(struct parser *p, const struct py_expr *target)
{
    const struct py_expr *part = wrong(target, true);

    return !part || parse_fail_expr(p, part, "cannot delete %s", py_describe(part));
}

void parse_check_starred(struct parser *p, const struct py_expr *target, enum parse_late stage)
{
    bool seen = false;

    if (target->kind == PY_STARRED)
        parse_late_expr(p, stage, target, "starred assignment target must be in a list or tuple");
    if (target->kind != PY_LIST && target->kind != PY_TUPLE)
        return;
    for (size_t i = 0; i < target->elements.n; i++) {
        const struct py_expr *part = target->elements.items[i];

        if (part->kind == PY_STARRED && seen)
            parse_late_expr(p, stage, target, "multiple starred expressions in assignment");
        seen = seen || part->kind == PY_STARRED;
        parse_check_starred(p, part->kind == PY_STARRED ? part->value : part, stage);
    }
}
