#include "script/header.h"

#include <ctype.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "script/directive.h"
#include "script/permit.h"
#include "script/source.h"
#include "sql/split.h"

static bool check_id(const char *id, const struct source *source, const struct directive *d,
                     struct error *err)
{
    size_t n = strcspn(id, " \t\"'(),");

    if (n > 0 && n == strlen(id))
        return true;
    source_error(source, d->line, err, "\"%s\" is no value for \"%s\"", d->value, d->word);
    if (strpbrk(d->value, "\"'()"))
        return error_hint(err, "Write it without quotes and parentheses.");
    return error_hint(err, d->key == DIRECTIVE_REVISION || d->key == DIRECTIVE_REPLACEMENT_FOR
                               ? "It is one word."
                               : "Put commas between the words of a list.");
}

static bool read_id(TALLOC_CTX *mem, const char **id, const struct source *source,
                    const struct directive *d, struct error *err)
{
    *id = mem_strdup(mem, d->value);
    return check_id(d->value, source, d, err);
}

static size_t count_commas(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += *text == ',';
    return n;
}

static bool read_list(TALLOC_CTX *mem, const char *const **list, const struct source *source,
                      const struct directive *d, struct error *err)
{
    const char **items = mem_array(mem, const char *, count_commas(d->value) + 2);
    const char *at = d->value;

    for (size_t i = 0;; i++) {
        size_t n = strcspn(at, ","), end = n;
        char *item;

        while (end > 0 && isspace((unsigned char)at[end - 1]))
            end--;
        item = mem_strndup(items, at, end);
        if (!check_id(item, source, d, err))
            return false;
        if (strings_have(items, item))
            return source_error(source, d->line, err, "\"%s\" names \"%s\" twice", d->word, item);
        items[i] = item;
        if (at[n] == '\0')
            break;
        at += n + 1 + strspn(at + n + 1, " \t");
    }
    *list = items;
    return true;
}

/* Where a key's value goes: one word, or a list. */
struct slot {
    const char **word;
    const char *const **list;
};

static struct slot slot_of(struct script_header *header, enum directive_key key)
{
    switch (key) {
    case DIRECTIVE_REVISION:
        return (struct slot){.word = &header->id};
    case DIRECTIVE_REPLACEMENT_FOR:
        return (struct slot){.word = &header->replaces};
    case DIRECTIVE_DOWN_REVISION:
        return (struct slot){.list = &header->down};
    case DIRECTIVE_BRANCH_LABELS:
        return (struct slot){.list = &header->labels};
    case DIRECTIVE_DEPENDS_ON:
        return (struct slot){.list = &header->depends};
    case DIRECTIVE_SQUASHES:
        return (struct slot){.list = &header->squashes};
    default:
        return (struct slot){.word = &header->message};
    }
}

bool header_add(TALLOC_CTX *mem, struct script_header *header, const struct source *source,
                const struct directive *directive, struct error *err)
{
    struct slot slot = slot_of(header, directive->key);

    if (slot.word ? *slot.word != NULL : *slot.list != NULL)
        return source_error(source, directive->line, err, "\"%s\" is given twice", directive->word);
    if (directive->key == DIRECTIVE_MESSAGE) {
        header->message = mem_strdup(mem, directive->value);
        return true;
    }
    return slot.word ? read_id(mem, slot.word, source, directive, err)
                     : read_list(mem, slot.list, source, directive, err);
}

bool header_check(const struct script_header *header, const struct source *source, int line,
                  struct error *err)
{
    if (!header->id && !header->replaces) {
        source_error(source, line, err, "the script has no revision");
        return error_hint(err, "Write \"-- limbeck: revision = ID\" as its first line.");
    }
    if (header->id && header->replaces)
        return source_error(source, line, err,
                            "\"revision\" and \"replacement_for\" exclude each other");
    if (!header->replaces || (!header->down && !header->labels && !header->depends))
        return true;
    source_error(source, line, err, "a replacement has the place in the graph of what it replaces");
    return error_hint(err, "Leave down_revision, branch_labels and depends_on out.");
}

/* For what the directives of a usual header take. */
enum { HEADER_POOL = 4096 };

/* What is known of a file while its header is read. */
struct reading {
    TALLOC_CTX *scratch;
    const struct source *source;
    struct script_header *header;
    int first_directive; /* lines; 0: none yet */
    int first_sql;
};

static bool refuse_sql(const struct reading *r, struct error *err)
{
    source_error(r->source, r->first_sql, err, "SQL before the first section");
    return error_hint(err, "Write \"-- limbeck: upgrade\" above it.");
}

static bool read_directive(TALLOC_CTX *mem, struct reading *r, const struct directive *d,
                           struct error *err)
{
    if (d->kind != DIRECTIVE_KEY && d->kind != DIRECTIVE_SECTION)
        return true;
    if (r->first_directive == 0)
        r->first_directive = d->line;
    if (r->first_sql > 0)
        return refuse_sql(r, err);
    return d->kind == DIRECTIVE_SECTION || header_add(mem, r->header, r->source, d, err);
}

static bool read_piece(TALLOC_CTX *mem, struct reading *r, const struct split_piece *piece,
                       bool *done, struct error *err)
{
    struct directive directive;

    if (piece->kind == SPLIT_COMMENT) {
        struct directive_place place = {r->source, piece->text, piece->length, piece->line,
                                        piece->column_1};

        if (!directive_read(r->scratch, &place, &directive, err))
            return false;
        *done = directive.kind == DIRECTIVE_SECTION && r->first_sql == 0;
        return read_directive(mem, r, &directive, err);
    }
    if (piece->kind == SPLIT_BACKSLASH && permit_skips(piece->text, piece->length))
        return true;
    if (r->first_sql == 0)
        r->first_sql = piece->line;
    return r->first_directive == 0 || refuse_sql(r, err);
}

bool header_read(TALLOC_CTX *mem, const struct source *source, struct script_header *header,
                 struct error *err)
{
    MEM_POOL(scratch, HEADER_POOL);
    struct reading r = {.scratch = scratch, .source = source, .header = header};
    struct split split;
    struct split_piece piece;
    bool done = false;

    *header = (struct script_header){.message = NULL};
    if (!memmem(source->text, source->length, "limbeck", 7))
        return true;
    split_init(&split, source->text, source->length);
    while (!done && split_next(&split, &piece))
        if (!read_piece(mem, &r, &piece, &done, err))
            return false;
    if (!done && piece.kind == SPLIT_ERROR)
        return source_error(source, piece.line, err, "unclosed %s", piece.unclosed);
    if (r.first_directive == 0)
        return true;
    if (!header_check(header, source, r.first_directive, err) ||
        !source_check_bytes(source, split.at, err))
        return false;
    if (!header->message)
        header->message = "";
    return true;
}
