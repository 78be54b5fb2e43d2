#include "script/script.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "script/checksum.h"
#include "script/directive.h"
#include "script/header.h"
#include "script/permit.h"
#include "script/source.h"
#include "sql/split.h"
#include "sql/token.h"

/* A script that is being read. */
struct reading {
    const struct source *source;
    struct script *script;
    struct script_side *side; /* of the section that we are in; NULL before the first */
    bool autocommit;
    int first_directive; /* its line; 0: none yet */
    char *copies;        /* where the next statement's text goes */
};

static bool refuse_unclosed(const struct source *source, const struct split_piece *piece,
                            struct error *err)
{
    if (strcmp(piece->unclosed, "dollar quote") != 0)
        return source_error(source, piece->line, err, "unclosed %s", piece->unclosed);
    return source_error(source, piece->line, err, "unclosed dollar quote \"$%.*s$\"",
                        (int)strcspn(piece->text + 1, "$"), piece->text + 1);
}

/* Is an array of 'n' elements full, if it doubles whenever it is? */
static bool is_full(size_t n)
{
    return (n & (n - 1)) == 0;
}

static void add_allow(struct script *script, const struct directive *d)
{
    size_t n = script->n_allows++;

    if (is_full(n))
        script->allows = mem_resize(script, script->allows, n ? 2 * n : 1);
    script->allows[n] = (struct script_allow){
        .rule = mem_strdup(script, d->rule),
        .reason = mem_strdup(script, d->reason),
        .line = d->line,
    };
}

static void enter_section(struct reading *r, const struct directive *d)
{
    r->side = &r->script->sides[d->direction];
    r->side->present = true;
    r->autocommit = d->autocommit;
}

static bool read_directive(struct reading *r, const struct directive *d, struct error *err)
{
    switch (d->kind) {
    case DIRECTIVE_NONE:
        return true;
    case DIRECTIVE_ALLOW:
        add_allow(r->script, d);
        return true;
    case DIRECTIVE_SCHEMA:
        source_error(r->source, d->line, err, "\"%s\" cannot stand in a script", d->word);
        return error_hint(err, "It belongs into the declared schema.");
    case DIRECTIVE_KEY:
        if (r->side)
            return source_error(r->source, d->line, err, "\"%s\" stands behind the first section",
                                d->word);
        break;
    case DIRECTIVE_SECTION:
        enter_section(r, d);
    }
    if (r->first_directive == 0)
        r->first_directive = d->line;
    return d->kind == DIRECTIVE_SECTION ||
           header_add(r->script, &r->script->header, r->source, d, err);
}

static bool read_comment(struct reading *r, const struct split_piece *piece, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct directive_place place = {r->source, piece->text, piece->length, piece->line,
                                    piece->column_1};
    struct directive directive;

    return directive_read(scratch, &place, &directive, err) && read_directive(r, &directive, err);
}

/* A directive among the tokens of a statement: "allow" counts, all others stand wrong there. */
static bool read_inner_comment(struct reading *r, const struct directive_place *place, int start,
                               struct error *err)
{
    MEM_SCRATCH(scratch);
    struct directive directive;

    if (!directive_read(scratch, place, &directive, err))
        return false;
    if (directive.kind == DIRECTIVE_NONE || directive.kind == DIRECTIVE_ALLOW)
        return read_directive(r, &directive, err);
    source_error(r->source, place->line, err, "\"%s\" stands inside a statement's parentheses",
                 directive.word);
    return error_hint(err, "Close the statement that begins in line %d before it.", start);
}

/* Up to 'end', behind the semicolon.  In a BEGIN ... END body comments are text. */
static bool read_inner_comments(struct reading *r, const struct split_piece *piece, const char *end,
                                struct error *err)
{
    const char *at = piece->text;
    int line = piece->line;

    if (piece->has_body || !memmem(at, (size_t)(end - at), "limbeck", 7))
        return true;
    while (at < end) {
        struct sql_token token = sql_token_at(at, end);
        struct directive_place place = {r->source, at, token.length, line,
                                        at > piece->text && strchr("\r\n", at[-1])};

        if (token.kind == SQL_TOKEN_LINE_COMMENT &&
            !read_inner_comment(r, &place, piece->line, err))
            return false;
        line += split_count_lines(at, token.length);
        at += token.length;
    }
    return true;
}

/* Into the one piece of memory for all of them: together they are no longer than the file. */
static const char *copy_statement(struct reading *r, const struct split_piece *piece)
{
    char *copy = memcpy(r->copies, piece->text, piece->length);

    copy[piece->length] = '\0';
    r->copies += piece->length + 1;
    return copy;
}

static bool read_statement(struct reading *r, const struct split_piece *piece, const char *end,
                           struct error *err)
{
    struct script_side *side = r->side;
    const char *sql;

    if (!side) {
        source_error(r->source, piece->line, err, "SQL before the first section");
        return error_hint(err, "Write \"-- limbeck: upgrade\" above it.");
    }
    sql = copy_statement(r, piece);
    if (!permit_statement(r->source, piece->line, sql, err) ||
        !read_inner_comments(r, piece, end, err))
        return false;
    if (is_full(side->n))
        side->statements = mem_resize(r->script, side->statements, side->n ? 2 * side->n : 1);
    side->statements[side->n++] =
        (struct script_statement){.sql = sql, .line = piece->line, .transaction = !r->autocommit};
    side->autocommit |= r->autocommit;
    return true;
}

static bool read_pieces(struct reading *r, struct error *err)
{
    struct split split;
    struct split_piece piece;
    bool ok = true;

    split_init(&split, r->source->text, r->source->length);
    split.ends = directive_ends_statement;
    while (ok && split_next(&split, &piece)) {
        if (piece.kind == SPLIT_COMMENT)
            ok = read_comment(r, &piece, err);
        else if (piece.kind == SPLIT_STATEMENT)
            ok = read_statement(r, &piece, split.text + split.at, err);
        else if (!permit_skips(piece.text, piece.length))
            ok = permit_command(r->source, piece.line, piece.text, piece.length, err);
    }
    if (ok && piece.kind == SPLIT_ERROR)
        return refuse_unclosed(r->source, &piece, err);
    return ok && header_check(&r->script->header, r->source,
                              r->first_directive ? r->first_directive : 1, err);
}

static struct script *read_source(TALLOC_CTX *mem, const struct source *source, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct script *script = mem_new(scratch, struct script);
    struct reading r = {.source = source, .script = script};

    if (!source_check_bytes(source, source->length, err))
        return NULL;
    r.copies = mem_resize(script, r.copies, source->length + 1);
    script->path = mem_strdup(script, source->path);
    if (!read_pieces(&r, err))
        return NULL;
    if (!script->header.message)
        script->header.message = "";
    script->checksum = script_checksum(script, script);
    return talloc_steal(mem, script);
}

struct script *script_read(TALLOC_CTX *mem, const char *path, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct source source;

    return source_read(scratch, path, SOURCE_MAX, &source, err) ? read_source(mem, &source, err)
                                                                : NULL;
}

struct script *script_parse(TALLOC_CTX *mem, const char *path, const char *text, size_t length,
                            struct error *err)
{
    const struct source source = {.path = path, .text = text, .length = length};

    return read_source(mem, &source, err);
}
