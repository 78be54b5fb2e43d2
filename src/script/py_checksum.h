/*
 * The checksum of a Python script: has it been edited since it ran?
 *
 * It covers the tokens, without comments, docstring and header.  How a line
 * is broken, which quotes a plain text has, and a comma that only ends a list
 * of several lines do not count: formatters change them.
 */
#ifndef SCRIPT_PY_CHECKSUM_H
#define SCRIPT_PY_CHECKSUM_H

#include <talloc.h>

struct source;

/* SHA-256 in hex, a child of 'mem'. */
char *py_checksum(TALLOC_CTX *mem, const struct source *source);

#endif
