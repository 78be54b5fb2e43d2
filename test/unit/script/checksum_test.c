#include "script/checksum.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "harness/test.h"
#include "script/script.h"

static const char *checksum(TALLOC_CTX *mem, const char *header, const char *sections)
{
    char *text = mem_printf(mem, "-- limbeck: revision = %s\n%s", header, sections);
    struct error *err = error_new(mem);
    struct script *script = script_parse(mem, "s.sql", text, strlen(text), err);

    PASSES(script != NULL);
    return script->checksum;
}

static const char *of_upgrade(TALLOC_CTX *mem, const char *sql)
{
    return checksum(mem, "a", mem_printf(mem, "-- limbeck: upgrade\n%s", sql));
}

#define SAME(a, b) EQUAL_STR(of_upgrade(mem, (a)), of_upgrade(mem, (b)))
#define DIFFERENT(a, b) TRUE(strcmp(of_upgrade(mem, (a)), of_upgrade(mem, (b))) != 0)

TEST(checksum_is_sha256_in_hex)
{
    const char *sum = of_upgrade(mem, "SELECT 1;");

    EQUAL_INT(strlen(sum), 64);
    EQUAL_INT(strspn(sum, "0123456789abcdef"), 64);
}

TEST(checksum_ignores_the_header)
{
    EQUAL_STR(checksum(mem, "a\n-- limbeck: message = one", "-- limbeck: upgrade\nSELECT 1;"),
              checksum(mem, "b\n-- limbeck: down_revision = a", "-- limbeck: upgrade\nSELECT 1;"));
}

TEST(checksum_ignores_comments_and_formatting)
{
    SAME("SELECT a, b FROM t;", "-- why\n\nselect a,b /* ; */\r\n  FROM t -- all\n;");
    SAME("CREATE TABLE t (a int);", "create table T\n(\n    a INT\n)\n;\n\n");
    SAME("SELECT 'a\nb';", "SELECT 'a\r\nb';\r\n");
    SAME("SELECT 1; SELECT 2;", "SELECT 1;\n-- limbeck: upgrade\n;;SELECT 2");
    SAME("SELECT 1;", "SELECT 1 -- limbeck: allow rule reason\n;");
    SAME("SELECT a+b", "SELECT a + b");
}

TEST(checksum_sees_other_statements)
{
    DIFFERENT("SELECT 1;", "SELECT 2;");
    DIFFERENT("SELECT 1; SELECT 2;", "SELECT 2; SELECT 1;");
    DIFFERENT("SELECT 'a b';", "SELECT 'a  b';");
    DIFFERENT("SELECT 'a';", "SELECT 'A';");
    DIFFERENT("SELECT \"a\";", "SELECT \"A\";");
    DIFFERENT("SELECT ab;", "SELECT a b;");
    DIFFERENT("SELECT 1 < = 2;", "SELECT 1 <= 2;");
    DIFFERENT("SELECT '--a';", "SELECT '--b';");
    DIFFERENT("DO $$ BEGIN /* a */ END $$;", "DO $$ BEGIN END $$;");
    DIFFERENT("SELECT 1;", "");
}

TEST(checksum_sees_where_a_statement_runs)
{
    const char *up = checksum(mem, "a", "-- limbeck: upgrade\nSELECT 1;");

    TRUE(strcmp(up, checksum(mem, "a", "-- limbeck: downgrade\nSELECT 1;")) != 0);
    TRUE(strcmp(up, checksum(mem, "a", "-- limbeck: upgrade transaction=off\nSELECT 1;")) != 0);
}

TEST(checksum_of_a_long_literal_drops_every_cr)
{
    struct buf *with = buf_new(mem, BUF_MAX), *without = buf_new(mem, BUF_MAX);

    buf_add(with, "SELECT '");
    buf_add(without, "SELECT '");
    for (int i = 0; i < 100000; i++) {
        buf_add(with, "x\r\n");
        buf_add(without, "x\n");
    }
    buf_add(with, "'");
    buf_add(without, "'");
    SAME(with->text, without->text);
}
