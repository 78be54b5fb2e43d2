/* SHA-256 of texts, in pieces or at once. */
#ifndef DIGEST_DIGEST_H
#define DIGEST_DIGEST_H

#include <stddef.h>
#include <talloc.h>

struct digest;

struct digest *digest_new(TALLOC_CTX *mem);
void digest_add(struct digest *digest, const void *bytes, size_t n);

/* The digest as 64 hex digits; 'digest' is used up. */
char *digest_hex(TALLOC_CTX *mem, struct digest *digest);

#endif
