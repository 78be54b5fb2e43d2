/* Hashing, such that equal values hash alike: 1 == 1.0 == True. */
#ifndef PY_HASH_H
#define PY_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t py_hash_bytes(const char *bytes, size_t n);
uint64_t py_hash_double(double value);

/* Of several values in order. */
uint64_t py_hash_mix(uint64_t hash, uint64_t next);

#endif
