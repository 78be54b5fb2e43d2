#include "sql/classify.h"

#include <string.h>

#include "base/buf.h"
#include "harness/stanza.h"
#include "harness/test.h"

static const char *const kinds[] = {
    [STATEMENT_OTHER] = "other",
    [STATEMENT_TRANSACTION] = "transaction",
    [STATEMENT_UNLOCK_ALL] = "unlock all",
    [STATEMENT_COPY_STREAM] = "copy-stream",
    [STATEMENT_SESSION] = "session",
    [STATEMENT_CREATE_INDEX] = "create-index",
    [STATEMENT_DROP_INDEX] = "drop-index",
    [STATEMENT_REINDEX] = "reindex",
    [STATEMENT_VACUUM] = "vacuum",
    [STATEMENT_ANALYZE] = "analyze",
    [STATEMENT_CLUSTER] = "cluster",
    [STATEMENT_ALTER_SYSTEM] = "alter-system",
    [STATEMENT_CREATE_DATABASE] = "create-database",
    [STATEMENT_DROP_DATABASE] = "drop-database",
    [STATEMENT_CREATE_TABLESPACE] = "create-tablespace",
    [STATEMENT_DROP_TABLESPACE] = "drop-tablespace",
    [STATEMENT_DETACH_PARTITION] = "detach-partition",
    [STATEMENT_CREATE_SUBSCRIPTION] = "create-subscription",
    [STATEMENT_DROP_SUBSCRIPTION] = "drop-subscription",
    [STATEMENT_ADD_ENUM_VALUE] = "add-enum-value",
    [STATEMENT_CALL] = "call",
    [STATEMENT_DO] = "do",
};

static void add_name(struct buf *out, const char *label, const struct statement_name *name)
{
    buf_addf(out, " %s=", label);
    if (name->schema)
        buf_addf(out, "<%s>.", name->schema);
    buf_addf(out, "<%s>", name->name);
}

static char *described(TALLOC_CTX *mem, const char *sql)
{
    struct statement_class *class = classify_statement(mem, sql);
    struct buf *out = buf_new(mem, BUF_MAX);

    buf_add(out, kinds[class->kind]);
    if (class->word)
        buf_addf(out, " word=%s", class->word);
    for (size_t i = 0; i < class->n_names; i++)
        add_name(out, "name", &class->names[i]);
    if (class->table.name)
        add_name(out, "table", &class->table);
    buf_addf(out, "%s%s%s%s", class->concurrent ? " concurrent" : "",
             class->if_exists ? " if-exists" : "", class->unnamed ? " unnamed" : "",
             class->commits ? " commits" : "");
    return buf_take(mem, out);
}

/* Each '=' line is what the '>' or '~' line before it is. */
static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    TRUE(stanza->n_lines % 2 == 0);
    for (size_t i = 0; i < stanza->n_lines; i += 2) {
        TRUE(stanza->lines[i].tag == '>' && stanza->lines[i + 1].tag == '=');
        EQUAL_STR(described(mem, stanza->lines[i].text), stanza->lines[i + 1].text);
    }
}

TEST(classify_sees_what_a_statement_is)
{
    stanza_each("unit/sql/classify.txt", check_case);
}

TEST(classify_sees_what_lasts_as_long_as_the_session)
{
    TRUE(classify_is_session("SET search_path = app"));
    TRUE(!classify_is_session("SET LOCAL search_path = app"));
}
