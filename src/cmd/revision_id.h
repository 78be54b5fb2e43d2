/* Ids for new revisions. */
#ifndef CMD_REVISION_ID_H
#define CMD_REVISION_ID_H

#include <stdint.h>
#include <talloc.h>

struct error;
struct graph;

/*
 * An id that 'graph' does not have, made as the configuration's rev_id says:
 * "hex12" (twelve random hex digits), "sequence:0001" (the next number, with
 * at least as many digits), "timestamp" (of 'now_us', UTC, with seconds).
 * Fails with ERROR_USAGE for any other.
 */
char *revision_id_new(TALLOC_CTX *mem, const struct graph *graph, const char *rev_id,
                      int64_t now_us, struct error *err);

#endif
