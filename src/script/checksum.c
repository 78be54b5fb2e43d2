#include "script/checksum.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "digest/digest.h"
#include "script/script.h"
#include "sql/token.h"

/* Many tokens go into the digest at once. */
enum { ENOUGH = 1 << 16 };

struct summing {
    struct digest *digest;
    struct buf *pending;
};

static void flush(struct summing *sum)
{
    digest_add(sum->digest, sum->pending->text, sum->pending->length);
    buf_clear(sum->pending);
}

static bool is_operator(const struct sql_token *token)
{
    return token->kind == SQL_TOKEN_OTHER && strchr("+-*/<>=~!@#%^&|`?:", *token->text);
}

static void add_token(struct summing *sum, const struct sql_token *token)
{
    bool folds = token->kind == SQL_TOKEN_WORD;

    for (size_t i = 0; i < token->length; i++) {
        char c = token->text[i];

        if (sum->pending->length >= ENOUGH)
            flush(sum);
        if (c != '\r')
            buf_addc(sum->pending, folds && c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
    }
}

/* Each token ends with a NUL, which no text has; operators that touch are one. */
static void add_statement(struct summing *sum, const char *sql)
{
    const char *end = sql + strlen(sql);
    struct sql_token token = sql_token_past_space(sql, end);

    while (token.kind != SQL_TOKEN_END) {
        struct sql_token next = sql_token_past_space(token.text + token.length, end);
        bool touches = next.text == token.text + token.length;

        add_token(sum, &token);
        if (!touches || !is_operator(&token) || !is_operator(&next))
            buf_addc(sum->pending, '\0');
        token = next;
    }
}

char *script_checksum(TALLOC_CTX *mem, const struct script *script)
{
    MEM_SCRATCH(scratch);
    struct summing sum = {digest_new(scratch), buf_new(scratch, BUF_MAX)};

    for (int side = SCRIPT_UPGRADE; side <= SCRIPT_DOWNGRADE; side++) {
        for (size_t i = 0; i < script->sides[side].n; i++) {
            const struct script_statement *s = &script->sides[side].statements[i];

            buf_addf(sum.pending, "%s%s;", side == SCRIPT_UPGRADE ? "upgrade" : "downgrade",
                     s->transaction ? "" : " transaction=off");
            add_statement(&sum, s->sql);
        }
    }
    flush(&sum);
    return digest_hex(mem, sum.digest);
}
