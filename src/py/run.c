#include "py/run.h"

#include <string.h>

#include "base/arena.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/poisoning.h"
#include "py/trace.h"

struct py_block *py_block_push(struct py *py, struct py_frame *frame,
                               const struct py_block_kind *kind, const struct py_stmt *stmt,
                               const struct py_stmts *body)
{
    struct py_block *block;

    if (frame->n_blocks == frame->size) {
        struct py_block *old = frame->blocks;

        frame->size = frame->size ? 2 * frame->size : 4;
        frame->blocks = arena_new_array(py->arena, struct py_block, frame->size);
        if (frame->n_blocks > 0)
            memcpy(frame->blocks, old, frame->n_blocks * sizeof(*old));
    }
    block = &frame->blocks[frame->n_blocks++];
    *block = (struct py_block){.kind = kind, .stmt = stmt, .body = body};
    return block;
}

void py_block_pop(struct py_frame *frame)
{
    frame->n_blocks--;
}

static enum py_flow end_plain(struct py *py, struct py_frame *frame, struct py_block *block)
{
    (void)py;
    (void)block;
    py_block_pop(frame);
    return PY_FLOW_NEXT;
}

static enum py_flow leave_plain(struct py *py, struct py_frame *frame, struct py_block *block,
                                enum py_flow flow)
{
    (void)py;
    (void)block;
    py_block_pop(frame);
    return flow;
}

const struct py_block_kind py_block_plain = {end_plain, leave_plain};

/* The end of a function: it returns None. */
static enum py_flow end_frame(struct py *py, struct py_frame *frame, struct py_block *block)
{
    frame->value = py_none();
    return leave_plain(py, frame, block, PY_FLOW_RETURN);
}

/* A module of the project goes on behind the statement that raised. */
static enum py_flow leave_frame(struct py *py, struct py_frame *frame, struct py_block *block,
                                enum py_flow flow)
{
    if (flow == PY_FLOW_RAISED && frame->forgives && py_poison_exception(py)) {
        py_poison_names(py, block->body->items[block->next - 1]);
        return PY_FLOW_NEXT;
    }
    return leave_plain(py, frame, block, flow);
}

static const struct py_block_kind frame_body = {end_frame, leave_frame};

static enum py_flow step(struct py *py, struct py_frame *frame)
{
    struct py_block *block = &frame->blocks[frame->n_blocks - 1];
    const struct py_stmt *stmt = block->stmt;
    enum py_flow flow;

    if (block->next < block->body->n) {
        stmt = block->body->items[block->next++];
        py->here.line = stmt->line;
        flow = py_step(py, 1) ? py_stmt_execute(py, frame, stmt) : PY_FLOW_RAISED;
    } else {
        flow = block->kind->end(py, frame, block);
    }
    if (flow != PY_FLOW_RAISED || !frame->makes_poison || !stmt || !py_poison_refusal(py))
        return flow;
    py_poison_names(py, stmt);
    return PY_FLOW_NEXT;
}

enum py_flow py_run_on(struct py *py, struct py_frame *frame, enum py_flow flow)
{
    while (frame->n_blocks > 0 && flow != PY_FLOW_YIELD) {
        struct py_block *block = &frame->blocks[frame->n_blocks - 1];

        if (flow == PY_FLOW_NEXT)
            flow = step(py, frame);
        else
            flow = block->kind->leave(py, frame, block, flow);
    }
    return flow;
}

void py_run_begin(struct py *py, struct py_frame *frame, const struct py_stmts *body)
{
    py_block_push(py, frame, &frame_body, NULL, body);
}

struct py_object *py_run_body(struct py *py, struct py_frame *frame, const struct py_stmts *body)
{
    struct py_block at_hand[PY_BLOCKS_AT_HAND];
    struct py_place here = py->here;
    enum py_flow flow;

    frame->blocks = at_hand;
    frame->size = PY_BLOCKS_AT_HAND;
    py->frame = frame;
    py->here.path = frame->path;
    py_run_begin(py, frame, body);
    flow = py_run_on(py, frame, PY_FLOW_NEXT);
    if (flow == PY_FLOW_RAISED)
        py_trace_add(py, frame);
    py->frame = frame->caller;
    py->here = here;
    return flow == PY_FLOW_RAISED ? NULL : frame->value;
}
