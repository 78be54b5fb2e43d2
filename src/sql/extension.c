#include "sql/extension.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "sql/token.h"

struct sign {
    const char *word;
    const char *extension;
    bool is_type; /* else an operator class or function, which no column is called */
};

static const struct sign signs[] = {
    {"vector", "vector", true},
    {"halfvec", "vector", true},
    {"sparsevec", "vector", true},
    {"vector_l2_ops", "vector", false},
    {"vector_ip_ops", "vector", false},
    {"vector_cosine_ops", "vector", false},
    {"citext", "citext", true},
    {"hstore", "hstore", true},
    {"ltree", "ltree", true},
    {"lquery", "ltree", true},
    {"gin_trgm_ops", "pg_trgm", false},
    {"gist_trgm_ops", "pg_trgm", false},
    {"uuid_generate_v1", "uuid-ossp", false},
    {"uuid_generate_v1mc", "uuid-ossp", false},
    {"uuid_generate_v4", "uuid-ossp", false},
    {"gen_salt", "pgcrypto", false},
    {"gen_random_bytes", "pgcrypto", false},
    {"gist_int4_ops", "btree_gist", false},
    {"gist_int8_ops", "btree_gist", false},
    {"gist_text_ops", "btree_gist", false},
    {"gist_uuid_ops", "btree_gist", false},
};

enum { N_SIGNS = sizeof(signs) / sizeof(signs[0]) };

/* Most statements have none of the words in them, which is quickly seen. */
static bool may_matter(const char *sql)
{
    static const char *const parts[] = {"vec",      "citext",     "hstore",   "ltree",
                                        "lquery",   "trgm",       "gist_",    "uuid_generate",
                                        "gen_salt", "gen_random", "extension"};

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (strcasestr(sql, parts[i]))
            return true;
    return false;
}

/* Where a scan is: the token, and the two before it. */
struct scan {
    struct sql_token before, previous, token;
    const char *end;
    bool is_ddl; /* columns with their types may be defined in it */
};

static bool is_word(const struct sql_token *token, const struct sign *sign)
{
    return (token->kind == SQL_TOKEN_WORD && sql_token_is_word(token, sign->word)) ||
           (token->kind == SQL_TOKEN_NAME && token->length == strlen(sign->word) + 2 &&
            strncmp(token->text + 1, sign->word, token->length - 2) == 0);
}

static bool is_name(const struct sql_token *token)
{
    static const char *const keywords[] = {"column", "add",  "drop",   "exists", "table", "on",
                                           "rename", "from", "select", "into",   "using", "key",
                                           "index",  "by",   "to",     NULL};

    for (size_t i = 0; token->kind == SQL_TOKEN_WORD && keywords[i]; i++)
        if (sql_token_is_word(token, keywords[i]))
            return false;
    return token->kind == SQL_TOKEN_WORD || token->kind == SQL_TOKEN_NAME;
}

/* "x::vector", "CAST(x AS vector)", "TYPE vector", "name vector" in DDL, "vector(3)" in it. */
static bool is_type(const struct scan *scan)
{
    struct sql_token next = sql_token_past_space(scan->token.text + scan->token.length, scan->end);

    if (sql_token_is_byte(&scan->previous, ':') && sql_token_is_byte(&scan->before, ':'))
        return true;
    if (sql_token_is_word(&scan->previous, "as") || sql_token_is_word(&scan->previous, "type"))
        return !sql_token_is_byte(&next, '.');
    return scan->is_ddl && is_name(&scan->previous) && !sql_token_is_byte(&next, '.') &&
           !sql_token_is_byte(&next, '=');
}

static void look(const struct scan *scan, struct strlist *needed)
{
    for (size_t i = 0; i < N_SIGNS; i++) {
        if (!is_word(&scan->token, &signs[i]) || (signs[i].is_type && !is_type(scan)))
            continue;
        if (!strlist_has(needed, signs[i].extension))
            strlist_add(needed, signs[i].extension);
        return;
    }
}

/* Behind "CREATE EXTENSION": its name. */
static void add_made(struct strlist *made, const char *at, const char *end)
{
    struct sql_token token = sql_token_past_space(at, end);

    while (sql_token_is_word(&token, "if") || sql_token_is_word(&token, "not") ||
           sql_token_is_word(&token, "exists"))
        token = sql_token_past_space(token.text + token.length, end);
    if (token.kind == SQL_TOKEN_NAME && token.length > 2)
        strlist_addn(made, token.text + 1, token.length - 2);
    else if (token.kind == SQL_TOKEN_WORD)
        strlist_addn(made, token.text, token.length);
}

/* Wherever it is said, also in the body of a DO. */
static void scan_made(struct strlist *made, const char *sql, const char *end)
{
    while ((sql = strcasestr(sql, "create"))) {
        struct sql_token token = sql_token_past_space(sql + strlen("create"), end);

        if (sql_token_is_word(&token, "extension"))
            add_made(made, token.text + token.length, end);
        sql += strlen("create");
    }
}

void extension_scan(struct strlist *needed, struct strlist *made, const char *sql)
{
    struct scan scan = {.end = sql + strlen(sql)};

    if (!may_matter(sql))
        return;
    scan_made(made, sql, scan.end);
    scan.token = sql_token_past_space(sql, scan.end);
    scan.is_ddl =
        sql_token_is_word(&scan.token, "create") || sql_token_is_word(&scan.token, "alter");
    while (scan.token.kind != SQL_TOKEN_END) {
        look(&scan, needed);
        scan.before = scan.previous;
        scan.previous = scan.token;
        scan.token = sql_token_past_space(scan.token.text + scan.token.length, scan.end);
    }
}
