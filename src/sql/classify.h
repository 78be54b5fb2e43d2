/*
 * What kind of statement this is, as far as its words show.
 *
 * One statement is looked at, without a server and without a grammar: enough
 * to refuse what a script may not say, and to ask the catalogs later what
 * became of a statement that cannot run inside a transaction.
 */
#ifndef SQL_CLASSIFY_H
#define SQL_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

enum statement_kind {
    STATEMENT_OTHER,
    STATEMENT_TRANSACTION, /* BEGIN, COMMIT, SAVEPOINT, PREPARE TRANSACTION, ... */
    STATEMENT_COPY_STREAM, /* COPY FROM STDIN, COPY TO STDOUT */
    STATEMENT_UNLOCK_ALL,  /* DISCARD ALL, SELECT pg_advisory_unlock_all() */
    STATEMENT_SESSION,     /* SET, RESET, DISCARD, LISTEN, SELECT set_config(...); no SET LOCAL */
    STATEMENT_CREATE_INDEX,
    STATEMENT_DROP_INDEX,
    STATEMENT_REINDEX,
    STATEMENT_VACUUM,
    STATEMENT_ANALYZE,
    STATEMENT_CLUSTER,
    STATEMENT_ALTER_SYSTEM,
    STATEMENT_CREATE_DATABASE,
    STATEMENT_DROP_DATABASE,
    STATEMENT_CREATE_TABLESPACE,
    STATEMENT_DROP_TABLESPACE,
    STATEMENT_DETACH_PARTITION, /* CONCURRENTLY or FINALIZE only */
    STATEMENT_CREATE_SUBSCRIPTION,
    STATEMENT_DROP_SUBSCRIPTION,
    STATEMENT_ADD_ENUM_VALUE,
    STATEMENT_CALL,
    STATEMENT_DO
};

/* Names are as the catalogs have them: unquoted, folded, cut to 63 bytes. */
struct statement_name {
    const char *schema; /* NULL if it is not written */
    const char *name;
};

/*
 * Plain data.  'names' is what the statement makes, drops or works on; it may
 * be empty ('unnamed', or VACUUM and the like, where nobody needs it).
 */
struct statement_class {
    enum statement_kind kind;
    struct statement_name *names;
    size_t n_names;
    struct statement_name
        table;        /* CREATE INDEX ON it; the parent of DETACH PARTITION; else NULLs */
    const char *word; /* in lower case, where there is a choice: REINDEX "table", "commit", ... */
    bool concurrent;  /* CONCURRENTLY; of DETACH PARTITION false means FINALIZE */
    bool if_exists;   /* IF EXISTS, IF NOT EXISTS */
    bool unnamed;     /* a name could stand here and does not: the server makes one up */
    bool commits;     /* DO: COMMIT or ROLLBACK can be seen in its body */
};

/* The class of the statement 'sql', a child of 'mem'. */
struct statement_class *classify_statement(TALLOC_CTX *mem, const char *sql);

/* Is it STATEMENT_SESSION? */
bool classify_is_session(const char *sql);

#endif
