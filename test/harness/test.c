#include "harness/test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TESTS = 2000 };

static struct {
    const char *name;
    test_fn *fn;
} tests[MAX_TESTS];
static size_t n_tests;
static jmp_buf give_up;
static const char *busy_with;

void test_register(const char *name, test_fn *fn)
{
    if (n_tests == MAX_TESTS)
        abort();
    tests[n_tests].name = name;
    tests[n_tests++].fn = fn;
}

void test_case(const char *name)
{
    busy_with = name;
}

void test_fail(const char *file, int line, const char *fmt, ...)
{
    va_list ap;

    if (busy_with)
        printf("    in the case: %s\n", busy_with);
    printf("    %s:%d: ", file, line);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
    longjmp(give_up, 1);
}

void test_equal_str(const char *file, int line, const char *actual, const char *expected)
{
    if (actual == expected || (actual && expected && strcmp(actual, expected) == 0))
        return;
    printf("    expected: %s\n    actual:   %s\n", expected ? expected : "(null)",
           actual ? actual : "(null)");
    test_fail(file, line, "strings differ");
}

void test_equal_int(const char *file, int line, long long actual, long long expected)
{
    if (actual == expected)
        return;
    printf("    expected: %lld\n    actual:   %lld\n", expected, actual);
    test_fail(file, line, "numbers differ");
}

void test_contains(const char *file, int line, const char *text, const char *part)
{
    if (text && strstr(text, part))
        return;
    printf("    text: %s\n    part: %s\n", text ? text : "(null)", part);
    test_fail(file, line, "the text does not contain the part");
}

void test_passes(const char *file, int line, bool ok, const struct error *err)
{
    if (ok)
        return;
    test_fail(file, line, "%s%s%s", err->message ? err->message : "failed without a message",
              err->detail ? "; " : "", err->detail ? err->detail : "");
}

void test_fails(const char *file, int line, bool ok, const struct error *err, enum error_code code,
                const char *message)
{
    if (ok)
        test_fail(file, line, "succeeded, should have failed");
    test_equal_str(file, line, err->message, message);
    test_equal_int(file, line, err->code, code);
}

static bool run(test_fn *fn)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    size_t before = talloc_total_blocks(NULL);
    bool passed = false;

    test_case(NULL);
    if (setjmp(give_up) == 0) {
        fn(mem, error_new(mem));
        passed = true;
    }
    talloc_free(mem);
    if (passed && talloc_total_blocks(NULL) != before - 1) {
        printf("    left memory behind:\n");
        talloc_report_full(NULL, stdout);
        passed = false;
    }
    return passed;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int main(int argc, char **argv)
{
    const char *only = argc > 1 ? argv[1] : "";
    int passed = 0, failed = 0;

    setvbuf(stdout, NULL, _IOLBF, 0);
    talloc_enable_null_tracking();
    qsort(tests, n_tests, sizeof(tests[0]), compare_names);
    for (size_t i = 0; i < n_tests; i++) {
        bool ok;

        if (!strstr(tests[i].name, only))
            continue;
        ok = run(tests[i].fn);
        printf("%s %s\n", ok ? "ok    " : "FAILED", tests[i].name);
        *(ok ? &passed : &failed) += 1;
    }
    talloc_disable_null_tracking();
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
