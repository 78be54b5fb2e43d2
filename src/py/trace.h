/* The way that an exception came: the places it passed, innermost first. */
#ifndef PY_TRACE_H
#define PY_TRACE_H

#include <talloc.h>

struct py;
struct py_frame;

/* The pending exception (or refusal) leaves 'frame'. */
void py_trace_add(struct py *py, const struct py_frame *frame);

/* The way to the pending one as lines "FILE:LINE in FUNCTION", the outermost first; NULL: none. */
char *py_trace_text(TALLOC_CTX *mem, const struct py *py);

#endif
