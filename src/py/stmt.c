/* Statements without blocks, and the table of all of them. */
#include "py/eval.h"
#include "py/frame.h"
#include "py/function.h"
#include "py/interp.h"
#include "py/run.h"

static enum py_flow flow_of(bool ok)
{
    return ok ? PY_FLOW_NEXT : PY_FLOW_RAISED;
}

static bool is_yield(const struct py_expr *expr)
{
    return expr && (expr->kind == PY_YIELD || expr->kind == PY_YIELD_FROM);
}

static enum py_flow execute_expr(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    if (is_yield(stmt->value))
        return py_stmt_yield(py, frame, stmt);
    return flow_of(py_eval(py, stmt->value) != NULL);
}

static enum py_flow execute_assign(struct py *py, struct py_frame *frame,
                                   const struct py_stmt *stmt)
{
    struct py_object *value;

    if (is_yield(stmt->assign.value))
        return py_stmt_yield(py, frame, stmt);
    value = py_eval(py, stmt->assign.value);
    if (!value)
        return PY_FLOW_RAISED;
    for (size_t i = 0; i < stmt->assign.targets.n; i++)
        if (!py_assign(py, stmt->assign.targets.items[i], value))
            return PY_FLOW_RAISED;
    return PY_FLOW_NEXT;
}

static enum py_flow execute_ann_assign(struct py *py, struct py_frame *frame,
                                       const struct py_stmt *stmt)
{
    struct py_object *value;

    if (frame->env->dict && !py_annotate(py, frame, stmt))
        return PY_FLOW_RAISED;
    if (!stmt->ann_assign.value)
        return PY_FLOW_NEXT;
    if (is_yield(stmt->ann_assign.value))
        return py_stmt_yield(py, frame, stmt);
    value = py_eval(py, stmt->ann_assign.value);
    return flow_of(value && py_assign(py, stmt->ann_assign.target, value));
}

static enum py_flow execute_aug_assign(struct py *py, struct py_frame *frame,
                                       const struct py_stmt *stmt)
{
    (void)frame;
    return flow_of(py_assign_in_place(py, stmt->aug_assign.target, stmt->aug_assign.op,
                                      stmt->aug_assign.value));
}

static enum py_flow execute_return(struct py *py, struct py_frame *frame,
                                   const struct py_stmt *stmt)
{
    if (is_yield(stmt->value))
        return py_stmt_yield(py, frame, stmt);
    frame->value = stmt->value ? py_eval(py, stmt->value) : py_none();
    return frame->value ? PY_FLOW_RETURN : PY_FLOW_RAISED;
}

static enum py_flow execute_delete(struct py *py, struct py_frame *frame,
                                   const struct py_stmt *stmt)
{
    (void)frame;
    for (size_t i = 0; i < stmt->targets.n; i++)
        if (!py_delete(py, stmt->targets.items[i]))
            return PY_FLOW_RAISED;
    return PY_FLOW_NEXT;
}

static enum py_flow execute_if(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    const struct py_stmts *body;
    bool truth;

    if (!py_eval_truth(py, stmt->test.test, &truth))
        return PY_FLOW_RAISED;
    body = truth ? &stmt->test.body : &stmt->test.otherwise;
    if (body->n > 0)
        py_block_push(py, frame, &py_block_plain, stmt, body);
    return PY_FLOW_NEXT;
}

static enum py_flow execute_assert(struct py *py, struct py_frame *frame,
                                   const struct py_stmt *stmt)
{
    struct py_object *message;
    bool truth;

    (void)frame;
    if (!py_eval_truth(py, stmt->assertion.test, &truth))
        return PY_FLOW_RAISED;
    if (truth)
        return PY_FLOW_NEXT;
    message = stmt->assertion.message ? py_eval(py, stmt->assertion.message) : NULL;
    py->here.line = stmt->line;
    if (message)
        py_raise_value(py, &py_assertion_error, message);
    else if (!py_raised(py))
        py_raise_object(py, py_call(py, py_type_object(&py_assertion_error), &py_nothing));
    return PY_FLOW_RAISED;
}

static enum py_flow execute_break(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    (void)py;
    (void)frame;
    (void)stmt;
    return PY_FLOW_BREAK;
}

static enum py_flow execute_continue(struct py *py, struct py_frame *frame,
                                     const struct py_stmt *stmt)
{
    (void)py;
    (void)frame;
    (void)stmt;
    return PY_FLOW_CONTINUE;
}

static enum py_flow execute_nothing(struct py *py, struct py_frame *frame,
                                    const struct py_stmt *stmt)
{
    (void)py;
    (void)frame;
    (void)stmt;
    return PY_FLOW_NEXT;
}

/* An alias only serves annotations. */
static enum py_flow execute_type_alias(struct py *py, struct py_frame *frame,
                                       const struct py_stmt *stmt)
{
    (void)frame;
    return flow_of(py_store_name(py, stmt->type_alias.name,
                                 py_poison(py, "type alias %s", stmt->type_alias.name)));
}

static py_statement *const statements[] = {
    [PY_EXPR_STMT] = execute_expr,
    [PY_ASSIGN] = execute_assign,
    [PY_ANN_ASSIGN] = execute_ann_assign,
    [PY_AUG_ASSIGN] = execute_aug_assign,
    [PY_FUNCTION_DEF] = py_stmt_function,
    [PY_CLASS_DEF] = py_stmt_class,
    [PY_RETURN] = execute_return,
    [PY_DELETE] = execute_delete,
    [PY_IF] = execute_if,
    [PY_FOR] = py_stmt_for,
    [PY_WHILE] = py_stmt_while,
    [PY_WITH] = py_stmt_with,
    [PY_MATCH] = py_stmt_match,
    [PY_RAISE] = py_stmt_raise,
    [PY_TRY] = py_stmt_try,
    [PY_ASSERT] = execute_assert,
    [PY_IMPORT] = py_stmt_import,
    [PY_IMPORT_FROM] = py_stmt_import_from,
    [PY_GLOBAL] = execute_nothing,
    [PY_NONLOCAL] = execute_nothing,
    [PY_PASS] = execute_nothing,
    [PY_BREAK] = execute_break,
    [PY_CONTINUE] = execute_continue,
    [PY_TYPE_ALIAS] = execute_type_alias,
};

enum py_flow py_stmt_execute(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    return statements[stmt->kind](py, frame, stmt);
}
