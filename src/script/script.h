/*
 * One migration script, read whole: its statements in both directions.
 *
 * The file format is described in directive.h and header.h.  Reading checks
 * everything that can be seen without a server: unknown directives, keys
 * given twice, SQL outside a section, unclosed strings, backslash commands,
 * COPY with the client, transaction control, and what could not be resumed
 * after a crash (an unnamed concurrent index, COMMIT inside DO).
 */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;

enum script_direction { SCRIPT_UPGRADE, SCRIPT_DOWNGRADE };

struct script_statement {
    const char *sql;  /* one statement without its semicolon, ends with '\0' */
    const char *path; /* of the Python file that gave it; NULL: the script's own */
    int line;         /* of its first byte in the file; of Python: where it was given */
    bool transaction; /* false: it stands in a section with transaction=off, or an autocommit block
                       */
    bool ends_transaction; /* of Python: a COMMIT or ROLLBACK, behind which another one begins */
};

struct script_side {
    bool present; /* false for a downgrade that the script does not have: it is irreversible */
    struct script_statement *statements;
    size_t n;
    bool autocommit;       /* some statement has 'transaction' false */
    bool ends_transaction; /* some statement has it set */
    bool live; /* Python that reads the database while it runs: what it will do is not known */
};

/* What the header says.  Lists end with NULL and are NULL when they are not given. */
struct script_header {
    const char *id;       /* NULL: no script, or a replacement */
    const char *replaces; /* the Python script that this one stands in for, or NULL */
    const char *const *down;
    const char *const *labels;
    const char *const *depends;
    const char *const *squashes;
    const char *message; /* never NULL */
};

/* "allow RULE reason": a finding that is meant to be so. */
struct script_allow {
    const char *rule, *reason;
    int line;
};

struct script {
    const char *path;
    bool is_python;
    const char *checksum; /* SHA-256 in hex, see checksum.h */
    struct script_header header;
    struct script_side sides[2]; /* by script_direction */
    struct script_allow *allows;
    size_t n_allows;
};

/* Read and check the SQL script at 'path'; errors name file and line. */
struct script *script_read(TALLOC_CTX *mem, const char *path, struct error *err);

/* The same for the 'length' bytes at 'text', which end with a '\0' that is not counted. */
struct script *script_parse(TALLOC_CTX *mem, const char *path, const char *text, size_t length,
                            struct error *err);

#endif
