#include "sql/commands.h"

#include "base/buf.h"
#include "base/mem.h"
#include "harness/test.h"

/* "none <SELECT 1> commit <COMMIT>" */
static char *shown(TALLOC_CTX *mem, const char *text)
{
    static const char *const words[] = {"none", "begin", "commit", "rollback"};
    struct sql_commands *commands = sql_commands(mem, text);
    struct buf *out = buf_new(mem, BUF_MAX);

    for (size_t i = 0; i < commands->n; i++)
        buf_addf(out, "%s%s <%s>", i ? " " : "", words[commands->items[i].control],
                 commands->items[i].sql);
    return out->text;
}

TEST(commands_are_taken_apart)
{
    EQUAL_STR(shown(mem, "\n CREATE TABLE t ();\n-- why\nINSERT INTO t VALUES (';');\n"),
              "none <CREATE TABLE t ()> none <INSERT INTO t VALUES (';')>");
    EQUAL_STR(shown(mem, "DO $$ BEGIN x; END $$"), "none <DO $$ BEGIN x; END $$>");
    EQUAL_STR(shown(mem, " -- nothing\n ; "), "");
}

TEST(commands_say_what_they_do_to_the_transaction)
{
    EQUAL_STR(shown(mem, "COMMIT; end work; Commit and chain"),
              "commit <COMMIT> commit <end work> commit <Commit and chain>");
    EQUAL_STR(shown(mem, "BEGIN; START TRANSACTION READ ONLY"),
              "begin <BEGIN> begin <START TRANSACTION READ ONLY>");
    EQUAL_STR(shown(mem, "ROLLBACK; abort transaction"),
              "rollback <ROLLBACK> rollback <abort transaction>");
    EQUAL_STR(shown(mem, "SAVEPOINT a; ROLLBACK TO a; rollback work to savepoint a; RELEASE a"),
              "none <SAVEPOINT a> none <ROLLBACK TO a> none <rollback work to savepoint a> "
              "none <RELEASE a>");
    EQUAL_STR(shown(mem, "COMMIT PREPARED 'x'"), "none <COMMIT PREPARED 'x'>");
}

TEST(commands_that_cannot_be_taken_apart_stay_one)
{
    EQUAL_STR(shown(mem, "SELECT 1; SELECT 'x"), "none <SELECT 1; SELECT 'x>");
    EQUAL_STR(shown(mem, "SELECT 1;\n\\d\nSELECT 2"), "none <SELECT 1;\n\\d\nSELECT 2>");
}
