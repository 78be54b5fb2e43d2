/* The way into the evaluator, and out of it. */
#include <string.h>
#include <sys/resource.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "py/builtins.h"
#include "py/exception.h"
#include "py/import.h"
#include "py/interp.h"
#include "py/trace.h"

enum { STACK_MAX = 64 << 20, STACK_USUAL = 8 << 20 };

/* Half of what the C stack may have is for scripts. */
static void measure_stack(struct py *py)
{
    struct rlimit limit;
    size_t size = STACK_USUAL;

    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        size = limit.rlim_cur < STACK_MAX ? (size_t)limit.rlim_cur : STACK_MAX;
    py->stack_end = (const char *)__builtin_frame_address(0) - size / 2;
}

bool py_stack_left(struct py *py)
{
    if ((const char *)__builtin_frame_address(0) > py->stack_end)
        return true;
    return py_raise(py, &py_recursion_error, "maximum recursion depth exceeded") != NULL;
}

static void begin(struct py *py)
{
    if (!py->frame) {
        measure_stack(py);
        py->steps = 0;
        py->spent = false;
    }
    py->refused = false;
}

static void report_exception(struct py *py, struct py_object *exception, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct py_exception *e = py_as_exception(exception);
    const char *text = py_str_text(py, exception), *rest;
    const char *name = py_type_of(exception)->name;

    if (e->error) {
        error_copy(err, e->error);
        if (!err->where && e->path)
            error_where(err, "%s:%d", e->path, e->line);
        return;
    }
    rest = text ? strchr(text, '\n') : NULL;
    if (rest)
        text = mem_strndup(scratch, text, (size_t)(rest - text));
    error_set(err, ERROR_INVALID, "%s:%d: %s%s%s", e->path ? e->path : "?", e->line, name,
              text && *text ? ": " : "", text ? text : "");
    if (rest)
        error_detail(err, "%s", rest + 1);
}

/* What is pending becomes 'err', and is pending no more. */
static void *fail(struct py *py, struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *way = py_trace_text(scratch, py);
    struct py_object *exception = py->exception;
    const char *refusal = py->refusal;

    py->exception = NULL;
    py->refusal = NULL;
    if (refusal && interrupt_pending()) {
        interrupt_check(err);
        return NULL;
    }
    py->refused = refusal != NULL;
    if (refusal)
        error_set(err, ERROR_INVALID, "%s:%d: %s", py->refused_at.path, py->refused_at.line,
                  refusal);
    else
        report_exception(py, exception, err);
    if (way && !err->where)
        error_where(err, "%s", way);
    py->exception = NULL;
    py->refusal = NULL;
    return NULL;
}

struct py_module *py_load(struct py *py, const struct py_tree *tree, const char *name,
                          struct error *err)
{
    struct py_source_module *module;
    bool ok;

    begin(py);
    module = py_source_module_new(py, name, tree->path);
    ok = py_source_module_run(py, module, tree, false);
    py_say_rest(py);
    return ok ? &module->module : fail(py, err);
}

struct py_object *py_run(struct py *py, struct py_object *function, const struct py_args *args,
                         struct error *err)
{
    struct py_object *result;

    begin(py);
    result = py_call(py, function, args);
    py_say_rest(py);
    return result ? result : fail(py, err);
}

bool py_was_refusal(const struct py *py)
{
    return py->refused;
}
