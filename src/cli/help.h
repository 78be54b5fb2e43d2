/* What --help prints, from the tables of commands and options. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>
#include <talloc.h>

#include "cli/command.h"

struct command_line;

/* The help of what 'line' names: a command, a group of commands or the program. */
void help_print(FILE *out, const struct program *program, const struct command_line *line);

/* "usage: limbeck history [OPTIONS]", for the same. */
void help_print_usage(FILE *out, const struct program *program, const struct command_line *line);

/* "history [OPTIONS]": the name of 'command' and what stands behind it. */
char *help_synopsis(TALLOC_CTX *mem, const struct command *command);

/* "-r, --rev-range START:END" or, of a positional, "REVISION". */
char *help_option_title(TALLOC_CTX *mem, const struct option_spec *spec);

#endif
