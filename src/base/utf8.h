/* UTF-8: one code point at a time, and whole texts checked. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Read the code point at 'text' ('n' bytes are left, at least one) and store
 * it.  Returns its length in bytes, or 0 when the bytes are not UTF-8:
 * overlong forms, surrogates and values above U+10FFFF are not.
 */
size_t utf8_decode(const char *text, size_t n, uint32_t *code_point);

/* Write 'code_point' into 'bytes'; returns the number of bytes, 0 if it is no scalar value. */
size_t utf8_encode(uint32_t code_point, char bytes[4]);

/* Is all of 'text' UTF-8?  If not, '*bad' (when not NULL) is the offset of the first bad byte. */
bool utf8_valid(const char *text, size_t n, size_t *bad);

/* The number of code points in 'text'; a byte that is not UTF-8 counts as one. */
size_t utf8_count(const char *text, size_t n);

/* White space as Python's str.strip() sees it: Unicode's, and the separators 0x1c to 0x1f. */
bool utf8_is_space(uint32_t code_point);

#endif
