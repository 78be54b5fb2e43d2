/*
 * The program's standard output as a stream that remembers why a write
 * failed, so that a full disk is an error and a reader who left is none.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>
#include <talloc.h>

struct error;
struct output;

/* A stream to descriptor 'fd'; it closes with its parent, the descriptor stays open. */
struct output *output_new(TALLOC_CTX *mem, int fd);
FILE *output_stream(const struct output *output);

/*
 * Write what is still held back.  Fails with ERROR_SYSTEM when anything was
 * lost since the stream was made, except to a pipe whose reader has gone.
 */
bool output_finish(struct output *output, struct error *err);

/* A stream that keeps nothing; it closes with its parent. */
FILE *output_nowhere(TALLOC_CTX *mem);

/* Are both descriptors the same file, pipe or terminal? */
bool output_same_file(int a, int b);

#endif
