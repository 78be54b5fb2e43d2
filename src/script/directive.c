#include "script/directive.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/mem.h"
#include "script/source.h"

static const char mark[] = "-- limbeck:";

static const char *const keys[DIRECTIVE_KEYS] = {
    [DIRECTIVE_REVISION] = "revision",           [DIRECTIVE_REPLACEMENT_FOR] = "replacement_for",
    [DIRECTIVE_DOWN_REVISION] = "down_revision", [DIRECTIVE_BRANCH_LABELS] = "branch_labels",
    [DIRECTIVE_DEPENDS_ON] = "depends_on",       [DIRECTIVE_MESSAGE] = "message",
    [DIRECTIVE_SQUASHES] = "squashes",
};

static bool has_mark(const char *comment, size_t length)
{
    return length >= strlen(mark) && memcmp(comment, mark, strlen(mark)) == 0;
}

/* Something like "--limbeck :", whatever the case and the spaces. */
static bool looks_like_mark(const char *at, size_t length)
{
    const char *end = at + length;

    while (at < end && *at == '-')
        at++;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (end - at < 7 || strncasecmp(at, "limbeck", 7) != 0)
        return false;
    for (at += 7; at < end && (*at == ' ' || *at == '\t');)
        at++;
    return at < end && *at == ':';
}

/* The text without the white space around it. */
static char *trimmed(TALLOC_CTX *mem, const char *text, size_t length)
{
    static const char space[] = " \t\r\f\v";

    while (length > 0 && strchr(space, text[length - 1]))
        length--;
    while (length > 0 && strchr(space, *text)) {
        text++;
        length--;
    }
    return mem_strndup(mem, text, length);
}

/* The first word of '*text', which moves behind it and the spaces that follow. */
static char *cut_word(TALLOC_CTX *mem, const char **text, const char *ends)
{
    size_t n = strcspn(*text, ends);
    char *word = mem_strndup(mem, *text, n);

    *text += n + strspn(*text + n, " \t");
    return word;
}

bool directive_ends_statement(const char *comment, size_t length)
{
    MEM_SCRATCH(scratch);
    const char *text;

    if (!has_mark(comment, length))
        return false;
    text = trimmed(scratch, comment + strlen(mark), length - strlen(mark));
    return strcmp(cut_word(scratch, &text, " \t"), "allow") != 0;
}

static bool read_key(const struct directive_place *place, struct directive *d, const char *rest,
                     struct error *err)
{
    d->kind = DIRECTIVE_KEY;
    if (*rest != '=')
        return source_error(place->source, place->line, err, "\"%s\" has no \"=\"", d->word);
    d->value = rest + 1 + strspn(rest + 1, " \t");
    if (*d->value || d->key == DIRECTIVE_MESSAGE)
        return true;
    source_error(place->source, place->line, err, "\"%s\" has no value", d->word);
    return error_hint(err, "Leave the line out where there is nothing to say.");
}

static bool read_section(const struct directive_place *place, struct directive *d, const char *rest,
                         struct error *err)
{
    d->kind = DIRECTIVE_SECTION;
    d->direction = strcmp(d->word, "upgrade") == 0 ? SCRIPT_UPGRADE : SCRIPT_DOWNGRADE;
    d->autocommit = strcmp(rest, "transaction=off") == 0;
    if (d->autocommit || *rest == '\0')
        return true;
    source_error(place->source, place->line, err, "\"%s\" is no option of \"%s\"", rest, d->word);
    return error_hint(err, "The only one is \"transaction=off\".");
}

static bool read_allow(TALLOC_CTX *mem, const struct directive_place *place, struct directive *d,
                       const char *rest, struct error *err)
{
    d->kind = DIRECTIVE_ALLOW;
    d->rule = cut_word(mem, &rest, " \t");
    d->reason = rest;
    if (*d->rule && *d->reason)
        return true;
    source_error(place->source, place->line, err, "\"allow\" lacks %s",
                 *d->rule ? "a reason" : "a rule and a reason");
    return error_hint(err, "Write \"-- limbeck: allow RULE why it is right here\".");
}

static bool refuse_unknown(const struct directive_place *place, const struct directive *d,
                           struct error *err)
{
    source_error(place->source, place->line, err, "unknown directive \"%s\"", d->word);
    return error_hint(err, "Directives are revision, replacement_for, down_revision, "
                           "branch_labels, depends_on, message, squashes (each with \"= ...\"), "
                           "upgrade, downgrade and allow.");
}

static bool read_marked(TALLOC_CTX *mem, const struct directive_place *place, struct directive *d,
                        struct error *err)
{
    const char *rest = trimmed(mem, place->text + strlen(mark), place->length - strlen(mark));

    d->word = cut_word(mem, &rest, " \t=");
    for (; d->key < DIRECTIVE_KEYS; d->key++)
        if (strcmp(d->word, keys[d->key]) == 0)
            return read_key(place, d, rest, err);
    if (strcmp(d->word, "upgrade") == 0 || strcmp(d->word, "downgrade") == 0)
        return read_section(place, d, rest, err);
    if (strcmp(d->word, "allow") == 0)
        return read_allow(mem, place, d, rest, err);
    if (strcmp(d->word, "drop") != 0 && strcmp(d->word, "renamed") != 0)
        return refuse_unknown(place, d, err);
    d->kind = DIRECTIVE_SCHEMA;
    return true;
}

bool directive_read(TALLOC_CTX *mem, const struct directive_place *place,
                    struct directive *directive, struct error *err)
{
    bool marked = has_mark(place->text, place->length);

    *directive = (struct directive){.kind = DIRECTIVE_NONE, .line = place->line};
    if (!marked && !looks_like_mark(place->text, place->length))
        return true;
    if (marked && !read_marked(mem, place, directive, err))
        return false;
    if (marked && (place->column_1 || directive->kind == DIRECTIVE_ALLOW))
        return true;
    source_error(place->source, place->line, err, "%s",
                 marked ? "a directive that does not start in column 1"
                        : "a comment that looks like a directive and is none");
    return error_hint(err, "Directives start in column 1, with exactly \"%s\".", mark);
}
