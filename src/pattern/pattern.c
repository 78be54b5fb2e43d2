#include "pattern/pattern.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/error.h"
#include "base/mem.h"

enum { MATCH_LIMIT = 5 * 1000 * 1000, HEAP_LIMIT_KIB = 20000, PATTERN_MAX = 64 * 1024 };

struct pattern {
    pcre2_code *code;
    pcre2_match_context *limits;
    pcre2_match_data *data;
    size_t n_groups;
    const char **names; /* by group; NULL where it has none */
};

static int free_pattern(struct pattern *pattern)
{
    pcre2_match_data_free(pattern->data);
    pcre2_match_context_free(pattern->limits);
    pcre2_code_free(pattern->code);
    return 0;
}

static uint32_t options_of(unsigned flags)
{
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;

    if (!(flags & PATTERN_ASCII))
        options |= PCRE2_UCP;
    if (flags & PATTERN_IGNORE_CASE)
        options |= PCRE2_CASELESS;
    if (flags & PATTERN_MULTILINE)
        options |= PCRE2_MULTILINE;
    if (flags & PATTERN_DOT_ALL)
        options |= PCRE2_DOTALL;
    if (flags & PATTERN_VERBOSE)
        options |= PCRE2_EXTENDED;
    return options;
}

static void read_names(struct pattern *pattern)
{
    uint32_t n = 0, size = 0;
    PCRE2_SPTR table = NULL;

    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMECOUNT, &n);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMETABLE, &table);
    for (uint32_t i = 0; i < n; i++, table += size)
        pattern->names[(table[0] << 8) | table[1]] = mem_strdup(pattern, (const char *)table + 2);
}

struct pattern *pattern_new(TALLOC_CTX *mem, const char *text, size_t length, unsigned flags,
                            struct error *err)
{
    struct pattern *pattern;
    PCRE2_SIZE offset = 0;
    uint32_t n = 0;
    int code = 0;
    pcre2_code *compiled;

    if (length > PATTERN_MAX) {
        error_set(err, ERROR_INVALID, "a regular expression of more than %d bytes", PATTERN_MAX);
        return NULL;
    }
    compiled = pcre2_compile((PCRE2_SPTR)text, length, options_of(flags), &code, &offset, NULL);
    if (!compiled) {
        PCRE2_UCHAR words[256];

        pcre2_get_error_message(code, words, sizeof(words));
        error_set(err, ERROR_INVALID, "%s", (const char *)words);
        err->position = (int)offset;
        return NULL;
    }
    pattern = mem_new(mem, struct pattern);
    pattern->code = compiled;
    pattern->limits = pcre2_match_context_create(NULL);
    pattern->data = pcre2_match_data_create_from_pattern(compiled, NULL);
    talloc_set_destructor(pattern, free_pattern);
    pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
    pcre2_set_heap_limit(pattern->limits, HEAP_LIMIT_KIB);
    pcre2_pattern_info(compiled, PCRE2_INFO_CAPTURECOUNT, &n);
    pattern->n_groups = n;
    pattern->names = mem_array(pattern, const char *, n + 1);
    read_names(pattern);
    return pattern;
}

size_t pattern_groups(const struct pattern *pattern)
{
    return pattern->n_groups;
}

const char *pattern_group_name(const struct pattern *pattern, size_t i)
{
    return pattern->names[i];
}

bool pattern_match(const struct pattern *pattern, const char *text, size_t length, size_t start,
                   enum pattern_anchor anchor, bool *found, struct pattern_span *spans,
                   struct error *err)
{
    uint32_t options = anchor == PATTERN_SEARCH     ? 0
                       : anchor == PATTERN_AT_START ? PCRE2_ANCHORED
                                                    : PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    int n = pcre2_match(pattern->code, (PCRE2_SPTR)text, length, start, options, pattern->data,
                        pattern->limits);
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(pattern->data);

    *found = n > 0;
    if (n == PCRE2_ERROR_NOMATCH)
        return true;
    if (n < 0)
        return error_set(err, ERROR_INVALID,
                         "the regular expression takes too long on this text (PCRE2 error %d)", n);
    for (size_t i = 0; i <= pattern->n_groups; i++) {
        bool took_part = (int)i < n && places[2 * i] != PCRE2_UNSET;

        spans[i].from = took_part ? places[2 * i] : (size_t)-1;
        spans[i].to = took_part ? places[2 * i + 1] : (size_t)-1;
    }
    return true;
}
