#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"

enum { MAX_OUTPUT = 1 << 20 };

static bool become(const struct process_options *o)
{
    if (o->uid == 0)
        return true;
    return setgroups(0, NULL) == 0 && setgid(o->gid) == 0 && setuid(o->uid) == 0;
}

static void apply_environment(const char *const *setenv_list)
{
    for (size_t i = 0; setenv_list && setenv_list[i]; i++) {
        const char *equals = strchr(setenv_list[i], '=');
        MEM_SCRATCH(scratch);

        if (equals)
            setenv(mem_strndup(scratch, setenv_list[i], (size_t)(equals - setenv_list[i])),
                   equals + 1, 1);
        else
            unsetenv(setenv_list[i]);
    }
}

static bool connect_streams(const struct process_options *o, int in, int out)
{
    return o->interactive || (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
                              (o->stdout_only || dup2(out, STDERR_FILENO) >= 0));
}

/* In the child: never returns.  What goes wrong travels to the parent as an errno. */
__attribute__((noreturn)) static void
start_child(const char *const *argv, const struct process_options *o, int in, int out, int report)
{
    int number;

    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    if (o->own_session)
        setsid();
    apply_environment(o->setenv);
    if (connect_streams(o, in, out) && become(o) && (!o->folder || chdir(o->folder) == 0))
        execvp(argv[0], (char *const *)(unsigned long)argv);
    number = errno;
    if (write(report, &number, sizeof(number)) < 0)
        _exit(126);
    _exit(127);
}

static void read_all(struct buf *output, int fd)
{
    char chunk[8192];
    ssize_t n;

    while ((n = read(fd, chunk, sizeof(chunk))) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            buf_addn(output, chunk, (size_t)n);
}

/* stdin is a file that holds all of it, so that neither side can wait for the other. */
static int open_input(const char *input)
{
    FILE *file;
    int fd;

    if (!input)
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    file = tmpfile();
    if (!file)
        return -1;
    fputs(input, file);
    fflush(file);
    fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0);
    fclose(file);
    if (fd >= 0)
        lseek(fd, 0, SEEK_SET);
    return fd;
}

static int exit_status(int raw)
{
    return WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
}

static struct process_result *finish(TALLOC_CTX *mem, pid_t pid, int out, int report,
                                     const char *name, struct error *err)
{
    struct process_result *result = mem_new(mem, struct process_result);
    struct buf *output = buf_new(result, MAX_OUTPUT);
    int number = 0, raw = 0;
    bool started = read(report, &number, sizeof(number)) != sizeof(number);

    if (started)
        read_all(output, out);
    while (waitpid(pid, &raw, 0) < 0 && errno == EINTR)
        continue;
    if (started) {
        result->status = exit_status(raw);
        result->output = buf_take(result, output);
        return result;
    }
    talloc_free(result);
    errno = number;
    error_errno(err, "cannot run \"%s\"", name);
    if (number == ENOENT)
        err->code = ERROR_NOT_FOUND;
    return NULL;
}

struct process_result *process_run(TALLOC_CTX *mem, const char *const *argv,
                                   const struct process_options *options, struct error *err)
{
    const struct process_options none = {0};
    const struct process_options *o = options ? options : &none;
    int out[2], report[2];
    int in = open_input(o->input);
    struct process_result *result;
    pid_t pid;

    if (in < 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(report, O_CLOEXEC) != 0) {
        error_errno(err, "cannot run \"%s\"", argv[0]);
        return NULL;
    }
    fflush(NULL);
    pid = fork();
    if (pid == 0)
        start_child(argv, o, in, out[1], report[1]);
    close(in);
    close(out[1]);
    close(report[1]);
    if (pid < 0)
        result = (error_errno(err, "cannot run \"%s\"", argv[0]), NULL);
    else
        result = finish(mem, pid, out[0], report[0], argv[0], err);
    close(out[0]);
    close(report[0]);
    return result;
}

/* What others left open in us must not stay open in a server: somebody may wait for its end. */
static void close_inherited(void)
{
    long n = sysconf(_SC_OPEN_MAX);

    if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
        return;
    for (int fd = STDERR_FILENO + 1; fd < (n > 0 && n < 65536 ? n : 65536); fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
}

pid_t process_start(const char *const *argv, const struct process_options *options, const char *log,
                    struct error *err)
{
    struct process_options o = *options;
    int in = o.input_fd ? fcntl(o.input_fd, F_DUPFD_CLOEXEC, 0)
                        : open("/dev/null", O_RDONLY | O_CLOEXEC);
    int out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    int report[2] = {-1, -1};
    int number = 0;
    pid_t pid = -1;

    o.own_session = true;
    fflush(NULL);
    if (in < 0 || out < 0 || pipe2(report, O_CLOEXEC) != 0 || (pid = fork()) < 0)
        error_errno(err, "cannot start \"%s\" with its log in \"%s\"", argv[0], log);
    if (pid == 0) {
        close_inherited();
        start_child(argv, &o, in, out, report[1]);
    }
    close(in);
    close(out);
    close(report[1]);
    if (pid > 0 && read(report[0], &number, sizeof(number)) == sizeof(number)) {
        waitpid(pid, NULL, 0);
        pid = -1;
        errno = number;
        error_errno(err, "cannot run \"%s\"", argv[0]);
        if (number == ENOENT)
            err->code = ERROR_NOT_FOUND;
    }
    close(report[0]);
    return pid;
}

bool process_exec(const char *const *argv, struct error *err)
{
    fflush(NULL);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    execvp(argv[0], (char *const *)(unsigned long)argv);
    return error_errno(err, "cannot run \"%s\"", argv[0]);
}

char *process_find(TALLOC_CTX *mem, const char *name)
{
    MEM_SCRATCH(scratch);
    const char *path = getenv("PATH");

    for (const char *part = path ? path : "/usr/bin:/bin"; *part;) {
        size_t n = strcspn(part, ":");
        char *file = path_join(scratch, n ? mem_strndup(scratch, part, n) : ".", name);

        if (access(file, X_OK) == 0 && !file_is_folder(file))
            return mem_strdup(mem, file);
        part += n + (part[n] == ':');
    }
    return NULL;
}

/* Where nobody waits for orphans, as in many containers, they stay as zombies for ever. */
static bool is_zombie(pid_t pid)
{
    MEM_SCRATCH(scratch);
    FILE *file = fopen(mem_printf(scratch, "/proc/%d/stat", (int)pid), "re");
    char line[512];
    const char *name_end;
    bool zombie;

    if (!file)
        return false;
    name_end = fgets(line, sizeof(line), file) ? strrchr(line, ')') : NULL;
    zombie = name_end && strncmp(name_end, ") Z", 3) == 0;
    fclose(file);
    return zombie;
}

bool process_alive(pid_t pid)
{
    if (pid <= 0)
        return false;
    waitpid(pid, NULL, WNOHANG); /* if it is our child */
    return (kill(pid, 0) == 0 || errno == EPERM) && !is_zombie(pid);
}

char *process_folder(TALLOC_CTX *mem, pid_t pid)
{
    MEM_SCRATCH(scratch);

    return path_real(mem, mem_printf(scratch, "/proc/%d/cwd", (int)pid));
}

static volatile sig_atomic_t signal_seen;
static volatile sig_atomic_t acknowledged;
static int wake[2] = {-1, -1};

static void note_signal(int number)
{
    int saved = errno;

    if (signal_seen)
        _exit(128 + number);
    signal_seen = number;
    if (write(wake[1], "", 1) < 0)
        _exit(128 + number);
    errno = saved;
}

void interrupt_install(void)
{
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};

    if (wake[0] >= 0 || pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int interrupt_fd(void)
{
    return wake[0];
}

int interrupt_signal(void)
{
    return signal_seen;
}

void interrupt_acknowledge(void)
{
    char byte;

    /* Else the first signal that comes later would be nobody's, with a readable descriptor. */
    if (!signal_seen)
        return;
    acknowledged = 1;
    while (read(wake[0], &byte, 1) > 0)
        continue;
}

bool interrupt_pending(void)
{
    return signal_seen && !acknowledged;
}

bool interrupt_check(struct error *err)
{
    if (!interrupt_pending())
        return true;
    return error_set(err, ERROR_INTERRUPTED, "interrupted by %s",
                     signal_seen == SIGINT ? "SIGINT" : "SIGTERM");
}

bool interrupt_sleep(int ms, struct error *err)
{
    int64_t until = clock_ms() + ms;

    while (interrupt_check(err)) {
        int64_t left = until - clock_ms();
        struct pollfd fd = {.fd = wake[0], .events = POLLIN};

        if (left <= 0)
            return true;
        poll(&fd, 1, (int)left);
    }
    return false;
}
