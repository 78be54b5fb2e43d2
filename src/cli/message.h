/*
 * Alembic's messages on stdout: lines, and "TEXT ...  done" around an action.
 *
 * When stdin is a terminal they are indented and wrapped to its width, as
 * Alembic does.  With --quiet and with --json nothing is printed.
 */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include <stdbool.h>
#include <stdio.h>

struct command_env;

/* A line of text. */
void message_print(const struct command_env *env, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* "TEXT ..." before an action, "  done" or "  FAILED" after it. */
void message_begin(const struct command_env *env, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void message_end(const struct command_env *env, bool ok);

/* Where a command's listing goes: env->out, with --quiet nowhere. */
FILE *message_listing(struct command_env *env);

/* The text as it is shown where stdin is a terminal of 'width' columns; 0: it is none. */
void message_write(FILE *out, const char *text, int width);

/* The width of the terminal that stdin is, or 0. */
int message_width(void);

#endif
