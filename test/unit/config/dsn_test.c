#include "config/dsn.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "harness/stanza.h"
#include "harness/test.h"

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct error *err = error_new(mem);
    struct buf *input = stanza_input(mem, stanza);
    const char *shown = stanza_value(stanza, '^'), *message = stanza_value(stanza, '!');
    char *dsn;

    if (input->length > 0)
        buf_cut(input, input->length - 1);
    dsn = dsn_from_url(mem, input->text, err);
    if (message)
        FAILS(dsn != NULL, ERROR_USAGE, message);
    else
        PASSES(dsn != NULL);
    EQUAL_STR(dsn, stanza_value(stanza, '='));
    EQUAL_STR(err->hint, stanza_value(stanza, '?'));
    if (shown)
        EQUAL_STR(dsn_shown(mem, input->text), shown);
}

TEST(dsn_is_what_the_address_means)
{
    stanza_each("unit/config/dsn_cases.txt", check_case);
}

TEST(dsn_shown_hides_the_password_of_an_address_that_is_refused)
{
    EQUAL_STR(dsn_shown(mem, "postgresql://u:sec@ret@h/db"), "postgresql://u:***@h/db");
    EQUAL_STR(dsn_shown(mem, "postgresql://u:secret@h:x/db"), "postgresql://u:***@h:x/db");
}

TEST(dsn_refuses_addresses_without_end)
{
    struct buf *url = buf_new(mem, BUF_MAX);

    buf_add(url, "postgresql://h/");
    for (int i = 0; i < 70000; i++)
        buf_addc(url, 'x');
    FAILS(dsn_from_url(mem, url->text, err), ERROR_USAGE, "the database address is too long");
}

TEST(dsn_refuses_parameters_without_end)
{
    struct buf *url = buf_new(mem, BUF_MAX);

    buf_add(url, "postgresql://h/db?");
    for (int i = 0; i < 201; i++)
        buf_addf(url, "k%d=v&", i);
    FAILS(dsn_from_url(mem, url->text, err), ERROR_USAGE,
          "the database address has too many parameters");
}
