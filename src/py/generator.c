#include "py/generator.h"

#include "base/arena.h"
#include "py/eval.h"
#include "py/exception.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/run.h"
#include "py/trace.h"

struct generator {
    struct py_object object;
    struct py_frame frame;
    struct py_place place; /* where it stopped */
    bool has_begun, is_running;
    struct py_object *result; /* what it returned */
};

static const struct py_stmts no_statements;

struct py_object *py_generator_new(struct py *py, const struct py_frame *frame,
                                   const struct py_stmts *body, int line)
{
    struct generator *generator = arena_new_object(py->arena, struct generator);

    generator->object.type = &py_generator_type;
    generator->frame = *frame;
    generator->place = (struct py_place){frame->path, line};
    py_run_begin(py, &generator->frame, body);
    return &generator->object;
}

/* ---- the statements ------------------------------------------------------------------------- */

static const struct py_expr *yield_in(const struct py_stmt *stmt)
{
    if (stmt->kind == PY_ASSIGN)
        return stmt->assign.value;
    return stmt->kind == PY_ANN_ASSIGN ? stmt->ann_assign.value : stmt->value;
}

/* The value of the yield expression goes where the statement wants it. */
static enum py_flow deliver(struct py *py, struct py_frame *frame, const struct py_stmt *stmt,
                            struct py_object *value)
{
    if (stmt->kind == PY_RETURN) {
        frame->value = value;
        return PY_FLOW_RETURN;
    }
    if (stmt->kind == PY_ANN_ASSIGN && !py_assign(py, stmt->ann_assign.target, value))
        return PY_FLOW_RAISED;
    if (stmt->kind == PY_ASSIGN)
        for (size_t i = 0; i < stmt->assign.targets.n; i++)
            if (!py_assign(py, stmt->assign.targets.items[i], value))
                return PY_FLOW_RAISED;
    return PY_FLOW_NEXT;
}

static enum py_flow next_of_other(struct py *py, struct py_frame *frame, struct py_block *block)
{
    const struct py_stmt *stmt = block->stmt;
    struct py_object *iterator = block->object, *result = py_none();

    frame->value = py_next(py, iterator);
    if (frame->value)
        return PY_FLOW_YIELD;
    py_block_pop(frame);
    if (py_raised(py))
        return PY_FLOW_RAISED;
    if (iterator->type == &py_generator_type && ((struct generator *)iterator)->result)
        result = ((struct generator *)iterator)->result;
    return deliver(py, frame, stmt, result);
}

static struct py_object *throw_into(struct py *py, struct generator *generator,
                                    struct py_object *exception);

/* What is thrown into a generator goes to the one that it delegates to. */
static enum py_flow leave_other(struct py *py, struct py_frame *frame, struct py_block *block,
                                enum py_flow flow)
{
    struct py_object *iterator = block->object, *exception;

    if (flow == PY_FLOW_RAISED && iterator->type == &py_generator_type &&
        ((struct generator *)iterator)->frame.n_blocks > 0 &&
        (exception = py_catch(py, &py_base_exception))) {
        frame->value = throw_into(py, (struct generator *)iterator, exception);
        if (frame->value)
            return PY_FLOW_YIELD;
        flow = py_raised(py) ? PY_FLOW_RAISED : PY_FLOW_NEXT;
    }
    py_block_pop(frame);
    return flow;
}

static const struct py_block_kind yield_from_block = {next_of_other, leave_other};

static enum py_flow yield_from(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    struct py_object *iterable = py_eval(py, yield_in(stmt)->value);
    struct py_object *iterator = iterable ? py_iter(py, iterable) : NULL;

    if (!iterator)
        return PY_FLOW_RAISED;
    py_block_push(py, frame, &yield_from_block, stmt, &no_statements)->object = iterator;
    return PY_FLOW_NEXT;
}

enum py_flow py_stmt_yield(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    const struct py_expr *expr = yield_in(stmt);

    if (expr->kind == PY_YIELD_FROM)
        return yield_from(py, frame, stmt);
    frame->value = expr->value ? py_eval(py, expr->value) : py_none();
    frame->yielding = stmt;
    return frame->value ? PY_FLOW_YIELD : PY_FLOW_RAISED;
}

/* ---- running on ----------------------------------------------------------------------------- */

/* The next value; NULL at the end, with '->result' set, and when something raised. */
static struct py_object *run_on(struct py *py, struct generator *generator, struct py_object *sent,
                                struct py_object *thrown)
{
    struct py_frame *frame = &generator->frame, *caller = py->frame;
    struct py_place here = py->here;
    const struct py_stmt *yielding = frame->yielding;
    enum py_flow flow = thrown ? PY_FLOW_RAISED : PY_FLOW_NEXT;

    if (!py_enter(py, ""))
        return NULL;
    generator->is_running = generator->has_begun = true;
    frame->caller = caller;
    frame->yielding = NULL;
    py->frame = frame;
    py->here = generator->place;
    if (thrown)
        py_raise_object(py, thrown);
    else if (yielding)
        flow = deliver(py, frame, yielding, sent);
    flow = py_run_on(py, frame, flow);
    if (flow == PY_FLOW_RAISED)
        py_trace_add(py, frame);
    generator->place = py->here;
    generator->is_running = false;
    if (flow == PY_FLOW_RETURN)
        generator->result = frame->value;
    py->frame = caller;
    py->here = here;
    py_leave(py);
    if (flow == PY_FLOW_RAISED && py_catch(py, &py_stop_iteration))
        py_raise(py, &py_runtime_error, "generator raised StopIteration");
    return flow == PY_FLOW_YIELD ? frame->value : NULL;
}

static bool may_run(struct py *py, const struct generator *generator)
{
    if (generator->is_running)
        py_raise(py, &py_value_error, "generator already executing");
    return !generator->is_running;
}

static struct py_object *next(struct py *py, struct py_object *self)
{
    struct generator *generator = (struct generator *)self;

    if (!may_run(py, generator) || generator->frame.n_blocks == 0)
        return NULL;
    return run_on(py, generator, py_none(), NULL);
}

static struct py_object *throw_into(struct py *py, struct generator *generator,
                                    struct py_object *exception)
{
    if (!may_run(py, generator))
        return NULL;
    if (!generator->has_begun)
        generator->frame.n_blocks = 0;
    if (generator->frame.n_blocks == 0)
        return py_raise_object(py, exception);
    return run_on(py, generator, NULL, exception);
}

/* ---- methods -------------------------------------------------------------------------------- */

struct py_object *py_stop_with(struct py *py, struct py_object *iterator)
{
    struct generator *generator = (struct generator *)iterator;
    struct py_args args = {0};
    struct py_object *result = NULL;

    if (iterator->type == &py_generator_type) {
        result = generator->result;
        generator->result = NULL;
    }
    args.values = &result;
    args.n = result && !py_is_none(result) ? 1 : 0;
    return py_raise_object(py, py_call(py, py_type_object(&py_stop_iteration), &args));
}

static struct py_object *or_stop(struct py *py, struct generator *generator,
                                 struct py_object *value)
{
    return value || py_raised(py) ? value : py_stop_with(py, &generator->object);
}

static struct py_object *send(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct generator *generator = (struct generator *)self;
    struct py_object *value;

    if (!py_bind(py, "send", (const char *const[]){"value", "/", NULL}, args, &value) ||
        !may_run(py, generator))
        return NULL;
    if (!generator->has_begun && !py_is_none(value))
        return py_raise(py, &py_type_error,
                        "can't send non-None value to a just-started generator");
    value = generator->frame.n_blocks == 0 ? NULL : run_on(py, generator, value, NULL);
    return or_stop(py, generator, value);
}

static struct py_object *throw(struct py * py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[3], *exception;

    if (!py_bind(py, "throw", (const char *const[]){"type", "?value", "?traceback", "/", NULL},
                 args, slots))
        return NULL;
    exception = slots[1] && !py_is_none(slots[1]) ? slots[1] : slots[0];
    if (py_as_type(exception))
        exception = py_call(py, exception, &py_nothing);
    if (!exception)
        return NULL;
    if (!py_as_exception(exception))
        return py_raise(py, &py_type_error,
                        "exceptions must be classes or instances deriving from BaseException, not "
                        "%s",
                        py_type_of(exception)->name);
    return or_stop(py, (struct generator *)self,
                   throw_into(py, (struct generator *)self, exception));
}

static struct py_object *close(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct generator *generator = (struct generator *)self;
    struct py_object *exit;

    (void)args;
    if (!generator->has_begun || generator->frame.n_blocks == 0) {
        generator->frame.n_blocks = 0;
        return py_none();
    }
    exit = py_call(py, py_type_object(&py_generator_exit), &py_nothing);
    if (exit && throw_into(py, generator, exit))
        return py_raise(py, &py_runtime_error, "generator ignored GeneratorExit");
    if (py_raised(py) && !py_catch(py, &py_generator_exit))
        return NULL;
    return py_none();
}

static const struct py_method methods[] = {
    {.name = "send", .call = send},
    {.name = "throw", .call = throw},
    {.name = "close", .call = close},
    {.name = NULL},
};

static struct py_object *iter(struct py *py, struct py_object *self)
{
    (void)py;
    return self;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    return py_stringf(py, "<generator object %s at %p>",
                      ((const struct generator *)self)->frame.qualname, (void *)self);
}

const struct py_type py_generator_type = {
    .name = "generator",
    .methods = methods,
    .repr = repr,
    .iter = iter,
    .next = next,
};
