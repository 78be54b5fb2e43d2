#include "script/script.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "harness/stanza.h"
#include "harness/test.h"
#include "script/header.h"
#include "script/source.h"

static void add_value(struct buf *out, const char *key, const char *value)
{
    if (value && *value)
        buf_addf(out, " %s=%s", key, value);
}

static void add_header(TALLOC_CTX *mem, struct buf *out, char tag, const struct script_header *h)
{
    buf_addc(out, tag);
    add_value(out, "id", h->id);
    add_value(out, "replaces", h->replaces);
    add_value(out, "down", strings_join(mem, h->down, "|"));
    add_value(out, "labels", strings_join(mem, h->labels, "|"));
    add_value(out, "depends", strings_join(mem, h->depends, "|"));
    add_value(out, "squashes", strings_join(mem, h->squashes, "|"));
    add_value(out, "message", h->message);
    buf_addc(out, '\n');
}

static void add_side(struct buf *out, char tag, const struct script_side *side)
{
    if (side->present && side->n == 0)
        buf_addf(out, "%c empty\n", tag);
    for (size_t i = 0; i < side->n; i++) {
        const struct script_statement *s = &side->statements[i];

        TRUE(!s->transaction == side->autocommit || s->transaction);
        buf_addf(out, "%c %d%s ", tag, s->line, s->transaction ? "" : " off");
        stanza_escape(out, s->sql);
        buf_addc(out, '\n');
    }
}

static void add_error(struct buf *out, char tag, const struct error *err)
{
    EQUAL_INT(err->code, ERROR_INVALID);
    buf_addf(out, "%c %s\n", tag, err->message);
    if (err->hint)
        buf_addf(out, "i %s\n", err->hint);
}

static void add_script(TALLOC_CTX *mem, struct buf *out, const struct script *script)
{
    add_header(mem, out, 'h', &script->header);
    add_side(out, 'u', &script->sides[SCRIPT_UPGRADE]);
    add_side(out, 'd', &script->sides[SCRIPT_DOWNGRADE]);
    for (size_t i = 0; i < script->n_allows; i++)
        buf_addf(out, "a %d %s: %s\n", script->allows[i].line, script->allows[i].rule,
                 script->allows[i].reason);
}

/* What a reader of headers only gets: said where it differs from the whole script's. */
static void add_quick_header(TALLOC_CTX *mem, struct buf *out, const struct buf *input,
                             const struct script *script, const struct error *whole)
{
    const struct source source = {"s.sql", input->text, input->length};
    struct buf *full = buf_new(mem, BUF_MAX), *quick = buf_new(mem, BUF_MAX);
    struct error *err = error_new(mem);
    struct script_header header;

    if (!header_read(mem, &source, &header, err)) {
        if (script || strcmp(err->message, whole->message) != 0)
            add_error(out, 'q', err);
        return;
    }
    add_header(mem, quick, 'q', &header);
    if (script)
        add_header(mem, full, 'q', &script->header);
    if (strcmp(quick->text, full->text) != 0)
        buf_add(out, quick->text);
}

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct buf *input = stanza_input(mem, stanza);
    struct buf *expected = buf_new(mem, BUF_MAX), *actual = buf_new(mem, BUF_MAX);
    struct error *err = error_new(mem);
    struct script *script = script_parse(mem, "s.sql", input->text, input->length, err);

    for (size_t i = 0; i < stanza->n_lines; i++)
        if (!strchr(">~", stanza->lines[i].tag))
            buf_addf(expected, "%c%s%s\n", stanza->lines[i].tag, *stanza->lines[i].text ? " " : "",
                     stanza->lines[i].text);
    if (script)
        add_script(mem, actual, script);
    else
        add_error(actual, 'e', err);
    add_quick_header(mem, actual, input, script, err);
    EQUAL_STR(actual->text, expected->text);
}

TEST(script_reads_what_the_format_says)
{
    stanza_each("unit/script/script.txt", check_case);
}

TEST(script_read_takes_a_byte_order_mark_and_refuses_utf16)
{
    char *folder = file_temp_folder(mem, "/tmp", "limbeck-test-", err);
    char *path = path_join(mem, folder, "a.sql");
    struct script *script;

    PASSES(file_replace(
        path, "\xef\xbb\xbf-- limbeck: revision = a\r\n-- limbeck: upgrade\r\nSELECT 1;", err));
    script = script_read(mem, path, err);
    PASSES(script != NULL);
    EQUAL_STR(script->path, path);
    EQUAL_STR(script->header.id, "a");
    EQUAL_INT(script->sides[SCRIPT_UPGRADE].statements[0].line, 3);
    PASSES(file_replace(path, "\xff\xfe-", err));
    FAILS(script_read(mem, path, err) != NULL, ERROR_INVALID,
          mem_printf(mem, "\"%s\" is UTF-16 text", path));
    EQUAL_STR(err->hint, "Save it as UTF-8.");
    PASSES(file_remove_folder(folder, err));
    FAILS(script_read(mem, path, err) != NULL, ERROR_NOT_FOUND,
          mem_printf(mem, "cannot read \"%s\": No such file or directory", path));
}

TEST(script_parse_refuses_nul_bytes_wherever_they_are)
{
    static const char text[] = "-- limbeck: revision = a\n-- limbeck: upgrade\nSELECT '\0';";

    FAILS(script_parse(mem, "s.sql", text, sizeof(text) - 1, err) != NULL, ERROR_INVALID,
          "s.sql:3: NUL byte");
}

TEST(script_parse_reads_many_statements_and_directives_without_slowing_down)
{
    struct buf *text = buf_new(mem, BUF_MAX);
    struct script *script;

    buf_add(text, "-- limbeck: revision = a\n");
    for (int i = 0; i < 20000; i++)
        buf_add(text, "-- limbeck: upgrade\nSELECT 1\n-- limbeck: allow rule reason\n+ 1\n");
    script = script_parse(mem, "s.sql", text->text, text->length, err);
    PASSES(script != NULL);
    EQUAL_INT(script->sides[SCRIPT_UPGRADE].n, 20000);
    EQUAL_INT(script->n_allows, 20000);
}
