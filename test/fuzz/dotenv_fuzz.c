/* .env files, and what is expanded from them. */
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/mem.h"
#include "config/dotenv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *no_variable(const char *name, void *data)
{
    (void)name;
    (void)data;
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    char *text = mem_strndup(scratch, (const char *)data, size);

    dotenv_parse(map_new(scratch), text, no_variable, NULL);
    return 0;
}
