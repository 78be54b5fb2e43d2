/* A script that teaches bash to complete the command line, from the tables. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include <stdio.h>

struct program;

void completion_print(FILE *out, const struct program *program);

#endif
