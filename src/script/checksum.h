/*
 * The checksum of a script: has it been edited since it ran?
 *
 * It covers what the server gets to see: the statements of each direction in
 * order, and whether each runs inside a transaction.  The header, comments,
 * white space between tokens, the case of words without quotes, and CR do not
 * count: formatting, another message and another parent are no edits.
 */
#ifndef SCRIPT_CHECKSUM_H
#define SCRIPT_CHECKSUM_H

#include <talloc.h>

struct script;

/* SHA-256 in hex, a child of 'mem'. */
char *script_checksum(TALLOC_CTX *mem, const struct script *script);

#endif
