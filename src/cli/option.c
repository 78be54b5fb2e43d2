#include "cli/option.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"

bool option_is_positional(const struct option_spec *spec)
{
    return spec->kind >= OPTION_ARGUMENT;
}

bool option_takes_value(const struct option_spec *spec)
{
    return spec->kind != OPTION_FLAG;
}

static bool is_named(const struct option_spec *spec)
{
    return !option_is_positional(spec) && spec->name;
}

/* Returns the number of names in the set that begin so; an exact one counts alone. */
static size_t match_in_set(const struct option_set *set, const char *name, size_t n,
                           const struct option_spec **found, struct strlist *all)
{
    for (const struct option_spec *s = set->specs; s->kind != OPTION_END; s++) {
        if (!is_named(s) || strncmp(s->name, name, n) != 0)
            continue;
        *found = s;
        if (s->name[n] == '\0')
            return 1;
        strlist_addf(all, "--%s", s->name);
    }
    return all->n;
}

bool option_by_name(const struct option_set *sets, const char *name, size_t n,
                    struct option_match *match, struct error *err)
{
    match->spec = NULL;
    for (; sets->specs; sets++) {
        MEM_SCRATCH(scratch);
        struct strlist *all = strlist_new(scratch);
        const struct option_spec *found = NULL;
        size_t count = match_in_set(sets, name, n, &found, all);

        if (count > 1)
            return error_set(err, ERROR_USAGE, "ambiguous option: --%.*s could match %s", (int)n,
                             name, strlist_join(scratch, all, ", "));
        if (count == 1) {
            *match = (struct option_match){found, sets->values};
            return true;
        }
    }
    return true;
}

struct option_match option_by_letter(const struct option_set *sets, char letter)
{
    for (; letter && sets->specs; sets++)
        for (const struct option_spec *s = sets->specs; s->kind != OPTION_END; s++)
            if (s->letter == letter)
                return (struct option_match){s, sets->values};
    return (struct option_match){NULL, NULL};
}

static bool check_choice(const struct option_spec *spec, const char *text, struct error *err)
{
    MEM_SCRATCH(scratch);

    if (!spec->choices || strings_have(spec->choices, text))
        return true;
    return error_set(err, ERROR_USAGE, "argument %s: invalid choice: \"%s\" (choose from %s)",
                     option_title(scratch, spec), text, strings_join(scratch, spec->choices, ", "));
}

static bool read_int(const struct option_spec *spec, const char *text, int *value,
                     struct error *err)
{
    MEM_SCRATCH(scratch);
    char *end;
    long number;

    errno = 0;
    number = strtol(text, &end, 10);
    if (errno || end == text || *end || isspace((unsigned char)*text) || number < INT_MIN ||
        number > INT_MAX)
        return error_set(err, ERROR_USAGE, "argument %s: invalid number: \"%s\"",
                         option_title(scratch, spec), text);
    *value = (int)number;
    return true;
}

static void store_in_list(TALLOC_CTX *mem, struct strlist **list, const char *text)
{
    if (!*list)
        *list = strlist_new(mem);
    strlist_add(*list, text);
}

bool option_store(TALLOC_CTX *mem, struct option_match match, const char *text, struct error *err)
{
    const struct option_spec *spec = match.spec;
    void *field = (char *)match.values + spec->offset;

    assert(text || spec->kind == OPTION_FLAG);
    if (text && !check_choice(spec, text, err))
        return false;
    switch (spec->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return true;
    case OPTION_INT:
        return read_int(spec, text, field, err);
    case OPTION_LIST:
    case OPTION_ARGUMENTS:
    case OPTION_ANY:
        store_in_list(mem, field, text);
        return true;
    default:
        *(const char **)field = mem_strdup(mem, text);
        return true;
    }
}

char *option_title(TALLOC_CTX *mem, const struct option_spec *spec)
{
    if (option_is_positional(spec))
        return mem_strdup(mem, spec->name);
    if (!spec->name)
        return mem_printf(mem, "-%c", spec->letter);
    if (!spec->letter)
        return mem_printf(mem, "--%s", spec->name);
    return mem_printf(mem, "-%c/--%s", spec->letter, spec->name);
}

char *option_value_name(TALLOC_CTX *mem, const struct option_spec *spec)
{
    char *name;

    if (spec->value)
        return mem_strdup(mem, spec->value);
    if (!spec->name)
        return mem_printf(mem, "%c", toupper((unsigned char)spec->letter));
    name = mem_strdup(mem, spec->name);
    for (char *c = name; *c; c++)
        *c = (char)(*c == '-' ? '_' : toupper((unsigned char)*c));
    return name;
}

struct strlist *option_names(TALLOC_CTX *mem, const struct option_spec *specs)
{
    struct strlist *names = strlist_new(mem);

    for (; specs->kind != OPTION_END; specs++)
        if (is_named(specs))
            strlist_addf(names, "--%s", specs->name);
    return names;
}
