/*
 * Database addresses: SQLAlchemy's URLs turned into libpq's connection
 * strings (specs/alembic.md 2.6), and libpq's passed through.
 */
#ifndef CONFIG_DSN_H
#define CONFIG_DSN_H

#include <stddef.h>
#include <talloc.h>

struct error;

/*
 * A libpq connection string ("host=... dbname=...") for 'url', which is a
 * SQLAlchemy URL of any PostgreSQL driver, a libpq URI or a libpq connection
 * string (that one as it is).  Where the two kinds of URLs differ it is
 * SQLAlchemy's that counts, but host and database are percent-decoded as
 * libpq does it.  Fails with ERROR_USAGE for another database or a malformed
 * URL; no message holds a password.
 */
char *dsn_from_url(TALLOC_CTX *mem, const char *url, struct error *err);

/*
 * 'url' as 'current -v' shows it: password "***", query parameters
 * percent-encoded.  What dsn_from_url() refuses can be shown too.
 */
char *dsn_shown(TALLOC_CTX *mem, const char *url);

struct dsn_pair {
    const char *keyword, *value;
};

/* A libpq connection string of these, quoted as it wants them. */
char *dsn_from_pairs(TALLOC_CTX *mem, const struct dsn_pair *pairs, size_t n);

#endif
