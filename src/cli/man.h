/* The man page, in troff, from the tables of commands and options. */
#ifndef CLI_MAN_H
#define CLI_MAN_H

#include <stdio.h>

struct program;

void man_print(FILE *out, const struct program *program);

#endif
