#include "py/hash.h"

#include <string.h>

uint64_t py_hash_mix(uint64_t hash, uint64_t next)
{
    hash ^= next + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
    hash *= 0xff51afd7ed558ccdu;
    return hash ^ (hash >> 32);
}

uint64_t py_hash_bytes(const char *bytes, size_t n)
{
    uint64_t hash = n, word;

    for (; n >= 8; bytes += 8, n -= 8) {
        memcpy(&word, bytes, 8);
        hash = py_hash_mix(hash, word);
    }
    word = 0;
    if (n > 0)
        memcpy(&word, bytes, n);
    return py_hash_mix(hash, word);
}
