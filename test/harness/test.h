/*
 * Tests.  TEST(name) { ... } registers itself; every test gets a talloc
 * context 'mem' and a 'struct error *err', and must leave nothing else behind.
 *
 * A test program takes a substring of test names and runs those only; its
 * last line is "N passed, N failed".
 */
#ifndef HARNESS_TEST_H
#define HARNESS_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "base/error.h"

typedef void test_fn(TALLOC_CTX *mem, struct error *err);

void test_register(const char *name, test_fn *fn);

/* What the running test is busy with, named when it fails; NULL: nothing in particular. */
void test_case(const char *name);

/* Fail the running test; does not return. */
__attribute__((noreturn, format(printf, 3, 4))) void test_fail(const char *file, int line,
                                                               const char *fmt, ...);
void test_equal_str(const char *file, int line, const char *actual, const char *expected);
void test_equal_int(const char *file, int line, long long actual, long long expected);
void test_contains(const char *file, int line, const char *text, const char *part);
void test_passes(const char *file, int line, bool ok, const struct error *err);
void test_fails(const char *file, int line, bool ok, const struct error *err, enum error_code code,
                const char *message);

#define TEST(name)                                                                                 \
    static test_fn test_##name;                                                                    \
    __attribute__((constructor)) static void register_##name(void)                                 \
    {                                                                                              \
        test_register(#name, test_##name);                                                         \
    }                                                                                              \
    static void test_##name(TALLOC_CTX *mem __attribute__((unused)),                               \
                            struct error *err __attribute__((unused)))

#define FAIL(...) test_fail(__FILE__, __LINE__, __VA_ARGS__)
#define EQUAL_STR(actual, expected) test_equal_str(__FILE__, __LINE__, (actual), (expected))
#define EQUAL_INT(actual, expected)                                                                \
    test_equal_int(__FILE__, __LINE__, (long long)(actual), (long long)(expected))
#define CONTAINS(text, part) test_contains(__FILE__, __LINE__, (text), (part))

/* The call succeeds (its error is printed if not); it fails with this code and message. */
#define PASSES(call) test_passes(__FILE__, __LINE__, (call), err)
#define FAILS(call, code, message) test_fails(__FILE__, __LINE__, (call), err, (code), (message))

/* A condition that has no error. */
#define TRUE(condition)                                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            FAIL("not true: %s", #condition);                                                      \
    } while (0)

#endif
