/*
 * Running other programs, and being told to stop.
 *
 * Interruption: after interrupt_install() SIGINT and SIGTERM only leave a
 * mark.  Whoever waits also waits for interrupt_fd() and returns
 * ERROR_INTERRUPTED; main() turns that into exit code 130 or 143.  A second
 * signal ends the process at once.
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <talloc.h>

struct error;

struct process_result {
    int status;   /* exit status; 128 + n when signal n ended it */
    char *output; /* stdout and stderr, or stdout only; cut at 1 MiB */
};

struct process_options {
    const char *folder;        /* run it there; NULL: here */
    const char *input;         /* its stdin; NULL: /dev/null */
    int input_fd;              /* of process_start(): its stdin; 0: /dev/null */
    const char *const *setenv; /* "NAME=value" and "NAME" (to unset), ending with NULL, or NULL */
    uid_t uid;                 /* 0: as we are; else drop to that account ... */
    gid_t gid;                 /* ... and group before the program starts */
    bool own_session;          /* a session of its own: a Ctrl-C for us is none for it */
    bool stdout_only;          /* leave its stderr where ours goes */
    bool interactive;          /* its stdin, stdout and stderr are ours: an editor */
};

/*
 * Run 'argv' and wait for its end.  Fails with ERROR_NOT_FOUND when there is
 * no such program and ERROR_SYSTEM when it cannot be started; a status that
 * is not 0 is no failure here.
 */
struct process_result *process_run(TALLOC_CTX *mem, const char *const *argv,
                                   const struct process_options *options, struct error *err);

/*
 * Start 'argv' as a server that outlives us: a session of its own, no
 * terminal, no open files but its stdin and 'log', to which both its outputs
 * are appended.  Its process id, or -1; fails as process_run() does.
 */
pid_t process_start(const char *const *argv, const struct process_options *options, const char *log,
                    struct error *err);

/* Become 'argv'; returns only on failure. */
bool process_exec(const char *const *argv, struct error *err);

/* The path of program 'name' on PATH, or NULL. */
char *process_find(TALLOC_CTX *mem, const char *name);

/* Does it run?  A process that has ended and was not waited for does not. */
bool process_alive(pid_t pid);

/* The folder in which a process works; NULL when it has ended or is not ours to ask. */
char *process_folder(TALLOC_CTX *mem, pid_t pid);

void interrupt_install(void);

/* Readable once a signal came. */
int interrupt_fd(void);

/* The signal that came, or 0. */
int interrupt_signal(void);

/* Has a signal come that nobody has acknowledged? */
bool interrupt_pending(void);

/*
 * Take note of the signal: what waits from now on waits undisturbed, so that
 * a rollback can be sent and the state be read.  interrupt_signal() still
 * tells which one it was, and a second signal still ends the process.  Does
 * nothing when no signal has come.
 */
void interrupt_acknowledge(void);

/* ERROR_INTERRUPTED into 'err' if a signal came; true if not, so that it chains with &&. */
bool interrupt_check(struct error *err);

/* Sleep; false and ERROR_INTERRUPTED when a signal comes before 'ms' have passed. */
bool interrupt_sleep(int ms, struct error *err);

#endif
