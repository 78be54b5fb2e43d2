#include "script/py_header.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "harness/stanza.h"
#include "harness/test.h"
#include "script/script.h"
#include "script/source.h"

static void add_field(struct buf *out, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    buf_addf(out, "= %s ", name);
    stanza_escape(out, value);
    buf_addc(out, '\n');
}

static void add_header(TALLOC_CTX *mem, struct buf *out, const struct script_header *h)
{
    add_field(out, "id", h->id);
    add_field(out, "down", strings_join(mem, h->down, "|"));
    add_field(out, "labels", strings_join(mem, h->labels, "|"));
    add_field(out, "depends", strings_join(mem, h->depends, "|"));
    add_field(out, "doc", h->message);
}

/* Files of a case are called "s.py" in errors, and "0a1b.py" where the name is the id. */
static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct buf *input = stanza_input(mem, stanza);
    struct buf *expected = buf_new(mem, BUF_MAX), *actual = buf_new(mem, BUF_MAX);
    const char *path = stanza_value(stanza, 'e') ? "s.py" : "0a1b.py";
    bool marked = strncmp(input->text, "\xef\xbb\xbf", 3) == 0;
    const struct source source = {path, input->text + 3 * marked, input->length - 3 * marked};
    struct error *err = error_new(mem);
    struct script_header header;

    for (size_t i = 0; i < stanza->n_lines; i++)
        if (!strchr(">~*", stanza->lines[i].tag))
            buf_addf(expected, "%c %s\n", stanza->lines[i].tag, stanza->lines[i].text);
    if (py_header_read(mem, &source, &header, err))
        add_header(mem, actual, &header);
    else
        buf_addf(actual, "e %s\n", err->message);
    if (err->hint)
        buf_addf(actual, "i %s\n", err->hint);
    EQUAL_STR(actual->text, expected->text);
}

TEST(py_header_reads_what_alembic_reads)
{
    stanza_each("unit/script/py_header.txt", check_case);
}

TEST(py_header_without_a_revision_needs_an_id_as_the_name_of_the_file)
{
    const struct source source = {"db/versions/add_users.py", "down_revision = None\n", 21};
    struct script_header header;

    FAILS(py_header_read(mem, &source, &header, err), ERROR_INVALID,
          "Could not determine revision id from filename add_users.py. Be sure the 'revision' "
          "variable is declared inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' "
          "in the documentation).");
}
