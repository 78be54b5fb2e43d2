#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "devcluster/cluster.h"

/* The lines of postmaster.pid. */
enum {
    LINE_PID,
    LINE_DATA,
    LINE_STARTED,
    LINE_PORT,
    LINE_SOCKET,
    LINE_LISTEN,
    LINE_SHARED,
    LINE_STATUS,
    LINES
};

static void read_lines(TALLOC_CTX *mem, const char *text, char *lines[LINES])
{
    for (int i = 0; i < LINES; i++) {
        size_t n = strcspn(text, "\n");

        lines[i] = mem_strndup(mem, text, n);
        text += n + (text[n] == '\n');
    }
}

/*
 * The file stays behind when the server or the machine dies, and its number
 * may be another's now.  A server works in its data folder, and of whom else
 * would that be true?
 */
bool postmaster_works(const struct devcluster *cluster, pid_t pid)
{
    MEM_SCRATCH(scratch);
    char *folder = process_folder(scratch, pid);
    char *data = path_real(scratch, cluster->data);

    return folder && data && strcmp(folder, data) == 0 && process_alive(pid);
}

struct postmaster *postmaster_read(TALLOC_CTX *mem, const struct devcluster *cluster)
{
    enum { MAX_FILE = 1 << 16 };
    MEM_SCRATCH(scratch);
    struct postmaster *p = mem_new(mem, struct postmaster);
    struct file_text *file = file_read(scratch, path_join(scratch, cluster->data, "postmaster.pid"),
                                       MAX_FILE, error_new(scratch));
    char *lines[LINES];
    long pid;

    if (!file)
        return p;
    read_lines(scratch, file->bytes, lines);
    pid = strtol(lines[LINE_PID], NULL, 10);
    if (pid <= 0 || !postmaster_works(cluster, (pid_t)pid))
        return p;
    p->pid = (pid_t)pid;
    p->port = (int)strtol(lines[LINE_PORT], NULL, 10);
    p->socket = mem_strdup(p, lines[LINE_SOCKET]);
    p->tcp = *lines[LINE_LISTEN] != '\0';
    p->ready = strncmp(lines[LINE_STATUS], "ready", 5) == 0;
    return p;
}
