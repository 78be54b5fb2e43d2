/*
 * Why a connection could not be made, in one line: libpq tells it in several,
 * for every address that it tried.
 */
#ifndef DB_REFUSAL_H
#define DB_REFUSAL_H

#include <stdbool.h>

struct error;

struct refusal_address {
    const char *host, *port, *database, *user;
};

/*
 * Fill in 'err' from libpq's text, which was asked for in its verbose form
 * and holds no password; sqlstate is the server's, or "08001" when none
 * answered.  Always false.
 */
bool refusal_read(const struct refusal_address *to, const char *text, struct error *err);

bool refusal_timed_out(const struct refusal_address *to, int seconds, struct error *err);

#endif
