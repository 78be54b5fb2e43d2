/*
 * Scripts: what is read as one has the header that a reader of headers sees,
 * its statements lie in the text, and it reads back from its parts.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "script/header.h"
#include "script/script.h"
#include "script/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_list(TALLOC_CTX *mem, const char *const *a, const char *const *b)
{
    return strcmp(strings_join(mem, a, ","), strings_join(mem, b, ",")) == 0;
}

static void check_header(TALLOC_CTX *mem, const struct script_header *a,
                         const struct script_header *b)
{
    assert(same(a->id, b->id) && same(a->replaces, b->replaces) && same(a->message, b->message));
    assert(same_list(mem, a->down, b->down) && same_list(mem, a->labels, b->labels));
    assert(same_list(mem, a->depends, b->depends) && same_list(mem, a->squashes, b->squashes));
}

static void check_statements(const struct script_side *side, const char *text)
{
    for (size_t i = 0; i < side->n; i++) {
        assert(side->statements[i].line >= 2);
        assert(side->statements[i].sql[0] && strstr(text, side->statements[i].sql));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    const char *text = mem_strndup(scratch, size ? (const char *)data : "", size);
    const struct source source = {.path = "s.sql", .text = text, .length = size};
    struct error *err = error_new(scratch), *quick_err = error_new(scratch);
    struct script *script = script_parse(scratch, "s.sql", text, size, err);
    struct script_header header;
    bool quick = header_read(scratch, &source, &header, quick_err);

    assert(script || (err->code == ERROR_INVALID && strncmp(err->message, "s.sql:", 6) == 0));
    assert(quick || quick_err->code == ERROR_INVALID);
    if (!script)
        return 0;
    assert(quick && strlen(script->checksum) == 64);
    check_header(scratch, &header, &script->header);
    check_statements(&script->sides[SCRIPT_UPGRADE], text);
    check_statements(&script->sides[SCRIPT_DOWNGRADE], text);
    return 0;
}
