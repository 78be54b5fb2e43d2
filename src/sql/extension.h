/*
 * Which extensions a statement needs or makes, as far as its words show.
 *
 * Only types and operator classes count whose extension everybody knows, and
 * types only where a type stands: a column may be called "vector", too.
 */
#ifndef SQL_EXTENSION_H
#define SQL_EXTENSION_H

struct strlist;

/* Add the extensions that 'sql' needs to 'needed', and those that it creates to 'made'. */
void extension_scan(struct strlist *needed, struct strlist *made, const char *sql);

#endif
