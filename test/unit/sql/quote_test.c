#include "sql/quote.h"

#include "base/buf.h"
#include "harness/test.h"

static const char *if_needed(TALLOC_CTX *mem, const char *name)
{
    struct buf *sql = buf_new(mem, 1000);

    quote_name_if_needed(sql, name);
    return sql->text;
}

TEST(quote_name_doubles_quotes_inside)
{
    EQUAL_STR(quoted_name(mem, "plain"), "\"plain\"");
    EQUAL_STR(quoted_name(mem, "a\"b\"\"c"), "\"a\"\"b\"\"\"\"c\"");
    EQUAL_STR(quoted_name(mem, ""), "\"\"");
}

TEST(quote_name_if_needed_quotes_what_sqlalchemy_quotes)
{
    EQUAL_STR(if_needed(mem, "blocks_2$"), "blocks_2$");
    EQUAL_STR(if_needed(mem, "_x"), "_x");
    EQUAL_STR(if_needed(mem, "name"), "name");
    EQUAL_STR(if_needed(mem, "Blocks"), "\"Blocks\"");
    EQUAL_STR(if_needed(mem, "2nd"), "\"2nd\"");
    EQUAL_STR(if_needed(mem, "$x"), "\"$x\"");
    EQUAL_STR(if_needed(mem, "a-b"), "\"a-b\"");
    EQUAL_STR(if_needed(mem, "größe"), "\"größe\"");
    EQUAL_STR(if_needed(mem, "user"), "\"user\"");
    EQUAL_STR(if_needed(mem, "all"), "\"all\"");
    EQUAL_STR(if_needed(mem, "with"), "\"with\"");
    EQUAL_STR(if_needed(mem, ""), "\"\"");
}

TEST(quote_qualified_leaves_a_missing_schema_out)
{
    struct buf *sql = buf_new(mem, 1000);

    quote_qualified(sql, NULL, "t");
    buf_addc(sql, ' ');
    quote_qualified(sql, "my.Schema", "t");
    EQUAL_STR(sql->text, "\"t\" \"my.Schema\".\"t\"");
}

TEST(quote_literal_means_the_same_with_and_without_standard_conforming_strings)
{
    EQUAL_STR(quoted_literal(mem, "it's"), "'it''s'");
    EQUAL_STR(quoted_literal(mem, ""), "''");
    EQUAL_STR(quoted_literal(mem, "'\\"), "E'''\\\\'");
}
