#include "py/trace.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "py/frame.h"
#include "py/interp.h"

/* Recursion that went wrong would fill the screen. */
enum { TRACE_MAX = 12 };

struct py_trace {
    const void *of; /* the exception or the text of the refusal */
    struct entry {
        struct py_place place;
        const char *function;
    } entries[TRACE_MAX];
    size_t n;
};

static const void *pending(const struct py *py)
{
    return py->refusal ? (const void *)py->refusal : (const void *)py->exception;
}

/* A function that calls itself is named once. */
static bool is_repeated(const struct py_trace *trace, struct py_place place)
{
    const struct py_place *last = trace->n > 0 ? &trace->entries[trace->n - 1].place : NULL;

    return last && last->line == place.line && strcmp(last->path, place.path) == 0;
}

void py_trace_add(struct py *py, const struct py_frame *frame)
{
    if (!py->trace)
        py->trace = arena_new_object(py->arena, struct py_trace);
    if (py->trace->of != pending(py)) {
        py->trace->of = pending(py);
        py->trace->n = 0;
    }
    if (py->trace->n < TRACE_MAX && !is_repeated(py->trace, py->here))
        py->trace->entries[py->trace->n++] = (struct entry){py->here, frame->name};
}

char *py_trace_text(TALLOC_CTX *mem, const struct py *py)
{
    struct buf *text;

    if (!py->trace || py->trace->of != pending(py) || py->trace->n == 0)
        return NULL;
    text = buf_new(mem, BUF_MAX);
    for (size_t i = py->trace->n; i-- > 0;) {
        const struct entry *entry = &py->trace->entries[i];

        buf_addf(text, "%s%s:%d in %s", text->length > 0 ? "\n" : "", entry->place.path,
                 entry->place.line, entry->function);
    }
    return buf_take(mem, text);
}
