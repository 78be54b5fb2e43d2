/* Python from elsewhere: a tree or an error, within bounds. */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"
#include "py/parser.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    /* The parser wants a '\0' behind the text. */
    const char *text = mem_strndup(scratch, (const char *)data, size);

    if (!py_parse(arena_new(scratch), "fuzz.py", text, size, err) && err->code == ERROR_NONE)
        __builtin_trap();
    return 0;
}
