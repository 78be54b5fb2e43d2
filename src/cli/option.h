/* One option: finding it by what was typed, and putting its value where it belongs. */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "cli/command.h"

struct buf;
struct error;
struct strlist;

/* A table of options and the struct that its offsets lead into. */
struct option_set {
    const struct option_spec *specs;
    void *values;
};

/* An option of one of several sets; 'spec' is NULL when none was found. */
struct option_match {
    const struct option_spec *spec;
    void *values;
};

bool option_is_positional(const struct option_spec *spec);
bool option_takes_value(const struct option_spec *spec);

/*
 * The option whose long name is, or alone in its set begins with, the first
 * 'n' bytes of 'name'.  'sets' end with NULL specs; earlier ones go first.
 * Fails with ERROR_USAGE when several of one set begin so.
 */
bool option_by_name(const struct option_set *sets, const char *name, size_t n,
                    struct option_match *match, struct error *err);
struct option_match option_by_letter(const struct option_set *sets, char letter);

/*
 * Put 'text' (NULL for a flag) into its field; memory comes from 'mem'.
 * Fails with ERROR_USAGE when it is not what the option takes.
 */
bool option_store(TALLOC_CTX *mem, struct option_match match, const char *text, struct error *err);

/* "-r/--rev-range" or, of a positional, its name: how messages call it. */
char *option_title(TALLOC_CTX *mem, const struct option_spec *spec);

/* What stands for its value in the help: "START:END". */
char *option_value_name(TALLOC_CTX *mem, const struct option_spec *spec);

/* The long names of 'specs' with their dashes. */
struct strlist *option_names(TALLOC_CTX *mem, const struct option_spec *specs);

#endif
