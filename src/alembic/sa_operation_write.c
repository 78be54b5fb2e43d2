/* Operators in SQL text. */
#include <string.h>

#include "alembic/sa_operation.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "py/py.h"

static bool compile_in_operator(struct sa_compiler *c, const struct sa_clause *clause)
{
    struct sa_statement *statement = sa_statement_of(c);
    bool before = statement->in_operator, ok;

    statement->in_operator = true;
    ok = sa_compile(c, clause);
    statement->in_operator = before;
    return ok;
}

static bool write_between(struct sa_compiler *c, const struct sa_operation *o, const char *text)
{
    if (!compile_in_operator(c, o->operands[0]))
        return false;
    sa_write(c, text);
    return compile_in_operator(c, o->operands[1]);
}

static bool write_generic(struct sa_compiler *c, const struct sa_operation *o, const char *text,
                          bool eager)
{
    bool parentheses = eager && sa_statement_of(c)->in_operator;

    sa_write(c, parentheses ? "(" : "");
    if (!write_between(c, o, text))
        return false;
    sa_write(c, parentheses ? ")" : "");
    return true;
}

/* a LIKE b ESCAPE '/' */
static bool write_like(struct sa_compiler *c, const struct sa_operation *o)
{
    if (!sa_compile(c, o->operands[0]))
        return false;
    sa_write(c, o->op->text);
    if (!sa_compile(c, o->operands[1]))
        return false;
    if (o->escape) {
        sa_write(c, " ESCAPE ");
        sa_write_string(c, o->escape, strlen(o->escape));
    }
    return true;
}

/* a ~ 'x', a ~* 'x' */
static bool write_regexp(struct sa_compiler *c, const struct sa_operation *o)
{
    const char *op = o->op->op == SA_OP_REGEXP ? "~" : "!~";

    if (!o->flags || strcmp(o->flags, "i") == 0) {
        if (!compile_in_operator(c, o->operands[0]))
            return false;
        sa_writef(c, " %s%s ", op, o->flags ? "*" : "");
        return compile_in_operator(c, o->operands[1]);
    }
    if (!sa_compile(c, o->operands[0]))
        return false;
    sa_writef(c, " %s CONCAT('(?', ", op);
    sa_write_string(c, o->flags, strlen(o->flags));
    sa_write(c, ", ')', ");
    if (!sa_compile(c, o->operands[1]))
        return false;
    sa_write(c, ")");
    return true;
}

/* Division is that of numbers: a / CAST(b AS NUMERIC) */
static bool write_division(struct sa_compiler *c, const struct sa_operation *o)
{
    enum sa_kind kind = sa_kind_of(c->py, o->operands[1]);
    bool numeric = kind == SA_NUMERIC || kind == SA_FLOAT;
    struct sa_type *type =
        numeric ? sa_type_of_clause(c->py, o->operands[1]) : sa_type_new_of(c->py, &sa_numeric);
    struct sa_clause *cast = type ? sa_cast(c->py, o->operands[1], type) : NULL;

    if (!cast || !sa_compile(c, o->operands[0]))
        return false;
    sa_write(c, " / ");
    return sa_compile(c, cast);
}

static bool write_floor_division(struct sa_compiler *c, const struct sa_operation *o)
{
    bool whole = sa_kind_of(c->py, o->operands[0]) == SA_INTEGER &&
                 sa_kind_of(c->py, o->operands[1]) == SA_INTEGER;

    sa_write(c, whole ? "" : "FLOOR(");
    if (!sa_compile(c, o->operands[0]))
        return false;
    sa_write(c, " / ");
    if (!sa_compile(c, o->operands[1]))
        return false;
    sa_write(c, whole ? "" : ")");
    return true;
}

static bool is_jsonb(struct py *py, struct sa_clause *clause)
{
    const struct sa_type *type = sa_type_of_clause(py, clause);
    const char *word = type ? sa_type_real(type)->rule->word : NULL;

    return word && strcmp(word, "JSONB") == 0;
}

/* data['a'] of jsonb, data -> 'a' of json; (data ->> 'a') under a CAST when it is no JSON. */
static bool write_json(struct sa_compiler *c, const struct sa_operation *o)
{
    bool path = o->op->op == SA_OP_JSON_PATH;
    const struct sa_type *type = o->clause.sql_type;

    if (type && sa_type_real(type)->rule->kind != SA_JSON) {
        sa_write(c, "CAST(");
        if (!write_generic(c, o, path ? " #>> " : " ->> ", true))
            return false;
        sa_write(c, " AS ");
        if (!sa_write_type(c, type))
            return false;
        sa_write(c, ")");
        return true;
    }
    if (path || !is_jsonb(c->py, o->operands[0]))
        return write_generic(c, o, o->op->text, true);

    bool call = py_is(&o->operands[0]->object, &sa_function_type);

    sa_write(c, call ? "(" : "");
    if (!sa_compile(c, o->operands[0]))
        return false;
    sa_write(c, call ? ")[" : "[");
    if (!sa_compile(c, o->operands[1]))
        return false;
    sa_write(c, "]");
    return true;
}

static bool write_infix(struct sa_compiler *c, const struct sa_operation *o)
{
    switch (o->op->op) {
    case SA_OP_AND:
    case SA_OP_OR:
    case SA_OP_COMMA:
        return sa_compile_list(c, o->operands, o->n, o->op->text);
    case SA_OP_LIKE:
    case SA_OP_NOT_LIKE:
    case SA_OP_ILIKE:
    case SA_OP_NOT_ILIKE:
    case SA_OP_LIKE_PART:
    case SA_OP_NOT_LIKE_PART:
    case SA_OP_ILIKE_PART:
    case SA_OP_NOT_ILIKE_PART:
        return write_like(c, o);
    case SA_OP_REGEXP:
    case SA_OP_NOT_REGEXP:
        return write_regexp(c, o);
    case SA_OP_TRUEDIV:
        return write_division(c, o);
    case SA_OP_FLOORDIV:
        return write_floor_division(c, o);
    case SA_OP_JSON_ITEM:
    case SA_OP_JSON_PATH:
        return write_json(c, o);
    case SA_OP_NOT_IN:
        sa_write(c, "(");
        if (!write_generic(c, o, o->op->text, false))
            return false;
        sa_write(c, ")");
        return true;
    case SA_OP_ITEM:
        if (!sa_compile(c, o->operands[0]))
            return false;
        sa_write(c, "[");
        if (!sa_compile(c, o->operands[1]))
            return false;
        sa_write(c, "]");
        return true;
    case SA_OP_MATCH:
        if (!write_generic(c, o, " @@ plainto_tsquery(", false))
            return false;
        sa_write(c, ")");
        return true;
    default:
        return write_generic(c, o, o->op->text, o->op->is_eager);
    }
}

bool sa_operation_compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_operation *o = (const void *)clause;

    switch (o->form) {
    case SA_INFIX:
        return write_infix(c, o);
    case SA_PREFIX:
        sa_write(c, o->op->text);
        return sa_compile(c, o->operands[0]);
    case SA_SUFFIX:
        if (!sa_compile(c, o->operands[0]))
            return false;
        sa_write(c, o->op->text);
        return true;
    case SA_PARENTHESES:
        sa_write(c, "(");
        if (!sa_compile(c, o->operands[0]))
            return false;
        sa_write(c, ")");
        return true;
    }
    return true;
}

bool sa_compile_list(struct sa_compiler *c, struct sa_clause *const *clauses, size_t n,
                     const char *separator)
{
    for (size_t i = 0; i < n; i++) {
        sa_write(c, i > 0 ? separator : "");
        if (!sa_compile(c, clauses[i]))
            return false;
    }
    return true;
}
