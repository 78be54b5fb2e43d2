#include "py/walk.h"

static void one(struct py_walk *walk, const struct py_expr *expr)
{
    if (expr && walk->expr)
        walk->expr(walk, expr);
}

static void each(struct py_walk *walk, const struct py_exprs *exprs)
{
    for (size_t i = 0; i < exprs->n; i++)
        one(walk, exprs->items[i]);
}

void py_walk_stmts(struct py_walk *walk, const struct py_stmts *body)
{
    for (size_t i = 0; walk->stmt && i < body->n; i++)
        walk->stmt(walk, body->items[i]);
}

static void parameters(struct py_walk *walk, const struct py_parameters *parameters)
{
    for (size_t i = 0; i < parameters->n; i++) {
        one(walk, parameters->items[i].annotation);
        one(walk, parameters->items[i].default_value);
    }
    one(walk, parameters->rest_annotation);
    one(walk, parameters->rest_keyword_annotation);
}

static void keywords(struct py_walk *walk, const struct py_keyword_arg *keywords, size_t n)
{
    for (size_t i = 0; i < n; i++)
        one(walk, keywords[i].value);
}

static void comprehension(struct py_walk *walk, const struct py_expr *expr)
{
    one(walk, expr->comp.element);
    one(walk, expr->comp.value);
    for (size_t i = 0; i < expr->comp.n; i++) {
        one(walk, expr->comp.generators[i].target);
        one(walk, expr->comp.generators[i].iter);
        each(walk, &expr->comp.generators[i].ifs);
    }
}

static void three(struct py_walk *walk, const struct py_expr *a, const struct py_expr *b,
                  const struct py_expr *c)
{
    one(walk, a);
    one(walk, b);
    one(walk, c);
}

void py_walk_expr(struct py_walk *walk, const struct py_expr *expr)
{
    switch (expr->kind) {
    case PY_CONSTANT:
    case PY_NAME:
        return;
    case PY_ATTRIBUTE:
        one(walk, expr->attribute.value);
        return;
    case PY_SUBSCRIPT:
        three(walk, expr->subscript.value, expr->subscript.index, NULL);
        return;
    case PY_SLICE:
        three(walk, expr->slice.lower, expr->slice.upper, expr->slice.step);
        return;
    case PY_CALL:
        one(walk, expr->call.function);
        each(walk, &expr->call.args);
        keywords(walk, expr->call.keywords, expr->call.n_keywords);
        return;
    case PY_UNARY:
        one(walk, expr->binary.right);
        return;
    case PY_BINARY:
        three(walk, expr->binary.left, expr->binary.right, NULL);
        return;
    case PY_BOOLEAN:
        each(walk, &expr->boolean.values);
        return;
    case PY_COMPARE:
        one(walk, expr->compare.left);
        each(walk, &expr->compare.rights);
        return;
    case PY_IF_EXP:
        three(walk, expr->if_exp.test, expr->if_exp.body, expr->if_exp.otherwise);
        return;
    case PY_LAMBDA:
        parameters(walk, expr->lambda.parameters);
        one(walk, expr->lambda.body);
        return;
    case PY_LIST:
    case PY_TUPLE:
    case PY_SET:
    case PY_JOINED_STR:
        each(walk, &expr->elements);
        return;
    case PY_DICT:
        each(walk, &expr->dict.keys);
        each(walk, &expr->dict.values);
        return;
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR:
        comprehension(walk, expr);
        return;
    case PY_STARRED:
    case PY_AWAIT:
    case PY_YIELD:
    case PY_YIELD_FROM:
        one(walk, expr->value);
        return;
    case PY_FORMATTED:
        three(walk, expr->formatted.value, expr->formatted.spec, NULL);
        return;
    case PY_NAMED:
        three(walk, expr->named.target, expr->named.value, NULL);
        return;
    }
}

static void handlers(struct py_walk *walk, const struct py_stmt *stmt)
{
    py_walk_stmts(walk, &stmt->attempt.body);
    for (size_t i = 0; i < stmt->attempt.n; i++) {
        one(walk, stmt->attempt.handlers[i].type);
        py_walk_stmts(walk, &stmt->attempt.handlers[i].body);
    }
    py_walk_stmts(walk, &stmt->attempt.otherwise);
    py_walk_stmts(walk, &stmt->attempt.finally);
}

/* Values of patterns are names of classes and literals: nobody looks for those. */
static void cases(struct py_walk *walk, const struct py_stmt *stmt)
{
    one(walk, stmt->match.subject);
    for (size_t i = 0; i < stmt->match.n; i++) {
        one(walk, stmt->match.cases[i].guard);
        py_walk_stmts(walk, &stmt->match.cases[i].body);
    }
}

static void with_items(struct py_walk *walk, const struct py_stmt *stmt)
{
    for (size_t i = 0; i < stmt->with.n; i++)
        three(walk, stmt->with.items[i].context, stmt->with.items[i].target, NULL);
    py_walk_stmts(walk, &stmt->with.body);
}

static void definition(struct py_walk *walk, const struct py_stmt *stmt)
{
    each(walk, &stmt->function.decorators);
    parameters(walk, stmt->function.parameters);
    one(walk, stmt->function.returns);
    py_walk_stmts(walk, &stmt->function.body);
}

static void class_definition(struct py_walk *walk, const struct py_stmt *stmt)
{
    each(walk, &stmt->class_def.decorators);
    each(walk, &stmt->class_def.bases);
    keywords(walk, stmt->class_def.keywords, stmt->class_def.n_keywords);
    py_walk_stmts(walk, &stmt->class_def.body);
}

void py_walk_stmt(struct py_walk *walk, const struct py_stmt *stmt)
{
    switch (stmt->kind) {
    case PY_EXPR_STMT:
    case PY_RETURN:
        one(walk, stmt->value);
        return;
    case PY_ASSIGN:
        each(walk, &stmt->assign.targets);
        one(walk, stmt->assign.value);
        return;
    case PY_ANN_ASSIGN:
        three(walk, stmt->ann_assign.target, stmt->ann_assign.annotation, stmt->ann_assign.value);
        return;
    case PY_AUG_ASSIGN:
        three(walk, stmt->aug_assign.target, stmt->aug_assign.value, NULL);
        return;
    case PY_FUNCTION_DEF:
        definition(walk, stmt);
        return;
    case PY_CLASS_DEF:
        class_definition(walk, stmt);
        return;
    case PY_DELETE:
        each(walk, &stmt->targets);
        return;
    case PY_IF:
    case PY_WHILE:
        one(walk, stmt->test.test);
        py_walk_stmts(walk, &stmt->test.body);
        py_walk_stmts(walk, &stmt->test.otherwise);
        return;
    case PY_FOR:
        three(walk, stmt->loop.target, stmt->loop.iter, NULL);
        py_walk_stmts(walk, &stmt->loop.body);
        py_walk_stmts(walk, &stmt->loop.otherwise);
        return;
    case PY_WITH:
        with_items(walk, stmt);
        return;
    case PY_MATCH:
        cases(walk, stmt);
        return;
    case PY_RAISE:
        three(walk, stmt->raise.exception, stmt->raise.cause, NULL);
        return;
    case PY_TRY:
        handlers(walk, stmt);
        return;
    case PY_ASSERT:
        three(walk, stmt->assertion.test, stmt->assertion.message, NULL);
        return;
    case PY_TYPE_ALIAS:
        one(walk, stmt->type_alias.value);
        return;
    case PY_IMPORT:
    case PY_IMPORT_FROM:
    case PY_GLOBAL:
    case PY_NONLOCAL:
    case PY_PASS:
    case PY_BREAK:
    case PY_CONTINUE:
        return;
    }
}
