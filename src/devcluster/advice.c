#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "devcluster/cluster.h"

enum { LAST_LINES = 8 };

/*
 * The first part that is found decides.  The programs run with LC_ALL=C, so
 * their messages are these in every country.
 */
static const struct {
    const char *part, *hint;
} causes[] = {
    {"No space left on device", "The disk is full: make room and try again."},
    {"Check free disk space", "The disk is full: make room and try again."},
    {"Disk quota exceeded", "The account's disk quota is used up: make room and try again."},
    {"Address already in use",
     "Another program listens on that port: choose another one, or \"auto\" for a free one."},
    {"Cannot allocate memory",
     "The machine has too little free memory for a server, or the container's limit is too low."},
    {"pre-existing shared memory block",
     "Processes of an earlier server still work on this data: end them, then try again."},
    {"lock file \"postmaster.pid\" already exists",
     "Another server seems to run on this data, perhaps in another container."},
    {"database files are incompatible",
     "The data were made by another version: install that one, or destroy the cluster and make it "
     "anew."},
    {"unrecognized configuration parameter",
     "Take the setting out of postgresql.conf or postgresql.auto.conf in the cluster's data."},
    {"invalid value for parameter",
     "Correct the setting in postgresql.conf or postgresql.auto.conf in the cluster's data."},
    {"configuration file \"", "Correct the file in the cluster's data."},
    {"could not access file", "A library that the configuration names is not installed."},
    {"Permission denied", "The serving account must be able to use the folders on the way."},
    {"Read-only file system", "The folder of the data cannot be written."},
    {"checkpoint record", "The data are damaged, perhaps a copy taken while the server "
                          "ran: destroy the cluster and make "
                          "it anew."},
};

static const char *const marks[] = {
    "PANIC:  ", "FATAL:  ", "initdb: error: ", "postgres: error: ", "error: "};

/* What comes first is the cause, the rest its consequences. */
static char *find_reason(TALLOC_CTX *mem, const char *output)
{
    const char *reason = NULL;

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        const char *at = strstr(output, marks[i]);

        if (at && (!reason || at + strlen(marks[i]) < reason))
            reason = at + strlen(marks[i]);
    }
    return reason ? mem_strndup(mem, reason, strcspn(reason, "\n"))
                  : mem_strdup(mem, "it gave no reason");
}

static char *last_lines(TALLOC_CTX *mem, const char *output)
{
    size_t length = strlen(output);
    const char *start;
    int lines = 0;

    while (length > 0 && output[length - 1] == '\n')
        length--;
    for (start = output + length; start > output; start--)
        if (start[-1] == '\n' && ++lines == LAST_LINES)
            break;
    return mem_strndup(mem, start, length - (size_t)(start - output));
}

bool advice_fail(struct error *err, const char *what, const char *output, const char *log)
{
    MEM_SCRATCH(scratch);
    char *lines = last_lines(scratch, output);

    error_set(err, ERROR_SYSTEM, "%s: %s", what, find_reason(scratch, output));
    if (log)
        error_detail(err, "The server's log is \"%s\".", log);
    if (*lines)
        error_where(err, "%s", lines);
    for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++)
        if (strstr(output, causes[i].part))
            return error_hint(err, "%s", causes[i].hint);
    return false;
}
