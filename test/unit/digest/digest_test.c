#include "digest/digest.h"

#include <string.h>

#include "harness/test.h"

/* The expected digests are those of FIPS 180-4's examples. */
static char *digest_of(TALLOC_CTX *mem, const char *text)
{
    struct digest *digest = digest_new(mem);

    digest_add(digest, text, strlen(text));
    return digest_hex(mem, digest);
}

TEST(digest_of_nothing_is_the_known_constant)
{
    EQUAL_STR(digest_hex(mem, digest_new(mem)),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(digest_of_abc_is_the_standards_example)
{
    EQUAL_STR(digest_of(mem, "abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(digest_does_not_depend_on_how_the_text_is_cut)
{
    struct digest *digest = digest_new(mem);
    const char *text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

    for (size_t i = 0; text[i]; i++)
        digest_add(digest, text + i, 1);
    EQUAL_STR(digest_hex(mem, digest),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EQUAL_STR(digest_of(mem, text),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}
