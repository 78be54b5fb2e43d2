/* SHA-256 of texts, in pieces or at once, and other digests at once. */
#ifndef DIGEST_DIGEST_H
#define DIGEST_DIGEST_H

#include <stddef.h>
#include <talloc.h>

struct digest;

struct digest *digest_new(TALLOC_CTX *mem);
void digest_add(struct digest *digest, const void *bytes, size_t n);

/* The digest as 64 hex digits; 'digest' is used up. */
char *digest_hex(TALLOC_CTX *mem, struct digest *digest);

enum { DIGEST_MAX = 64 };

/*
 * The digest of 'n' bytes at once by "md5", "sha1", "sha224", "sha256", "sha384",
 * "sha512" or another algorithm of libcrypto.  Its length, 0 when libcrypto
 * does not know or not allow it.
 */
size_t digest_raw(const char *algorithm, const void *bytes, size_t n,
                  unsigned char digest[DIGEST_MAX]);

#endif
