#include "py/scope_walk.h"

#include <string.h>

static void walk_exprs(struct py_scope_walk *walk, const struct py_exprs *exprs)
{
    for (size_t i = 0; i < exprs->n; i++)
        py_scope_walk_expr(walk, exprs->items[i]);
}

static void walk_keywords(struct py_scope_walk *walk, const struct py_keyword_arg *keywords,
                          size_t n)
{
    for (size_t i = 0; i < n; i++)
        py_scope_walk_expr(walk, keywords[i].value);
}

static void walk_defaults(struct py_scope_walk *walk, const struct py_parameters *parameters)
{
    for (size_t i = 0; i < parameters->n; i++)
        py_scope_walk_expr(walk, parameters->items[i].default_value);
}

/* Its targets are its own; what ":=" binds in it belongs to the scope around. */
static void walk_comprehension(struct py_scope_walk *walk, const struct py_expr *expr)
{
    py_scope_walk_expr(walk, expr->comp.element);
    py_scope_walk_expr(walk, expr->comp.value);
    for (size_t i = 0; i < expr->comp.n; i++) {
        py_scope_walk_expr(walk, expr->comp.generators[i].iter);
        walk_exprs(walk, &expr->comp.generators[i].ifs);
    }
}

void py_scope_walk_expr(struct py_scope_walk *walk, const struct py_expr *expr)
{
    if (!expr)
        return;
    switch (expr->kind) {
    case PY_CONSTANT:
    case PY_NAME:
        break;
    case PY_ATTRIBUTE:
        py_scope_walk_expr(walk, expr->attribute.value);
        break;
    case PY_SUBSCRIPT:
        py_scope_walk_expr(walk, expr->subscript.value);
        py_scope_walk_expr(walk, expr->subscript.index);
        break;
    case PY_SLICE:
        py_scope_walk_expr(walk, expr->slice.lower);
        py_scope_walk_expr(walk, expr->slice.upper);
        py_scope_walk_expr(walk, expr->slice.step);
        break;
    case PY_CALL:
        py_scope_walk_expr(walk, expr->call.function);
        walk_exprs(walk, &expr->call.args);
        walk_keywords(walk, expr->call.keywords, expr->call.n_keywords);
        break;
    case PY_UNARY:
    case PY_BINARY:
        py_scope_walk_expr(walk, expr->binary.left);
        py_scope_walk_expr(walk, expr->binary.right);
        break;
    case PY_BOOLEAN:
        walk_exprs(walk, &expr->boolean.values);
        break;
    case PY_COMPARE:
        py_scope_walk_expr(walk, expr->compare.left);
        walk_exprs(walk, &expr->compare.rights);
        break;
    case PY_IF_EXP:
        py_scope_walk_expr(walk, expr->if_exp.test);
        py_scope_walk_expr(walk, expr->if_exp.body);
        py_scope_walk_expr(walk, expr->if_exp.otherwise);
        break;
    case PY_LAMBDA:
        walk_defaults(walk, expr->lambda.parameters);
        break;
    case PY_LIST:
    case PY_TUPLE:
    case PY_SET:
    case PY_JOINED_STR:
        walk_exprs(walk, &expr->elements);
        break;
    case PY_DICT:
        walk_exprs(walk, &expr->dict.keys);
        walk_exprs(walk, &expr->dict.values);
        break;
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR:
        walk_comprehension(walk, expr);
        break;
    case PY_STARRED:
    case PY_AWAIT:
    case PY_YIELD:
    case PY_YIELD_FROM:
        py_scope_walk_expr(walk, expr->value);
        break;
    case PY_FORMATTED:
        py_scope_walk_expr(walk, expr->formatted.value);
        py_scope_walk_expr(walk, expr->formatted.spec);
        break;
    case PY_NAMED:
        py_scope_walk_target(walk, expr->named.target);
        py_scope_walk_expr(walk, expr->named.value);
        break;
    }
}

void py_scope_walk_target(struct py_scope_walk *walk, const struct py_expr *target)
{
    if (!target)
        return;
    if (target->kind == PY_NAME)
        walk->bind(walk, target->name);
    else if (target->kind == PY_STARRED)
        py_scope_walk_target(walk, target->value);
    else if (target->kind == PY_TUPLE || target->kind == PY_LIST)
        for (size_t i = 0; i < target->elements.n; i++)
            py_scope_walk_target(walk, target->elements.items[i]);
    else
        py_scope_walk_expr(walk, target);
}

static void walk_targets(struct py_scope_walk *walk, const struct py_exprs *targets)
{
    for (size_t i = 0; i < targets->n; i++)
        py_scope_walk_target(walk, targets->items[i]);
}

static void walk_pattern(struct py_scope_walk *walk, const struct py_pattern *pattern)
{
    if (!pattern)
        return;
    if (pattern->name)
        walk->bind(walk, pattern->name);
    for (size_t i = 0; i < pattern->n; i++)
        walk_pattern(walk, pattern->patterns[i]);
}

static void walk_cases(struct py_scope_walk *walk, const struct py_stmt *stmt)
{
    py_scope_walk_expr(walk, stmt->match.subject);
    for (size_t i = 0; i < stmt->match.n; i++) {
        walk_pattern(walk, stmt->match.cases[i].pattern);
        py_scope_walk_expr(walk, stmt->match.cases[i].guard);
        py_scope_walk_stmts(walk, &stmt->match.cases[i].body);
    }
}

static void walk_try(struct py_scope_walk *walk, const struct py_stmt *stmt)
{
    py_scope_walk_stmts(walk, &stmt->attempt.body);
    for (size_t i = 0; i < stmt->attempt.n; i++) {
        const struct py_handler *handler = &stmt->attempt.handlers[i];

        py_scope_walk_expr(walk, handler->type);
        if (handler->name)
            walk->bind(walk, handler->name);
        py_scope_walk_stmts(walk, &handler->body);
    }
    py_scope_walk_stmts(walk, &stmt->attempt.otherwise);
    py_scope_walk_stmts(walk, &stmt->attempt.finally);
}

/* "import a.b" binds a. */
static void walk_import(struct py_scope_walk *walk, const struct py_stmt *stmt)
{
    for (size_t i = 0; i < stmt->import.n; i++) {
        const struct py_alias *alias = &stmt->import.names[i];

        if (strcmp(alias->name, "*") != 0)
            walk->bind(walk, alias->asname ? alias->asname : alias->name);
    }
}

static void walk_with(struct py_scope_walk *walk, const struct py_stmt *stmt)
{
    for (size_t i = 0; i < stmt->with.n; i++) {
        py_scope_walk_expr(walk, stmt->with.items[i].context);
        py_scope_walk_target(walk, stmt->with.items[i].target);
    }
    py_scope_walk_stmts(walk, &stmt->with.body);
}

static void walk_definition(struct py_scope_walk *walk, const struct py_stmt *stmt)
{
    if (stmt->kind == PY_FUNCTION_DEF) {
        walk->bind(walk, stmt->function.name);
        walk_exprs(walk, &stmt->function.decorators);
        walk_defaults(walk, stmt->function.parameters);
        return;
    }
    walk->bind(walk, stmt->class_def.name);
    walk_exprs(walk, &stmt->class_def.decorators);
    walk_exprs(walk, &stmt->class_def.bases);
    walk_keywords(walk, stmt->class_def.keywords, stmt->class_def.n_keywords);
}

void py_scope_walk_stmt(struct py_scope_walk *walk, const struct py_stmt *stmt)
{
    switch (stmt->kind) {
    case PY_EXPR_STMT:
    case PY_RETURN:
        py_scope_walk_expr(walk, stmt->value);
        break;
    case PY_ASSIGN:
        py_scope_walk_expr(walk, stmt->assign.value);
        walk_targets(walk, &stmt->assign.targets);
        break;
    case PY_ANN_ASSIGN:
        py_scope_walk_expr(walk, stmt->ann_assign.value);
        py_scope_walk_target(walk, stmt->ann_assign.target);
        break;
    case PY_AUG_ASSIGN:
        py_scope_walk_expr(walk, stmt->aug_assign.value);
        py_scope_walk_target(walk, stmt->aug_assign.target);
        break;
    case PY_FUNCTION_DEF:
    case PY_CLASS_DEF:
        walk_definition(walk, stmt);
        break;
    case PY_DELETE:
        walk_targets(walk, &stmt->targets);
        break;
    case PY_IF:
    case PY_WHILE:
        py_scope_walk_expr(walk, stmt->test.test);
        py_scope_walk_stmts(walk, &stmt->test.body);
        py_scope_walk_stmts(walk, &stmt->test.otherwise);
        break;
    case PY_FOR:
        py_scope_walk_expr(walk, stmt->loop.iter);
        py_scope_walk_target(walk, stmt->loop.target);
        py_scope_walk_stmts(walk, &stmt->loop.body);
        py_scope_walk_stmts(walk, &stmt->loop.otherwise);
        break;
    case PY_WITH:
        walk_with(walk, stmt);
        break;
    case PY_MATCH:
        walk_cases(walk, stmt);
        break;
    case PY_RAISE:
        py_scope_walk_expr(walk, stmt->raise.exception);
        py_scope_walk_expr(walk, stmt->raise.cause);
        break;
    case PY_TRY:
        walk_try(walk, stmt);
        break;
    case PY_ASSERT:
        py_scope_walk_expr(walk, stmt->assertion.test);
        py_scope_walk_expr(walk, stmt->assertion.message);
        break;
    case PY_IMPORT:
    case PY_IMPORT_FROM:
        walk_import(walk, stmt);
        break;
    case PY_GLOBAL:
    case PY_NONLOCAL:
        if (walk->declare)
            walk->declare(walk, stmt);
        break;
    case PY_TYPE_ALIAS:
        walk->bind(walk, stmt->type_alias.name);
        break;
    case PY_PASS:
    case PY_BREAK:
    case PY_CONTINUE:
        break;
    }
}

void py_scope_walk_stmts(struct py_scope_walk *walk, const struct py_stmts *body)
{
    for (size_t i = 0; i < body->n; i++)
        py_scope_walk_stmt(walk, body->items[i]);
}
