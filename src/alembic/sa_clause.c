#include "alembic/sa.h"

#include "alembic/names.h"
#include "alembic/sa_schema.h"
#include "py/py.h"

enum { MAX_DEPTH = 200 }; /* of expressions in expressions */

const struct py_type sa_clause_type = {
    .name = "ClauseElement",
    .module = "sqlalchemy.sql.elements",
};

const struct py_type sa_element_type = {
    .name = "ColumnElement",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_clause_type,
};

const struct py_type sa_from_type = {
    .name = "FromClause",
    .module = "sqlalchemy.sql.selectable",
    .base = &sa_clause_type,
};

struct sa_clause *sa_clause_of(struct py_object *o)
{
    return o && py_is(o, &sa_clause_type) ? (struct sa_clause *)(void *)o : NULL;
}

bool sa_compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    if (!py_step(c->py, 1))
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
    bool grouped = clause->precedence > 0 && clause->precedence < SA_PRECEDENCE_ATOM;

    if (grouped)
        sa_write(c, "(");
    if (!sa_compile(c, clause))
        return false;
    if (grouped)
        sa_write(c, ")");
    return true;
}

const struct alembic_export sa_clause_names[] = {
    {.name = "ClauseElement", .type = &sa_clause_type},
    {.name = "ColumnElement", .type = &sa_element_type},
    {.name = NULL},
};

const struct alembic_export sa_postgresql_clause_names[] = {
    {.name = NULL},
};

const struct alembic_export sa_orm_names[] = {
    {.name = NULL},
};
