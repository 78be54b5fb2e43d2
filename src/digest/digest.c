#include "digest/digest.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/evp.h>

#include "base/buf.h"
#include "base/mem.h"

struct digest {
    EVP_MD_CTX *context;
};

static int free_context(struct digest *digest)
{
    EVP_MD_CTX_free(digest->context);
    return 0;
}

/* SHA-256 itself cannot fail: what can is memory, and a libcrypto set up to refuse it. */
static void must(int ok)
{
    if (ok)
        return;
    fputs("limbeck: libcrypto refuses to compute a SHA-256 digest\n", stderr);
    abort();
}

struct digest *digest_new(TALLOC_CTX *mem)
{
    struct digest *digest = mem_new(mem, struct digest);

    digest->context = EVP_MD_CTX_new();
    must(digest->context != NULL);
    talloc_set_destructor(digest, free_context);
    must(EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL));
    return digest;
}

void digest_add(struct digest *digest, const void *bytes, size_t n)
{
    must(EVP_DigestUpdate(digest->context, bytes, n));
}

char *digest_hex(TALLOC_CTX *mem, struct digest *digest)
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned n;
    struct buf *hex = buf_new(mem, 2 * sizeof(raw));

    must(EVP_DigestFinal_ex(digest->context, raw, &n));
    for (unsigned i = 0; i < n; i++)
        buf_addf(hex, "%02x", raw[i]);
    return buf_take(mem, hex);
}

size_t digest_raw(const char *algorithm, const void *bytes, size_t n,
                  unsigned char digest[DIGEST_MAX])
{
    const EVP_MD *md = EVP_get_digestbyname(algorithm);
    unsigned length = 0;

    if (!md || EVP_MD_size(md) > DIGEST_MAX || !EVP_Digest(bytes, n, digest, &length, md, NULL))
        return 0;
    return length;
}
