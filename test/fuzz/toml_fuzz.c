/* TOML files from elsewhere. */
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "text/toml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);

    toml_parse(scratch, "fuzz.toml", (const char *)data, size, err);
    return 0;
}
