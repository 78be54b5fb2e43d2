/*
 * The working connection: how it is set up, and what scripts may not leave
 * behind on it.
 *
 * Scripts run one after another on one connection.  Role, search_path,
 * time-outs and other settings that a script changes would change what the
 * next one does, so they are looked at after each and put back.
 */
#ifndef MIGRATE_SESSION_H
#define MIGRATE_SESSION_H

#include <stdbool.h>
#include <talloc.h>

struct db;
struct error;
struct strlist;

struct session_settings {
    int lock_timeout_ms;      /* -1: left as it is */
    int statement_timeout_ms; /* -1: left as it is */
};

struct session {
    struct db *db;
    bool pooled;                 /* a pooler stands between: nothing may outlive a transaction */
    const char *const *baseline; /* the settings' values, as session_tracked names them */
};

/* See whether a pooler stands between; if not, apply the settings. */
struct session *session_begin(TALLOC_CTX *mem, struct db *db,
                              const struct session_settings *settings, struct error *err);

/* Behind a pooler the settings go with the transaction: apply them in it. */
bool session_begin_transaction(struct session *session, const struct session_settings *settings,
                               struct error *err);

/* Names of settings that are not as they were, a child of 'mem'; empty if all are. */
struct strlist *session_changed(TALLOC_CTX *mem, struct session *session, struct error *err);

/* Put them back: until the end of the transaction ('local'), or for good. */
bool session_put_back(struct session *session, bool local, struct error *err);

/*
 * Switch lock_timeout and statement_timeout off for statements that wait by
 * design, and set them to what they were: a script may have set its own.
 */
struct session_timeouts {
    const char *lock, *statement; /* belong to the session */
};
bool session_suspend_timeouts(struct session *session, struct session_timeouts *before,
                              struct error *err);
bool session_restore_timeouts(struct session *session, const struct session_timeouts *before,
                              struct error *err);

#endif
