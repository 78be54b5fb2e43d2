#include "script/py_checksum.h"

#include <string.h>

#include "base/mem.h"
#include "harness/stanza.h"
#include "harness/test.h"
#include "script/source.h"

static char *checksum(TALLOC_CTX *mem, const char *text)
{
    const struct source source = {"a.py", text, strlen(text)};

    return py_checksum(mem, &source);
}

/* '1' and '2' are two versions of a script; '=' says whether the second is an edit. */
static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    char *one = checksum(mem, stanza_text(mem, stanza, '1'));
    char *two = checksum(mem, stanza_text(mem, stanza, '2'));

    EQUAL_INT(strlen(one), 64);
    EQUAL_STR(strcmp(one, two) == 0 ? "same" : "edited", stanza_value(stanza, '='));
}

TEST(py_checksum_sees_edits_and_no_formatting)
{
    stanza_each("unit/script/py_checksum.txt", check_case);
}

TEST(py_checksum_does_not_depend_on_the_line_ends_of_a_system)
{
    EQUAL_STR(checksum(mem, "def f():\r\n    x('''a\r\nb''')\r\n"),
              checksum(mem, "def f():\n    x('''a\nb''')\n"));
}
