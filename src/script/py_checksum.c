#include "script/py_checksum.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "digest/digest.h"
#include "script/py_header.h"
#include "script/py_scan.h"
#include "script/source.h"

/* Many tokens go into the digest at once. */
enum { ENOUGH = 1 << 16 };

struct summing {
    struct digest *digest;
    struct buf *pending;
    struct py_scan scan;
    struct py_scan_token token; /* the next one */
    unsigned *indents;          /* of the blocks that we are in */
    size_t n_indents;
};

static void flush(struct summing *sum)
{
    digest_add(sum->digest, sum->pending->text, sum->pending->length);
    buf_clear(sum->pending);
}

/* 'a' and "a" are the same text, if nothing in it depends on the quotes. */
static bool is_plain(const struct py_scan_token *token)
{
    return token->length >= 2 && token->text[0] == '\'' &&
           (token->length == 2 || token->text[1] != '\'') &&
           !memchr(token->text, '"', token->length) && !memchr(token->text, '\\', token->length);
}

/* Each token ends with a NUL, which no text has. */
static void add(struct summing *sum, const struct py_scan_token *token)
{
    bool plain = token->kind == PY_SCAN_STRING && is_plain(token);

    if (sum->pending->length >= ENOUGH)
        flush(sum);
    if (plain)
        buf_addf(sum->pending, "\"%.*s\"", (int)token->length - 2, token->text + 1);
    else
        for (size_t i = 0; i < token->length; i++)
            if (token->text[i] != '\r')
                buf_addc(sum->pending, token->text[i]);
    buf_addc(sum->pending, '\0');
}

static struct py_scan_token advance(struct summing *sum)
{
    struct py_scan_token token = sum->token;

    sum->token = py_scan_next(&sum->scan);
    return token;
}

static bool is_at_end(const struct py_scan_token *token)
{
    return token->kind == PY_SCAN_NEWLINE || token->kind == PY_SCAN_END;
}

static void skip_line(struct summing *sum)
{
    while (!is_at_end(&sum->token))
        advance(sum);
    advance(sum);
}

static bool closes(const struct py_scan_token *token)
{
    return py_scan_is(token, ")") || py_scan_is(token, "]") || py_scan_is(token, "}");
}

/* In how many blocks a line stands counts, not how far they are indented. */
static void add_level(struct summing *sum, unsigned indent)
{
    while (sum->n_indents > 0 && sum->indents[sum->n_indents - 1] > indent)
        sum->n_indents--;
    if (indent > 0 && (sum->n_indents == 0 || sum->indents[sum->n_indents - 1] < indent)) {
        sum->indents = mem_resize(sum->pending, sum->indents, sum->n_indents + 1);
        sum->indents[sum->n_indents++] = indent;
    }
    buf_addf(sum->pending, "%zu:", sum->n_indents);
}

static void add_line(struct summing *sum, const struct py_scan_token *first)
{
    add_level(sum, first->indent);
    add(sum, first);
    while (!is_at_end(&sum->token)) {
        struct py_scan_token token = advance(sum);

        if (!py_scan_is(&token, ",") || !closes(&sum->token) || sum->token.line == token.line)
            add(sum, &token);
    }
    buf_addc(sum->pending, '\n');
    advance(sum);
}

char *py_checksum(TALLOC_CTX *mem, const struct source *source)
{
    MEM_SCRATCH(scratch);
    struct summing sum = {.digest = digest_new(scratch), .pending = buf_new(scratch, BUF_MAX)};
    bool first = true;

    py_scan_init(&sum.scan, source->text, source->length);
    advance(&sum);
    while (sum.token.kind != PY_SCAN_END) {
        struct py_scan_token start = advance(&sum);
        bool outside = start.begins_line && start.indent == 0;

        if ((first && start.kind == PY_SCAN_STRING && is_at_end(&sum.token)) ||
            (outside && py_header_is_key(&start, &sum.token)))
            skip_line(&sum);
        else
            add_line(&sum, &start);
        first = false;
    }
    flush(&sum);
    return digest_hex(mem, sum.digest);
}
