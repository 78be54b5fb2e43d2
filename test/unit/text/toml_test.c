#include "text/toml.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "harness/stanza.h"
#include "harness/test.h"

static void report_table(struct buf *out, const char *path, const struct toml_table *table);

static void report_value(struct buf *out, const char *path, const struct toml_value *value)
{
    MEM_SCRATCH(scratch);

    if (value->kind == TOML_TABLE && toml_size(value->table) > 0) {
        report_table(out, path, value->table);
        return;
    }
    for (size_t i = 0; i < value->n_items; i++)
        report_value(out, mem_printf(scratch, "%s[%zu]", path, i), &value->items[i]);
    if (value->n_items > 0)
        return;
    buf_addf(out, "%s %s", path, strchr(toml_kind_name(value->kind), ' ') + 1);
    if (value->kind == TOML_INTEGER)
        buf_addf(out, " %" PRId64, value->integer);
    else if (value->kind == TOML_BOOLEAN)
        buf_add(out, value->boolean ? " true" : " false");
    else if (value->kind == TOML_FLOAT && isnan(value->number))
        buf_add(out, " nan");
    else if (value->kind == TOML_FLOAT)
        buf_addf(out, " %.17g", value->number);
    if (value->kind == TOML_STRING) {
        buf_addc(out, ' ');
        stanza_escape(out, value->text);
    }
    buf_addc(out, '\n');
}

static void report_table(struct buf *out, const char *path, const struct toml_table *table)
{
    for (size_t i = 0; i < toml_size(table); i++) {
        MEM_SCRATCH(scratch);
        struct buf *inner = buf_new(scratch, BUF_MAX);

        buf_addf(inner, "%s%s", path, *path ? "." : "");
        stanza_escape(inner, toml_key(table, i));
        report_value(out, inner->text, toml_nth(table, i));
    }
}

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct error *err = error_new(mem);
    struct buf *input = stanza_input(mem, stanza);
    struct toml_table *root = toml_parse(mem, "case.toml", input->text, input->length, err);
    struct buf *values = buf_new(mem, BUF_MAX), *messages = buf_new(mem, BUF_MAX);

    if (root) {
        report_table(values, "", root);
    } else {
        buf_add(values, "is refused\n");
        buf_addf(messages, "%s\n", err->message);
        EQUAL_INT(err->code, ERROR_INVALID);
    }
    EQUAL_STR(values->text, stanza_text(mem, stanza, '='));
    EQUAL_STR(messages->text, stanza_text(mem, stanza, '!'));
}

TEST(toml_files_mean_what_python_makes_of_them)
{
    stanza_each("unit/text/toml_cases.txt", check_case);
}

static struct toml_table *parsed(TALLOC_CTX *mem, const char *text, struct error *err)
{
    return toml_parse(mem, "x.toml", text, strlen(text), err);
}

TEST(toml_keeps_dates_as_they_are_written)
{
    struct toml_table *root = parsed(mem, "a = 1979-05-27 07:32:00.50z\nb = 07:32:00", err);

    PASSES(root != NULL);
    EQUAL_STR(toml_at(root, "a")->text, "1979-05-27 07:32:00.50z");
    EQUAL_STR(toml_at(root, "b")->text, "07:32:00");
    TRUE(toml_at(root, "c") == NULL);
}

TEST(toml_values_know_their_line)
{
    struct toml_table *root =
        parsed(mem, "\na = \"\"\"x\n\ny\"\"\"\nb = [\n  1,\n  2,\n]\n[t.u]\n", err);

    PASSES(root != NULL);
    EQUAL_INT(toml_at(root, "a")->line, 2);
    EQUAL_INT(toml_at(root, "b")->line, 5);
    EQUAL_INT(toml_at(root, "b")->items[1].line, 7);
    EQUAL_INT(toml_at(root, "t")->line, 9);
}

static char *nested(TALLOC_CTX *mem, const char *unit, size_t n)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    buf_add(text, "a");
    for (size_t i = 0; i < n; i++)
        buf_add(text, unit);
    return buf_take(mem, text);
}

TEST(toml_refuses_to_nest_without_end)
{
    FAILS(parsed(mem, nested(mem, "=[", 1), err), ERROR_INVALID,
          "x.toml:1:4: a value should stand here");
    FAILS(parsed(mem, mem_printf(mem, "a=%s", nested(mem, "[", 100000) + 1), err), ERROR_INVALID,
          "x.toml:1:103: values nest more than 100 deep");
    FAILS(parsed(mem, nested(mem, "={a", 100000), err), ERROR_INVALID,
          "x.toml:1:303: values nest more than 100 deep");
    FAILS(parsed(mem, nested(mem, ".a", 100000), err), ERROR_INVALID,
          "x.toml:1:201: the key has more than 100 parts");
    PASSES(parsed(mem, mem_printf(mem, "%s=1", nested(mem, ".a", 99)), err));
}

TEST(toml_hint_says_that_text_stands_in_quotes)
{
    FAILS(parsed(mem, "url = dev", err), ERROR_INVALID,
          "x.toml:1:7: \"dev\" is no value that TOML has");
    EQUAL_STR(err->hint, "Text stands in quotes.");
}
