/*
 * Database URLs as SQLAlchemy reads them, taken apart.
 */
#ifndef CONFIG_URL_H
#define CONFIG_URL_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;

struct url_parameter {
    const char *key, *value; /* decoded */
};

/* A part that the URL does not have is NULL. */
struct url {
    const char *scheme;                     /* all before "://": "postgresql+asyncpg" */
    const char *user, *password, *database; /* decoded */
    const char *hosts; /* decoded, without brackets; several with commas between them */
    const char *ports; /* likewise; an empty one is the default */
    struct url_parameter
        *parameters; /* of the query, in their order, those without a value left out */
    size_t n_parameters;
};

/* Does 'text' begin as a URL does, with "scheme://"? */
bool url_is_one(const char *text);

/*
 * The parts of a URL.  Fails with ERROR_USAGE; the message holds no part of
 * the URL, since a misplaced sign can make a password look like any of them.
 */
struct url *url_parse(TALLOC_CTX *mem, const char *text, struct error *err);

/*
 * The URL as SQLAlchemy shows it, but for values of the query whose key says
 * that they are passwords: "***" stands for those too.
 */
char *url_shown(TALLOC_CTX *mem, const struct url *url);

#endif
