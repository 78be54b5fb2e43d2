/* A source text before it is parsed: its encoding, and bytes that may not be in it. */
#ifndef PY_SOURCE_H
#define PY_SOURCE_H

#include <stdbool.h>

struct error;
struct py_source;

/* Skip a byte order mark; fails as parser.h says when it is no text that Python reads as UTF-8. */
bool py_source_check(struct py_source *source, struct error *err);

#endif
