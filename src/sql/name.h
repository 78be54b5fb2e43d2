/* Names in SQL text, as PostgreSQL reads them. */
#ifndef SQL_NAME_H
#define SQL_NAME_H

#include <stdbool.h>
#include <talloc.h>

struct sql_token;

/*
 * The name that 'token' is: in lower case if it has no quotes, without them
 * and with U&"" decoded if it has, cut at 63 bytes.  'token' moves on to the
 * next one in the text that ends before 'end', past white space and comments.
 * NULL when it is no name; 'token' stays.
 */
char *sql_name(TALLOC_CTX *mem, struct sql_token *token, const char *end);

#endif
