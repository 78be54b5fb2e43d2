/*
 * Ini files by the rules of Python's ConfigParser, which is what alembic.ini
 * was written for.
 *
 * Sections are case-sensitive, keys are lower-cased (ASCII letters are), '='
 * or ':' stands between key and value.  A line indented deeper than the one
 * that began a value continues it; empty lines inside a value count, comments
 * do not.  '#' and ';' begin a comment only where a line begins: behind a
 * value they are part of it.  [DEFAULT] has the values that a section lacks.
 * A key or section twice is an error.
 *
 * Unlike Python's, a byte order mark in front is skipped, and a file is UTF-8
 * whatever the locale and holds no NUL bytes.
 */
#ifndef TEXT_INI_H
#define TEXT_INI_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;
struct ini;
struct strlist;

/*
 * The ini file in the 'length' bytes at 'text'; 'name' stands for it in
 * messages.  Fails with ERROR_INVALID and "name:line: ..." as the message.
 */
struct ini *ini_parse(TALLOC_CTX *mem, const char *name, const char *text, size_t length,
                      struct error *err);

/* Let 'key' be 'value', taken literally, where neither a section nor [DEFAULT] sets it. */
void ini_set_default(struct ini *ini, const char *key, const char *value);

/* Is there a section of that name?  [DEFAULT] is none. */
bool ini_has_section(const struct ini *ini, const char *section);

/* The names of all sections, and of all keys that a section has, those of [DEFAULT] included. */
struct strlist *ini_sections(TALLOC_CTX *mem, const struct ini *ini);
struct strlist *ini_keys(TALLOC_CTX *mem, const struct ini *ini, const char *section);

/*
 * The value of a key as it stands in the file, from [DEFAULT] if the section
 * lacks it; NULL when neither has it or there is no such section.
 */
const char *ini_raw(const struct ini *ini, const char *section, const char *key);

/* The line in which that value begins; 0 when it does not come from the file. */
size_t ini_line(const struct ini *ini, const char *section, const char *key);

/* The name of the file, as ini_parse() was given it. */
const char *ini_name(const struct ini *ini);

/*
 * Store the value with each %(name)s replaced by the value of that key, and
 * %% by %; NULL when ini_raw() is NULL.  Fails with ERROR_INVALID when a name
 * is unknown, a % stands alone, or names refer to each other without end; the
 * message never holds the value, which may hold a password.
 */
bool ini_value(TALLOC_CTX *mem, const struct ini *ini, const char *section, const char *key,
               char **value, struct error *err);

#endif
