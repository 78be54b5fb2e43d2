/* Doing what the lines of a case say, and comparing what comes of it. */
#ifndef CLI_PLAY_H
#define CLI_PLAY_H

#include <stdbool.h>
#include <talloc.h>

#include "cli/case.h"

/* Where everything of one run happens. */
struct play {
    const char *programs;     /* a folder with links to the program under its names */
    const char *folder;       /* the case's own, empty at its start */
    const char *out, *errors; /* the files for stdout and stderr */
    const char *database_url; /* NULL: none */
    struct error *err;
};

/*
 * Make the files and run the lines of 'range'.  Differences are printed, and
 * false is returned; with 'updated' they are put right there instead: it gets
 * the lines of the range as they should be.
 */
bool play_case(const struct play *play, const struct case_file *file,
               const struct case_range *range, struct strlist *updated);

#endif
