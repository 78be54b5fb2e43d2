/*
 * One migration script, read whole: its statements in both directions.
 *
 * The file format is product.md's "Script files".  Reading checks everything
 * that can be seen without a server: unknown directives, keys given twice,
 * SQL outside a section, unclosed strings, backslash commands, COPY FROM
 * stdin, transaction control, and in transaction=off sections what could not
 * be resumed after a crash (an unnamed concurrent index, COMMIT inside DO).
 */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;

enum script_direction { SCRIPT_UPGRADE, SCRIPT_DOWNGRADE };

struct script_statement {
    const char *sql; /* one statement without its semicolon, ends with '\0' */
    int line;        /* of its first byte in the file */
    bool transaction; /* false: it stands in a section with transaction=off */
};

struct script_side {
    bool present; /* false for a downgrade that the script does not have: it is irreversible */
    struct script_statement *statements;
    size_t n;
    bool autocommit; /* some statement has 'transaction' false */
};

struct script {
    const char *path;
    const char *checksum; /* SHA-256 in hex, see product.md "What is written to the database" */
    struct script_side sides[2]; /* by script_direction */
};

/* Read and check the SQL script at 'path'; errors name file and line. */
struct script *script_read(TALLOC_CTX *mem, const char *path, struct error *err);

#endif
