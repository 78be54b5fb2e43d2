/* The name of a new script's file, by a template as Python's "%" formats it. */
#ifndef SCRIPT_FILE_NAME_H
#define SCRIPT_FILE_NAME_H

#include <talloc.h>

struct error;
struct local_time;

/*
 * 'template' with "%(rev)s", "%(slug)s", "%(epoch)d", "%(year)d", "%(month)d",
 * "%(day)d", "%(hour)d", "%(minute)d" and "%(second)d" filled in, and 'suffix'
 * (".sql") behind it.  Flags "-" and "0", width and precision work as in Python.
 * Fails with ERROR_USAGE for anything else behind a "%".
 */
char *script_file_name(TALLOC_CTX *mem, const char *template, const char *rev, const char *slug,
                       const char *suffix, const struct local_time *time, struct error *err);

#endif
