/* The part of a file name that says what a script is about. */
#ifndef SCRIPT_SLUG_H
#define SCRIPT_SLUG_H

#include <talloc.h>

/*
 * The words of 'message' (letters, digits and "_" of any script) in lower
 * case with "_" between them.  What is longer than 'max' characters is cut
 * there, loses its last, perhaps incomplete word, and ends with "_".
 */
char *script_slug(TALLOC_CTX *mem, const char *message, int max);

#endif
