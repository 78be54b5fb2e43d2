/* What starting costs before any of our own code runs: the same libraries, and nothing else. */
#include <talloc.h>

#include <libpq-fe.h>
#include <openssl/evp.h>

int main(int argc, char **argv)
{
    (void)argv;
    /* Never true; without a use of each the linker would drop the library. */
    if (argc > 1000)
        return talloc_total_blocks(NULL) + (size_t)PQlibVersion() +
                   (size_t)EVP_MD_size(EVP_sha256()) >
               0;
    return 0;
}
