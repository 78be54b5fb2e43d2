/*
 * The built program as its users run it: processes with a folder, variables,
 * and what they printed.
 */
#ifndef HARNESS_PROGRAM_H
#define HARNESS_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>
#include <talloc.h>

struct program_process {
    pid_t pid;
    const char *output; /* a file with what it printed on both streams */
};

/*
 * Start the program with 'args' (without its own name, ending with NULL) in
 * 'folder', where a file for its output is made.  LIMBECK_URL is 'url' unless
 * that is NULL.  A process that is not waited for ends with its struct.
 */
struct program_process *program_start(TALLOC_CTX *mem, const char *folder, const char *url,
                                      const char *const *args);

/* Its exit status, 128 + n for a signal; '*output', if not NULL, is what it printed. */
int program_wait(struct program_process *process, char **output);

/* Both at once. */
int program_once(TALLOC_CTX *mem, const char *folder, const char *url, char **output,
                 const char *const *args);

#define PROGRAM_ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The path of the program. */
const char *program_path(void);

#endif
