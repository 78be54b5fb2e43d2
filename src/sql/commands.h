/*
 * A text with one or more commands, as a driver sends it that knows only the
 * simple protocol.
 */
#ifndef SQL_COMMANDS_H
#define SQL_COMMANDS_H

#include <stddef.h>
#include <talloc.h>

/* What a command does to the transaction that it runs in. */
enum sql_control {
    SQL_CONTROL_NONE, /* also SAVEPOINT, RELEASE and ROLLBACK TO */
    SQL_CONTROL_BEGIN,
    SQL_CONTROL_COMMIT,
    SQL_CONTROL_ROLLBACK
};

struct sql_command {
    const char *sql; /* without white space, comments and the semicolon around it */
    enum sql_control control;
};

struct sql_commands {
    struct sql_command *items;
    size_t n;
};

/* The commands of 'text'; what cannot be taken apart is one, and the server's to judge. */
struct sql_commands *sql_commands(TALLOC_CTX *mem, const char *text);

#endif
