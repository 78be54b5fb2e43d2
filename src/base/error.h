/*
 * What went wrong, for the caller to act on and the user to read.
 *
 * A function that can fail takes 'struct error *err' last and returns false
 * or NULL after filling it in.  'err' is never NULL and is untouched on
 * success, so calls chain with && and ||.
 *
 * The wording follows PostgreSQL's guide: the message is one line, lower
 * case, no full stop, names quoted; detail and hint are sentences.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

enum error_code {
    ERROR_NONE,
    ERROR_USAGE,       /* the command line or a configuration value is wrong */
    ERROR_NOT_FOUND,   /* something named by the user does not exist */
    ERROR_CONFLICT,    /* two things that are each right do not fit together */
    ERROR_INVALID,     /* a script or another file is malformed */
    ERROR_DATABASE,    /* the server said no; see 'sqlstate' */
    ERROR_BUSY,        /* somebody holds a lock; trying again may help */
    ERROR_REMOTE,      /* an embedding provider said no */
    ERROR_SYSTEM,      /* a system call failed */
    ERROR_INTERRUPTED, /* SIGINT or SIGTERM arrived; see base/process.h */
};

struct error {
    enum error_code code;
    char sqlstate[6];
    int position;  /* of a server's complaint in the statement, characters from 1; 0: unknown */
    char *message; /* one line, lower case, no full stop */
    char *detail;  /* facts, or NULL */
    char *where;   /* file and line, the statement, or NULL; may have several lines */
    char *hint;    /* what to do about it, or NULL */
};

struct error *error_new(void *mem);

/* Forget what 'err' says. */
void error_clear(struct error *err);

/* Let 'to' say what 'from' says. */
void error_copy(struct error *to, const struct error *from);

/* Fill in 'err' and return false, so that 'return error_set(...)' reads well. */
bool error_set(struct error *err, enum error_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool error_detail(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool error_where(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool error_hint(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ERROR_SYSTEM with ": " and the text of errno behind the message, and a hint where one helps. */
bool error_errno(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Put "what: " in front of the message as the error passes up. */
bool error_wrap(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
