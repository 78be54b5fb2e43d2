/* Keeping passwords and keys out of what is printed. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <talloc.h>

/*
 * A copy of 'text' in which the password of every URL ("//user:password@")
 * and every "password=..." of a connection string or query is "***".
 */
char *secret_masked(TALLOC_CTX *mem, const char *text);

#endif
