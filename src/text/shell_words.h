/* The words of a command line by the rules of a POSIX shell (and of Python's shlex.split). */
#ifndef TEXT_SHELL_WORDS_H
#define TEXT_SHELL_WORDS_H

#include <talloc.h>

struct error;
struct strlist;

/*
 * Split 'line' at blanks outside of quotes; quotes and backslashes are taken
 * away and nothing is expanded.  Fails with ERROR_USAGE when a quotation is
 * not closed or nothing stands behind a backslash.
 */
struct strlist *shell_words(TALLOC_CTX *mem, const char *line, struct error *err);

#endif
