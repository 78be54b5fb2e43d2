/* The program from its arguments to its exit code. */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include "cli/command.h"

/*
 * Read 'args' (without the program's name, ending with NULL), run the command
 * that they name and report how that went; returns the exit code.
 */
int program_run(const struct program *program, const char *const *args);

#endif
