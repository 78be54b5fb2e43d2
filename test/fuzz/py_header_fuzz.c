/*
 * Python scripts: a header that is read has an id and a place in its file, and
 * the checksum neither depends on a comment nor on line ends.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "script/py_checksum.h"
#include "script/py_header.h"
#include "script/script.h"
#include "script/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_lists(const struct script_header *header)
{
    const char *const *lists[] = {header->down, header->labels, header->depends};

    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; lists[i] && lists[i][k]; k++)
            assert(utf8_valid(lists[i][k], strlen(lists[i][k]), NULL));
}

static char *checksum(TALLOC_CTX *mem, const char *text)
{
    const struct source source = {"s.py", text, strlen(text)};

    return py_checksum(mem, &source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    const char *text = mem_strndup(scratch, size ? (const char *)data : "", size);
    const struct source source = {"0a1b.py", text, size};
    struct error *err = error_new(scratch);
    struct script_header header;

    if (py_header_read(scratch, &source, &header, err)) {
        assert(header.id && header.message);
        check_lists(&header);
    } else {
        assert(err->code == ERROR_INVALID && strncmp(err->message, "0a1b.py", 7) == 0);
    }
    assert(strlen(py_checksum(scratch, &source)) == 64);
    assert(strcmp(checksum(scratch, mem_printf(scratch, "# a comment\n%s", text)),
                  checksum(scratch, text)) == 0);
    return 0;
}
