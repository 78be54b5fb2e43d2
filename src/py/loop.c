/* for, while */
#include "py/eval.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/run.h"

/* The loop is over without "break". */
static enum py_flow finish(struct py *py, struct py_frame *frame, const struct py_stmt *stmt,
                           const struct py_stmts *otherwise)
{
    py_block_pop(frame);
    if (otherwise->n > 0)
        py_block_push(py, frame, &py_block_plain, stmt, otherwise);
    return PY_FLOW_NEXT;
}

static enum py_flow give_up(struct py_frame *frame)
{
    py_block_pop(frame);
    return PY_FLOW_RAISED;
}

static enum py_flow leave_loop(struct py *py, struct py_frame *frame, struct py_block *block,
                               enum py_flow flow)
{
    if (flow == PY_FLOW_CONTINUE)
        return block->kind->end(py, frame, block);
    py_block_pop(frame);
    return flow == PY_FLOW_BREAK ? PY_FLOW_NEXT : flow;
}

static enum py_flow next_item(struct py *py, struct py_frame *frame, struct py_block *block)
{
    const struct py_stmt *stmt = block->stmt;
    struct py_object *item;

    py->here.line = stmt->line;
    item = py_step(py, 1) ? py_next(py, block->object) : NULL;
    if (!item && !py_raised(py))
        return finish(py, frame, stmt, &stmt->loop.otherwise);
    if (!item || !py_assign(py, stmt->loop.target, item))
        return give_up(frame);
    block->next = 0;
    return PY_FLOW_NEXT;
}

static const struct py_block_kind for_block = {next_item, leave_loop};

enum py_flow py_stmt_for(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    struct py_object *iterable = py_eval(py, stmt->loop.iter);
    struct py_object *iterator = iterable ? py_iter(py, iterable) : NULL;
    struct py_block *block;

    if (!iterator)
        return PY_FLOW_RAISED;
    block = py_block_push(py, frame, &for_block, stmt, &stmt->loop.body);
    block->object = iterator;
    block->next = block->body->n; /* the first round begins as all do */
    return PY_FLOW_NEXT;
}

static enum py_flow next_round(struct py *py, struct py_frame *frame, struct py_block *block)
{
    const struct py_stmt *stmt = block->stmt;
    bool truth;

    if (!py_step(py, 1) || !py_eval_truth(py, stmt->test.test, &truth))
        return give_up(frame);
    if (!truth)
        return finish(py, frame, stmt, &stmt->test.otherwise);
    block->next = 0;
    return PY_FLOW_NEXT;
}

static const struct py_block_kind while_block = {next_round, leave_loop};

enum py_flow py_stmt_while(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    struct py_block *block = py_block_push(py, frame, &while_block, stmt, &stmt->test.body);

    block->next = block->body->n;
    return PY_FLOW_NEXT;
}
