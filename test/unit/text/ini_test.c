#include "text/ini.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "harness/stanza.h"
#include "harness/test.h"

/* What the cases say of a file, and the messages beside it. */
struct report {
    struct buf *values;
    struct buf *messages;
};

static void report_message(struct report *report, const struct error *err)
{
    stanza_escape(report->messages, err->message);
    buf_addc(report->messages, '\n');
}

static void report_key(struct report *report, const struct ini *ini, const char *section,
                       const char *key)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    char *value;

    if (ini_line(ini, section, key) == 0)
        return; /* "here", not set in the file */
    buf_addf(report->values, "[%s] %s ", section, key);
    if (ini_value(scratch, ini, section, key, &value, err)) {
        buf_add(report->values, "= ");
        stanza_escape(report->values, value);
    } else {
        buf_add(report->values, "is refused");
        report_message(report, err);
    }
    buf_addc(report->values, '\n');
}

static void report_file(struct report *report, const struct buf *input)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct ini *ini = ini_parse(scratch, "case.ini", input->text, input->length, err);
    struct strlist *sections, *keys;
    int line;

    if (!ini) {
        TRUE(sscanf(err->message, "case.ini:%d: ", &line) == 1);
        buf_addf(report->values, "line %d is refused\n", line);
        report_message(report, err);
        return;
    }
    ini_set_default(ini, "here", "/srv/app");
    sections = ini_sections(scratch, ini);
    for (size_t s = 0; s < sections->n; s++) {
        keys = ini_keys(scratch, ini, sections->items[s]);
        strlist_sort(keys);
        for (size_t k = 0; k < keys->n; k++)
            report_key(report, ini, sections->items[s], keys->items[k]);
    }
}

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct report report = {buf_new(mem, BUF_MAX), buf_new(mem, BUF_MAX)};

    report_file(&report, stanza_input(mem, stanza));
    EQUAL_STR(report.values->text, stanza_text(mem, stanza, '='));
    EQUAL_STR(report.messages->text, stanza_text(mem, stanza, '!'));
}

TEST(ini_files_mean_what_python_makes_of_them)
{
    stanza_each("unit/text/ini_cases.txt", check_case);
}

static struct ini *parsed(TALLOC_CTX *mem, const char *text, struct error *err)
{
    return ini_parse(mem, "x.ini", text, strlen(text), err);
}

TEST(ini_value_is_absent_where_key_or_section_is)
{
    struct ini *ini = parsed(mem, "[a]\nk = 1\n", err);
    char *value;

    TRUE(ini_has_section(ini, "a"));
    TRUE(!ini_has_section(ini, "b"));
    TRUE(!ini_has_section(ini, "DEFAULT"));
    TRUE(ini_raw(ini, "a", "l") == NULL);
    TRUE(ini_raw(ini, "b", "k") == NULL);
    PASSES(ini_value(mem, ini, "b", "k", &value, err));
    TRUE(value == NULL);
}

TEST(ini_default_is_taken_literally)
{
    struct ini *ini = parsed(mem, "[a]\nk = <%(here)s>\n", err);
    char *value;

    ini_set_default(ini, "here", "/tmp/100%/%(k)s");
    PASSES(ini_value(mem, ini, "a", "k", &value, err));
    EQUAL_STR(value, "</tmp/100%/%(k)s>");
    EQUAL_INT(ini_line(ini, "a", "here"), 0);
}

TEST(ini_hint_tells_how_a_password_with_a_percent_sign_is_written)
{
    struct ini *ini = parsed(mem, "[a]\nurl = postgresql://u:p%40w@h/d\n", err);
    char *value;

    FAILS(ini_value(mem, ini, "a", "url", &value, err), ERROR_INVALID,
          "x.ini:2: key \"url\" has a \"%\" that begins neither \"%(name)s\" nor \"%%\"");
    EQUAL_STR(err->hint, "In this file a percent sign is written twice, so that the \"%40\" of a "
                         "password becomes \"%%40\".");
}

/* Ten lines of ten references each, to nothing: 10^10 of them, and no output that grows. */
TEST(ini_value_gives_up_on_references_that_multiply)
{
    struct buf *text = buf_new(mem, BUF_MAX);
    struct ini *ini;
    char *value;

    buf_add(text, "[a]\n");
    for (int i = 0; i < 10; i++) {
        buf_addf(text, "k%d =", i);
        for (int j = 0; j < 10; j++)
            buf_addf(text, "%%(k%d)s", i + 1);
        buf_addc(text, '\n');
    }
    buf_add(text, "k10 =\n");
    ini = parsed(mem, text->text, err);
    FAILS(ini_value(mem, ini, "a", "k0", &value, err), ERROR_INVALID,
          "x.ini:2: key \"k0\" refers to other keys too often");
}

TEST(ini_value_gives_up_on_text_that_multiplies)
{
    struct buf *text = buf_new(mem, BUF_MAX);
    struct ini *ini;
    char *value;

    buf_add(text, "[a]\nk = ");
    for (int i = 0; i < 2000; i++)
        buf_add(text, "%(l)s");
    buf_add(text, "\nl = ");
    for (int i = 0; i < 1000; i++)
        buf_addc(text, 'x');
    ini = parsed(mem, text->text, err);
    FAILS(ini_value(mem, ini, "a", "k", &value, err), ERROR_INVALID,
          "x.ini:2: key \"k\" becomes longer than 1 MiB");
}
