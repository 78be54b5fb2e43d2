#include "text/shell_words.h"

#include "base/strlist.h"
#include "harness/test.h"

static void splits(TALLOC_CTX *mem, struct error *err, const char *line, const char *expected)
{
    struct strlist *words = shell_words(mem, line, err);

    test_case(line);
    PASSES(words != NULL);
    EQUAL_STR(strlist_join(mem, words, "|"), expected);
}

/* Expected values are those of Python's shlex.split(). */
TEST(shell_words_splits_at_blanks_and_keeps_what_is_quoted)
{
    splits(mem, err, "", "");
    splits(mem, err, "  -l 79\tx\n", "-l|79|x");
    splits(mem, err, "a'b c'd \"e f\" ''", "ab cd|e f|");
    splits(mem, err, "a\\ b \\\\ \\'", "a b|\\|'");
    splits(mem, err, "\"a\\\"b\\\\c\\d\" 'a\\b'", "a\"b\\c\\d|a\\b");
    splits(mem, err, "$HOME *.py # x", "$HOME|*.py|#|x");
}

TEST(shell_words_refuses_what_is_not_closed)
{
    FAILS(shell_words(mem, "a 'b", err) != NULL, ERROR_USAGE, "No closing quotation");
    FAILS(shell_words(mem, "a \"b\\", err) != NULL, ERROR_USAGE, "No closing quotation");
    FAILS(shell_words(mem, "a\\", err) != NULL, ERROR_USAGE, "No escaped character");
}
