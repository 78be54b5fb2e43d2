/* What a function prints to a stream, as text. */
#ifndef HARNESS_CAPTURE_H
#define HARNESS_CAPTURE_H

#include <stdio.h>
#include <talloc.h>

struct capture;

struct capture *capture_new(TALLOC_CTX *mem);

/* The stream to print to; it closes with the capture. */
FILE *capture_stream(struct capture *capture);

/* All that was printed so far. */
const char *capture_text(struct capture *capture);

#endif
