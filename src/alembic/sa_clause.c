#include "alembic/sa_expr.h"
#include "py/interp.h"
#include "py/py.h"

enum { MAX_DEPTH = 2000 }; /* of expressions in expressions */

const struct py_type sa_clause_type = {
    .name = "ClauseElement",
    .module = "sqlalchemy.sql.elements",
};

struct sa_clause *sa_clause_of(struct py_object *o)
{
    return o && py_is(o, &sa_clause_type) ? (struct sa_clause *)(void *)o : NULL;
}

bool sa_compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    if (!py_step(c->py, 1))
        return false;
    if (!py_stack_left(c->py))
        return false;
    if (c->depth >= MAX_DEPTH)
        return py_raise(c->py, &py_recursion_error, "maximum recursion depth exceeded");
    c->depth++;
    bool ok = clause->kind->compile(c, clause);

    c->depth--;
    return ok;
}

bool sa_compile_grouped(struct sa_compiler *c, const struct sa_clause *clause)
{
    union {
        const struct sa_clause *from;
        struct sa_clause *to;
    } both = {clause};
    struct sa_clause *grouped = sa_group(c->py, both.to, NULL);

    return grouped && sa_compile(c, grouped);
}
