/*
 * Putting names and values into SQL text; the only place that does.
 */
#ifndef SQL_QUOTE_H
#define SQL_QUOTE_H

#include <talloc.h>

struct buf;

/* "name", always in quotes. */
void quote_name(struct buf *sql, const char *name);

/* name as SQLAlchemy writes it: in quotes only where PostgreSQL or its reserved words ask for them.
 */
void quote_name_if_needed(struct buf *sql, const char *name);

/* "schema"."name"; a NULL schema is left out. */
void quote_qualified(struct buf *sql, const char *schema, const char *name);

/* 'value', also when standard_conforming_strings is off (E'' if it holds a backslash). */
void quote_literal(struct buf *sql, const char *value);

/* The same as texts of their own. */
char *quoted_name(TALLOC_CTX *mem, const char *name);
char *quoted_literal(TALLOC_CTX *mem, const char *value);

#endif
