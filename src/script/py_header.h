/*
 * The header of a Python script, read without evaluating the script:
 *
 *     """message, and more of it behind an empty line"""
 *     revision = "1975ea83b712"
 *     down_revision: str | None = None
 *     branch_labels = ("embeddings",)
 *     depends_on = PREFIX + "41aa"
 *
 * What is read are the assignments that stand outside of everything: texts,
 * None, tuples and lists of texts, texts put together, and names that were
 * given one before.  The rest of the file may be anything.
 */
#ifndef SCRIPT_PY_HEADER_H
#define SCRIPT_PY_HEADER_H

#include <stdbool.h>
#include <talloc.h>

struct error;
struct py_scan_token;
struct script_header;
struct source;

/* Is 'path' that of a Python script, by its suffix? */
bool py_header_is_python(const char *path);

/*
 * The header, its texts children of 'mem'; 'message' is the whole docstring
 * without the white space around it.  A file without "revision" has the id
 * that its name begins with, as in Alembic's first versions.  Fails with
 * ERROR_INVALID.
 */
bool py_header_read(TALLOC_CTX *mem, const struct source *source, struct script_header *header,
                    struct error *err);

/* Does a logical line that begins with 'first' and goes on with 'second' set a key of the header?
 */
bool py_header_is_key(const struct py_scan_token *first, const struct py_scan_token *second);

#endif
