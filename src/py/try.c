/* try, raise */
#include <string.h>

#include "py/eval.h"
#include "py/exception.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/run.h"

static const struct py_stmts no_statements;

/* ---- except --------------------------------------------------------------------------------- */

/* 'type' may be a tuple of types, and of such tuples. */
static bool matches(struct py *py, struct py_object *exception, struct py_object *type, bool *match)
{
    const struct py_list *types = py_as_sequence(type);
    const struct py_type *one = py_as_type(type);

    *match = false;
    if (types) {
        for (size_t i = 0; !*match && i < types->n; i++)
            if (!py_enter(py, ""))
                return false;
            else if (py_leave(py), !matches(py, exception, types->items[i], match))
                return false;
        return true;
    }
    if (py_poison_origin(type))
        return py_refuse(py,
                         "whether this \"except\" applies depends on what could not be "
                         "evaluated: %s",
                         py_poison_origin(type)) != NULL;
    if (!one || !py_is_subtype(one, &py_base_exception))
        return py_raise(py, &py_type_error,
                        "catching classes that do not inherit from BaseException is not allowed") !=
               NULL;
    *match = py_is(exception, one);
    return true;
}

static enum py_flow leave_handler(struct py *py, struct py_frame *frame, struct py_block *block,
                                  enum py_flow flow)
{
    const struct py_handler *handler = &block->stmt->attempt.handlers[block->index];

    frame->handled = block->object;
    py_block_pop(frame);
    if (handler->name)
        py_forget_name(py, handler->name);
    return flow;
}

static enum py_flow end_handler(struct py *py, struct py_frame *frame, struct py_block *block)
{
    return leave_handler(py, frame, block, PY_FLOW_NEXT);
}

static const struct py_block_kind handler_block = {end_handler, leave_handler};

static enum py_flow handle(struct py *py, struct py_frame *frame, const struct py_stmt *stmt,
                           size_t index, struct py_object *exception)
{
    const struct py_handler *handler = &stmt->attempt.handlers[index];
    struct py_block *block = py_block_push(py, frame, &handler_block, stmt, &handler->body);

    block->index = index;
    block->object = frame->handled;
    frame->handled = exception;
    if (handler->name && !py_store_name(py, handler->name, exception))
        return PY_FLOW_RAISED;
    return PY_FLOW_NEXT;
}

static enum py_flow end_try(struct py *py, struct py_frame *frame, struct py_block *block)
{
    const struct py_stmt *stmt = block->stmt;

    py_block_pop(frame);
    if (stmt->attempt.otherwise.n > 0)
        py_block_push(py, frame, &py_block_plain, stmt, &stmt->attempt.otherwise);
    return PY_FLOW_NEXT;
}

static enum py_flow leave_try(struct py *py, struct py_frame *frame, struct py_block *block,
                              enum py_flow flow)
{
    const struct py_stmt *stmt = block->stmt;
    struct py_object *exception;

    py_block_pop(frame);
    exception = flow == PY_FLOW_RAISED ? py_catch(py, &py_base_exception) : NULL;
    if (!exception)
        return flow;
    for (size_t i = 0; i < stmt->attempt.n; i++) {
        const struct py_expr *expr = stmt->attempt.handlers[i].type;
        struct py_object *type = NULL;
        bool match = true;

        py->here.line = stmt->attempt.handlers[i].line;
        if (expr)
            type = py_eval(py, expr);
        if (expr && (!type || !matches(py, exception, type, &match)))
            return PY_FLOW_RAISED;
        if (match)
            return handle(py, frame, stmt, i, exception);
    }
    py_raise_object(py, exception);
    return PY_FLOW_RAISED;
}

static const struct py_block_kind try_block = {end_try, leave_try};

/* A class of the script's own may do so, and what contextlib makes; those of the database do not.
 */
static bool may_swallow(const struct py_object *manager)
{
    const struct py_type *type = manager ? py_type_of(manager) : NULL;

    return type && (type->dict || (type->module && strcmp(type->module, "contextlib") == 0));
}

static bool block_catches(const struct py_block *block)
{
    if (block->kind == &try_block)
        return block->stmt->attempt.n > 0;
    return block->stmt && block->stmt->kind == PY_WITH && may_swallow(block->object);
}

bool py_catches(const struct py *py)
{
    for (const struct py_frame *frame = py->frame; frame; frame = frame->caller)
        for (size_t i = 0; frame->blocks && i < frame->n_blocks; i++)
            if (block_catches(&frame->blocks[i]))
                return true;
    return false;
}

/* ---- finally -------------------------------------------------------------------------------- */

static enum py_flow leave_finally(struct py *py, struct py_frame *frame, struct py_block *block,
                                  enum py_flow flow)
{
    (void)py;
    (void)block;
    py_block_pop(frame);
    return flow;
}

/* What was going on when "finally" came in between goes on. */
static enum py_flow end_finally(struct py *py, struct py_frame *frame, struct py_block *block)
{
    enum py_flow flow = block->flow;

    if (flow == PY_FLOW_RAISED)
        py_raise_object(py, block->object);
    else if (flow == PY_FLOW_RETURN)
        frame->value = block->object;
    py_block_pop(frame);
    return flow;
}

static const struct py_block_kind finally_block = {end_finally, leave_finally};

/* After a refusal nothing of the script runs any more. */
static enum py_flow leave_guard(struct py *py, struct py_frame *frame, struct py_block *guard,
                                enum py_flow flow)
{
    const struct py_stmt *stmt = guard->stmt;
    struct py_block *block;

    py_block_pop(frame);
    if (py->refusal)
        return flow;
    block = py_block_push(py, frame, &finally_block, stmt, &stmt->attempt.finally);
    block->flow = flow;
    if (flow == PY_FLOW_RAISED)
        block->object = py_catch(py, &py_base_exception);
    else if (flow == PY_FLOW_RETURN)
        block->object = frame->value;
    return PY_FLOW_NEXT;
}

static enum py_flow end_guard(struct py *py, struct py_frame *frame, struct py_block *guard)
{
    return leave_guard(py, frame, guard, PY_FLOW_NEXT);
}

/* Stands around everything that a "finally" watches. */
static const struct py_block_kind guard_block = {end_guard, leave_guard};

enum py_flow py_stmt_try(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    if (stmt->attempt.is_star) {
        py_refuse(py, "\"except*\" is not supported");
        return PY_FLOW_RAISED;
    }
    if (stmt->attempt.finally.n > 0)
        py_block_push(py, frame, &guard_block, stmt, &no_statements);
    py_block_push(py, frame, stmt->attempt.n > 0 ? &try_block : &py_block_plain, stmt,
                  &stmt->attempt.body);
    return PY_FLOW_NEXT;
}

/* ---- raise ---------------------------------------------------------------------------------- */

static struct py_object *being_handled(const struct py *py)
{
    for (const struct py_frame *frame = py->frame; frame; frame = frame->caller)
        if (frame->handled)
            return frame->handled;
    return NULL;
}

/* An exception, or a type of which one is made. */
static struct py_object *eval_exception(struct py *py, const struct py_expr *expr)
{
    struct py_object *value = py_eval(py, expr);
    const struct py_type *type = value ? py_as_type(value) : NULL;

    if (type && py_is_subtype(type, &py_base_exception))
        value = py_call(py, value, &py_nothing);
    if (value && py_poison_origin(value))
        return py_refuse(py, "what is raised here could not be evaluated: %s",
                         py_poison_origin(value));
    return value;
}

static void raise_again(struct py *py)
{
    struct py_object *exception = being_handled(py);

    if (exception)
        py_raise_object(py, exception);
    else
        py_raise(py, &py_runtime_error, "No active exception to reraise");
}

static void set_cause(struct py *py, struct py_exception *e, const struct py_expr *expr)
{
    struct py_object *cause = eval_exception(py, expr);

    if (!cause || py_is_none(cause))
        return;
    if (py_as_exception(cause))
        e->cause = cause;
    else
        py_raise(py, &py_type_error, "exception causes must derive from BaseException");
}

enum py_flow py_stmt_raise(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    struct py_object *value;
    struct py_exception *e;

    (void)frame;
    if (!stmt->raise.exception) {
        raise_again(py);
        return PY_FLOW_RAISED;
    }
    value = eval_exception(py, stmt->raise.exception);
    if (!value)
        return PY_FLOW_RAISED;
    e = py_as_exception(value);
    if (!e) {
        py_raise(py, &py_type_error, "exceptions must derive from BaseException");
        return PY_FLOW_RAISED;
    }
    if (stmt->raise.cause)
        set_cause(py, e, stmt->raise.cause);
    if (!e->context && being_handled(py) != value)
        e->context = being_handled(py);
    py->here.line = stmt->line;
    if (!py_raised(py))
        py_raise_object(py, value);
    return PY_FLOW_RAISED;
}
