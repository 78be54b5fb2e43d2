#include "config/value.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "config/config.h"
#include "config/duration.h"
#include "config/source.h"

static bool read_text(TALLOC_CTX *mem, const char *const *words, const struct raw *raw, void *field)
{
    (void)words;
    *(const char **)field = mem_strdup(mem, raw->text);
    return raw->kind == RAW_TEXT;
}

static bool read_word(TALLOC_CTX *mem, const char *const *words, const struct raw *raw, void *field)
{
    return read_text(mem, words, raw, field) && strings_have(words, raw->text);
}

static bool read_transaction(TALLOC_CTX *mem, const char *const *words, const struct raw *raw,
                             void *field)
{
    static const struct {
        const char *word;
        enum config_transaction value;
    } kinds[] = {
        {"per_migration", CONFIG_PER_MIGRATION}, {"all", CONFIG_ALL}, {"none", CONFIG_NONE}};

    (void)mem;
    (void)words;
    for (size_t i = 0; raw->kind == RAW_TEXT && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(raw->text, kinds[i].word) != 0)
            continue;
        *(enum config_transaction *)field = kinds[i].value;
        return true;
    }
    return false;
}

static bool read_rev_id(TALLOC_CTX *mem, const char *const *words, const struct raw *raw,
                        void *field)
{
    static const char sequence[] = "sequence:";
    const char *number;

    if (!read_text(mem, words, raw, field))
        return false;
    if (strncmp(raw->text, sequence, strlen(sequence)) != 0)
        return strcmp(raw->text, "hex12") == 0 || strcmp(raw->text, "timestamp") == 0;
    number = raw->text + strlen(sequence);
    return *number && strspn(number, "0123456789") == strlen(number) && strlen(number) <= 18;
}

static bool read_truth(TALLOC_CTX *mem, const char *const *words, const struct raw *raw,
                       void *field)
{
    static const char *const yes[] = {"true", "yes", "on", "y", "t", "1", NULL};
    static const char *const no[] = {"false", "no", "off", "n", "f", "0", NULL};
    bool *value = field;

    (void)mem;
    (void)words;
    *value = raw->boolean;
    for (size_t i = 0; raw->kind == RAW_TEXT && yes[i]; i++) {
        *value = strcasecmp(raw->text, yes[i]) == 0;
        if (*value || strcasecmp(raw->text, no[i]) == 0)
            return true;
    }
    return raw->kind == RAW_BOOLEAN;
}

/* Alembic's ini has "true" and everything else; its toml, like ours, has booleans. */
static bool read_true(TALLOC_CTX *mem, const char *const *words, const struct raw *raw, void *field)
{
    bool is_toml = raw->source && raw->source->kind != SOURCE_INI;

    (void)mem;
    (void)words;
    *(bool *)field =
        raw->kind == RAW_BOOLEAN ? raw->boolean : raw->text && strcmp(raw->text, "true") == 0;
    return raw->kind == RAW_BOOLEAN || (raw->kind == RAW_TEXT && !is_toml);
}

static bool read_count(TALLOC_CTX *mem, const char *const *words, const struct raw *raw,
                       void *field)
{
    enum { MAX_DIGITS = 9 };
    int64_t value = raw->integer;

    (void)mem;
    (void)words;
    if (raw->kind == RAW_TEXT) {
        size_t n = strlen(raw->text);

        if (n > MAX_DIGITS || strspn(raw->text, "0123456789") != n)
            return false;
        value = strtoll(raw->text, NULL, 10);
    }
    *(int *)field = (int)value;
    return (raw->kind == RAW_TEXT || raw->kind == RAW_INTEGER) && value >= 0 && value <= INT_MAX;
}

static bool read_ms(TALLOC_CTX *mem, const char *const *words, const struct raw *raw, void *field)
{
    int *ms = field;

    (void)mem;
    (void)words;
    *ms = raw->kind == RAW_INTEGER ? 0 : -1;
    if (raw->kind == RAW_TEXT)
        return strcmp(raw->text, "server") == 0 || duration_parse(raw->text, ms);
    return raw->kind == RAW_INTEGER && raw->integer == 0;
}

static bool read_seconds(TALLOC_CTX *mem, const char *const *words, const struct raw *raw,
                         void *field)
{
    int *seconds = field, ms = 0;
    bool ok = read_ms(mem, words, raw, &ms) && ms >= 0;

    *seconds = ms / 1000 + (ms % 1000 > 0);
    return ok;
}

static bool read_ensure(TALLOC_CTX *mem, const char *const *words, const struct raw *raw,
                        void *field)
{
    (void)mem;
    (void)words;
    *(bool *)field = raw->kind == RAW_TEXT && strcmp(raw->text, "auto") == 0;
    return *(bool *)field || (raw->kind == RAW_TEXT && strcmp(raw->text, "off") == 0) ||
           (raw->kind == RAW_BOOLEAN && !raw->boolean);
}

static const char *const formats[] = {"sql", "py", NULL};

const struct value_type value_text = {read_text, "a text"};
const struct value_type value_truth = {read_truth, "true or false"};
const struct value_type value_true = {read_true, "true or false"};
const struct value_type value_count = {read_count, "a number"};
const struct value_type value_ms = {
    read_ms, "a duration such as \"3s\" or \"500ms\", or \"server\" for the server's own"};
const struct value_type value_seconds = {read_seconds, "a duration such as \"600s\" or \"10min\""};
const struct value_type value_rev_id = {read_rev_id,
                                        "\"hex12\", \"timestamp\" or \"sequence:0001\""};
const struct value_type value_format = {read_word, "\"sql\" or \"py\"", formats};
const struct value_type value_ensure = {read_ensure, "\"auto\" or \"off\""};
const struct value_type value_transaction = {read_transaction,
                                             "\"per_migration\", \"all\" or \"none\""};
