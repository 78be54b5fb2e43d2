/* Rows of texts in aligned columns, for people. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdio.h>
#include <talloc.h>

struct table;

/* A table whose columns have these headings, which end with NULL. */
struct table *table_new(TALLOC_CTX *mem, const char *const *headings);

/* Add a row: as many texts as there are headings; a NULL is an empty cell. */
void table_add(struct table *table, const char *const *cells);

/* Columns of numbers are aligned to the right; nothing is printed of a table without rows. */
void table_print(FILE *out, const struct table *table);

#endif
