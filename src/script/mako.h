/*
 * Mako templates, as far as script.py.mako files use them, turned into Python.
 *
 * Known: ${expression | filter, ...}, lines of "% if", "% for", "% while",
 * "% try", "% with" and their ends, "##" comments, "%%", a backslash before
 * the end of a line, <% code %>, <%! code %>, <%doc>, <%text>, and <%def> with a
 * name.  Other tags are refused: they read other files or belong to web pages.
 *
 * The result is one function, _render(_write, PARAMETERS), whose lines stand
 * one below those of the template: what goes wrong in it is reported at the
 * template's own line by parsing it from line 0 on.
 */
#ifndef SCRIPT_MAKO_H
#define SCRIPT_MAKO_H

#include <stddef.h>
#include <talloc.h>

struct error;

/*
 * The Python for the 'length' bytes of the template at 'text'; 'parameters'
 * are the names it can use, ending with NULL.  Fails with ERROR_INVALID,
 * naming 'path' and the line.
 */
char *mako_to_python(TALLOC_CTX *mem, const char *path, const char *text, size_t length,
                     const char *const *parameters, struct error *err);

#endif
