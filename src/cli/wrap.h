/* Text laid out in lines of bounded width. */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { WRAP_WIDTH = 80 }; /* of help texts, whatever the terminal */

/*
 * Print the words of 'text' in lines of at most 'width' columns with 'indent'
 * blanks in front of each, of the first only if 'indent_first'.  Ends without
 * a newline.  A longer word has a line of its own.
 */
void wrap_print(FILE *out, const char *text, size_t indent, size_t width, bool indent_first);

/* "  LEFT   text", the text in lines of its own column that starts at 'column'. */
void wrap_row(FILE *out, const char *left, const char *text, size_t column);

/* Paragraphs, which empty lines part; an empty line between them, a newline behind each. */
void wrap_paragraphs(FILE *out, const char *text);

#endif
