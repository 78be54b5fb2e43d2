/*
 * Running statements.
 *
 * A frame keeps the statements that it is inside of as blocks, innermost
 * last.  A block has a body that runs; when it comes to its end, the kind of
 * the block says what is next (the next round of a loop); when control leaves
 * it another way (break, return, an exception), the kind says whether that
 * stops here.  What runs on later - a generator - is a frame that was left
 * alone between two statements.
 */
#ifndef PY_RUN_H
#define PY_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "py/object.h"

struct py_frame;

enum py_flow {
    PY_FLOW_NEXT,
    PY_FLOW_BREAK,
    PY_FLOW_CONTINUE,
    PY_FLOW_RETURN, /* frame->value */
    PY_FLOW_RAISED,
    PY_FLOW_YIELD /* frame->value; only out of py_run_on() */
};

struct py_block;

/* Both take the block, which is the innermost one, away, or set it up for another round. */
struct py_block_kind {
    enum py_flow (*end)(struct py *py, struct py_frame *frame, struct py_block *block);
    enum py_flow (*leave)(struct py *py, struct py_frame *frame, struct py_block *block,
                          enum py_flow flow);
};

struct py_block {
    const struct py_block_kind *kind;
    const struct py_stmt *stmt; /* NULL: the body of the frame itself */
    const struct py_stmts *body;
    size_t next;              /* in 'body' */
    size_t index;             /* of the handler, of the item of a "with" */
    struct py_object *object; /* an iterator, a context manager, what is returned or raised later */
    enum py_flow flow;        /* what goes on behind a "finally" */
};

typedef enum py_flow py_statement(struct py *py, struct py_frame *frame,
                                  const struct py_stmt *stmt);

/* Run a body from its start to its end: what it returns. */
struct py_object *py_run_body(struct py *py, struct py_frame *frame, const struct py_stmts *body);

/* Make 'body' what 'frame' runs, and run on from where it is. */
void py_run_begin(struct py *py, struct py_frame *frame, const struct py_stmts *body);
enum py_flow py_run_on(struct py *py, struct py_frame *frame, enum py_flow flow);

struct py_block *py_block_push(struct py *py, struct py_frame *frame,
                               const struct py_block_kind *kind, const struct py_stmt *stmt,
                               const struct py_stmts *body);
void py_block_pop(struct py_frame *frame);

/* A body without rules of its own: of "if", of "else". */
extern const struct py_block_kind py_block_plain;

/* Note the type in "name: type" in a class body. */
bool py_annotate(struct py *py, const struct py_frame *frame, const struct py_stmt *stmt);

/* The statements, by kind. */
py_statement py_stmt_for, py_stmt_while, py_stmt_try, py_stmt_with, py_stmt_match, py_stmt_raise,
    py_stmt_import, py_stmt_import_from, py_stmt_function, py_stmt_class, py_stmt_yield,
    py_stmt_execute;

#endif
