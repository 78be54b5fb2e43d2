/* print(), open(), and what is refused because it would leave the evaluator. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/builtins.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/open.h"

/* ---- print ---------------------------------------------------------------------------------- */

/* NULL and None: 'usual'. */
static const char *text_given(struct py *py, struct py_object *o, const char *name,
                              const char *usual)
{
    if (!o || py_is_none(o))
        return usual;
    return py_text(o) ? py_text(o)
                      : py_raise(py, &py_type_error, "%s must be None or a string, not %s", name,
                                 py_type_of(o)->name);
}

/* What ends with a line end is said; the rest waits for more. */
static void say(struct py *py, const char *text)
{
    MEM_SCRATCH(scratch);
    const char *end = strrchr(text, '\n');

    if (end && py->host.say)
        py->host.say(py->host.data, NULL, "info", mem_strndup(scratch, text, (size_t)(end - text)));
    py->printed = arena_strdup(py->arena, end ? end + 1 : text);
}

void py_say_rest(struct py *py)
{
    if (py->printed && *py->printed)
        say(py, mem_printf(arena_context(py->arena), "%s\n", py->printed));
}

static struct py_object *print(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const names[] = {"*", "?sep", "?end", "?file", "?flush", NULL};
    const struct py_args keywords = {.keywords = args->keywords, .n_keywords = args->n_keywords};
    MEM_SCRATCH(scratch);
    struct buf *line = buf_new(scratch, BUF_MAX);
    struct py_object *slots[4];
    const char *sep, *end;

    (void)self;
    if (!py_take(py, "print", names, &keywords, slots) ||
        !(sep = text_given(py, slots[0], "sep", " ")) ||
        !(end = text_given(py, slots[1], "end", "\n")))
        return NULL;
    buf_add(line, py->printed ? py->printed : "");
    for (size_t i = 0; i < args->n; i++) {
        const char *text = py_str_text(py, args->values[i]);

        if (!text)
            return NULL;
        if (i > 0)
            buf_add(line, sep);
        buf_add(line, text);
    }
    buf_add(line, end);
    say(py, line->text);
    return py_none();
}

/* ---- open ----------------------------------------------------------------------------------- */

static struct py_object *open(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const names[] = {"file",      "?mode",   "?buffering",
                                        "?encoding", "?errors", "?newline",
                                        "?closefd",  "?opener", NULL};
    struct py_object *slots[8], *path;
    const char *mode;

    (void)self;
    if (!py_bind(py, "open", names, args, slots))
        return NULL;
    path = py_text(slots[0]) ? slots[0] : py_str(py, slots[0]);
    mode = text_given(py, slots[1], "mode", "r");
    return path && mode ? py_open(py, py_text(path), mode) : NULL;
}

/* ---- refused -------------------------------------------------------------------------------- */

#define REFUSED(function)                                                                          \
    static struct py_object *refuse_##function(struct py *py, struct py_object *self,              \
                                               const struct py_args *args)                         \
    {                                                                                              \
        (void)self;                                                                                \
        (void)args;                                                                                \
        return py_refuse(py, #function "() is not supported");                                     \
    }

REFUSED(input)
REFUSED(exec)
REFUSED(eval)
REFUSED(compile)
REFUSED(__import__)
REFUSED(breakpoint)
REFUSED(bytearray)
REFUSED(memoryview)
REFUSED(complex)

static struct py_object *leave(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return py_raise_object(py, py_call(py, py_type_object(&py_system_exit), args));
}

const struct py_builtin py_builtins_of_the_world[] = {
    {"print", print},
    {"open", open},
    {"exit", leave},
    {"quit", leave},
    {"input", refuse_input},
    {"exec", refuse_exec},
    {"eval", refuse_eval},
    {"compile", refuse_compile},
    {"__import__", refuse___import__},
    {"breakpoint", refuse_breakpoint},
    {"bytearray", refuse_bytearray},
    {"memoryview", refuse_memoryview},
    {"complex", refuse_complex},
    {NULL, NULL},
};
