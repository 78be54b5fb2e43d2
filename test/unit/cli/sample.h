/* A small program for the tests of cli/: two of Alembic's commands, a group of our own. */
#ifndef UNIT_CLI_SAMPLE_H
#define UNIT_CLI_SAMPLE_H

#include <stdbool.h>

#include "cli/command.h"

struct strlist;

struct sample_options {
    bool verbose, check_heads, sql;
    const char *range, *format;
    struct strlist *depends, *revisions;
    int wait;
};

extern const struct program sample_program, sample_as_alembic;

#endif
