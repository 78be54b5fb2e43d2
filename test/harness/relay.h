/*
 * A relay between a client program and a PostgreSQL server that counts the
 * client's protocol messages and cuts the line, killing the client, at a
 * message of choice.
 *
 * The client is a child process started by the relay.  Messages count from 1,
 * the first one behind the start-up packet.  The server sees the end of the
 * stream, as it would when the client's machine lost power.
 */
#ifndef HARNESS_RELAY_H
#define HARNESS_RELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;

enum relay_cut {
    RELAY_NEVER,
    RELAY_BEFORE, /* kill the client before message 'at' is forwarded */
    RELAY_AFTER   /* forward it, wait until the server has answered, kill then */
};

struct relay_options {
    const char *server;      /* path of the server's socket */
    const char *folder;      /* an existing folder for the relay's own socket */
    int port;                /* the number in the socket's name */
    const char *const *argv; /* the client; connects to 'folder' and 'port' */
    const char *output;      /* a file for what it prints */
    enum relay_cut cut;
    size_t at;
};

struct relay_result {
    int status;      /* of the client; 137 when it was killed */
    size_t messages; /* that the client sent */
    char *types;     /* the type byte of each, in order, a child of 'mem' */
};

/*
 * Run the client to its end, or to the cut.  After a cut it returns once the
 * server has closed its side too, so nothing of the run is still going on.
 */
bool relay_run(TALLOC_CTX *mem, const struct relay_options *options, struct relay_result *result,
               struct error *err);

/* Does the server answer a message of this type at once, or hold its answer back? */
bool relay_is_answered(char type);

#endif
