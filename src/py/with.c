/* with */
#include "py/eval.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/run.h"
#include "py/type.h"

static const struct py_stmts no_statements;

static enum py_flow enter_item(struct py *py, struct py_frame *frame, const struct py_stmt *stmt,
                               size_t index);

static bool leave_manager(struct py *py, struct py_object *manager, struct py_object *exception,
                          bool *swallowed)
{
    bool (*leave)(struct py *, struct py_object *, struct py_object *, bool *) =
        PY_SLOT(py_type_of(manager), leave);

    *swallowed = false;
    return leave(py, manager, exception, swallowed);
}

/* After a refusal nothing of the script runs any more. */
static enum py_flow leave_with(struct py *py, struct py_frame *frame, struct py_block *block,
                               enum py_flow flow)
{
    struct py_object *manager = block->object, *handled = frame->handled;
    struct py_object *exception = NULL;
    bool swallowed, ok;

    py_block_pop(frame);
    if (py->refusal)
        return flow;
    if (flow == PY_FLOW_RAISED)
        exception = frame->handled = py_catch(py, &py_base_exception);
    ok = leave_manager(py, manager, exception, &swallowed);
    frame->handled = handled;
    if (!ok)
        return PY_FLOW_RAISED;
    if (!exception)
        return flow;
    if (!swallowed)
        py_raise_object(py, exception);
    return swallowed ? PY_FLOW_NEXT : PY_FLOW_RAISED;
}

/* The items after the first are entered inside of the block of the one before. */
static enum py_flow end_with(struct py *py, struct py_frame *frame, struct py_block *block)
{
    if (block->body == &no_statements && block->next == 0) {
        block->next = 1;
        return enter_item(py, frame, block->stmt, block->index + 1);
    }
    return leave_with(py, frame, block, PY_FLOW_NEXT);
}

static const struct py_block_kind with_block = {end_with, leave_with};

static enum py_flow enter_item(struct py *py, struct py_frame *frame, const struct py_stmt *stmt,
                               size_t index)
{
    const struct py_with_item *item = &stmt->with.items[index];
    bool is_last = index == stmt->with.n - 1;
    struct py_object *manager = py_eval(py, item->context), *value;
    struct py_object *(*enter)(struct py *, struct py_object *);
    struct py_block *block;

    if (!manager)
        return PY_FLOW_RAISED;
    py->here.line = item->context->line;
    enter = PY_SLOT(py_type_of(manager), enter);
    if (!enter || !PY_SLOT(py_type_of(manager), leave)) {
        py_raise(py, &py_type_error,
                 "'%s' object does not support the %scontext manager protocol%s",
                 py_type_of(manager)->name, stmt->with.is_async ? "asynchronous " : "",
                 enter ? " (missed __exit__ method)" : "");
        return PY_FLOW_RAISED;
    }
    value = enter(py, manager);
    if (!value)
        return PY_FLOW_RAISED;
    block =
        py_block_push(py, frame, &with_block, stmt, is_last ? &stmt->with.body : &no_statements);
    block->object = manager;
    block->index = index;
    if (item->target && !py_assign(py, item->target, value))
        return PY_FLOW_RAISED;
    return PY_FLOW_NEXT;
}

enum py_flow py_stmt_with(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    return enter_item(py, frame, stmt, 0);
}
