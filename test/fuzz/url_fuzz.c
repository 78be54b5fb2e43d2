/* Database addresses. */
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "config/dsn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    char *url = mem_strndup(scratch, (const char *)data, size);

    dsn_from_url(scratch, url, err);
    dsn_shown(scratch, url);
    return 0;
}
