/*
 * .env files: lines of NAME=value, with "export " in front or not.
 *
 * A value in single quotes is taken as it stands; one in double quotes may
 * have \n \t \r \" \\ \$ and span lines; one without quotes ends at " #" or
 * at the end of its line.  ${NAME} and ${NAME:-other} in the last two are
 * replaced, a variable that is not set by nothing.
 */
#ifndef CONFIG_DOTENV_H
#define CONFIG_DOTENV_H

#include <stddef.h>
#include <talloc.h>

struct map;

/* The value of a variable for ${NAME}, or NULL. */
typedef const char *dotenv_fn(const char *name, void *data);

/*
 * Put the variables in 'text' into 'map', values as children of it; the
 * last of one name counts.  Returns the first line that is no such line, or 0.
 */
size_t dotenv_parse(struct map *map, const char *text, dotenv_fn *lookup, void *data);

#endif
