/* How a command that failed says so, and with which exit code the program ends. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <stdbool.h>
#include <stdio.h>

struct error;

enum {
    EXIT_CODE_DONE = 0,
    EXIT_CODE_FINDINGS = 1,
    EXIT_CODE_USAGE = 2,
    EXIT_CODE_BUSY = 3,
    EXIT_CODE_FAILED = 255,
};

/* To whom, and in whose manner. */
struct report {
    const char *program; /* what its lines on stderr begin with */
    FILE *out, *errors;
    const char *last_words; /* the last line on stderr: where the database stands; or NULL */
    int width;              /* of the terminal that stdin is, or 0 */
    bool is_alembic;        /* "FAILED: ..." on stdout, and logged on stderr */
    bool json;       /* an object on stdout, and the words on stderr as of our own commands */
    bool quiet;      /* no "FAILED: ..." on stdout */
    bool one_stream; /* both streams end up in the same place: say it once */
    bool colour;     /* on 'errors' */
};

int report_exit_code(const struct error *err);
void report_failure(const struct report *report, const struct error *err);

/* Is colour wanted on this descriptor: a terminal, and NO_COLOR not set? */
bool report_wants_colour(int fd);

#endif
