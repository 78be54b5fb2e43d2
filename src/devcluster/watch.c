#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "devcluster/cluster.h"

enum { CALLED_OFF = 'x', NOW = 'n' };

/* Keep nothing of what the other process has open: somebody may wait for its end. */
static void let_go(int fd)
{
    dup2(fd, STDIN_FILENO);
    close_range(STDIN_FILENO + 1, ~0U, 0);
    if (open("/dev/null", O_RDWR) < 0 || dup2(STDOUT_FILENO, STDERR_FILENO) < 0)
        _exit(1);
}

__attribute__((noreturn)) static void watch(const struct devcluster *cluster, int fd)
{
    struct error *err = error_new(NULL);
    char byte = 0;

    /* Ctrl-C ends the whole process group, the watcher among them, just when it is needed. */
    setsid();
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    let_go(fd);
    if (read(STDIN_FILENO, &byte, 1) == 1 && byte == CALLED_OFF)
        _exit(0);
    cluster_halt(cluster, true, err);
    cluster_remove(cluster, err);
    _exit(0);
}

/*
 * The watcher is a process that reads from a pipe to which nobody writes: the
 * read ends when the last process with the other end has, however it ends.
 */
bool watch_begin(struct devcluster *cluster, struct error *err)
{
    int fds[2];

    if (cluster->watch >= 0)
        return true;
    if (pipe2(fds, O_CLOEXEC) != 0)
        return error_errno(err, "cannot watch over the cluster");
    cluster->watched = getpid();
    cluster->watcher = fork();
    if (cluster->watcher == 0) {
        close(fds[1]);
        watch(cluster, fds[0]);
    }
    close(fds[0]);
    cluster->watch = fds[1];
    return cluster->watcher > 0 || error_errno(err, "cannot watch over the cluster");
}

/* A child that we forked has the cluster too, but no say in it. */
static void tell(struct devcluster *cluster, char byte)
{
    if (cluster->watch < 0)
        return;
    if (cluster->watched == getpid() && write(cluster->watch, &byte, 1) == 1)
        waitpid(cluster->watcher, NULL, 0);
    close(cluster->watch);
    cluster->watch = -1;
}

void watch_end(struct devcluster *cluster)
{
    tell(cluster, CALLED_OFF);
}

void watch_act(struct devcluster *cluster)
{
    tell(cluster, NOW);
}
