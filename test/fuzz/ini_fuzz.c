/* Ini files from elsewhere, and the value of every key. */
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "text/ini.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_values(const struct ini *ini, const char *section)
{
    MEM_SCRATCH(scratch);
    struct strlist *keys = ini_keys(scratch, ini, section);
    struct error *err = error_new(scratch);
    char *value;

    for (size_t i = 0; i < keys->n && i < 100; i++)
        ini_value(scratch, ini, section, keys->items[i], &value, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct ini *ini = ini_parse(scratch, "fuzz.ini", (const char *)data, size, err);
    struct strlist *sections;

    if (!ini)
        return 0;
    ini_set_default(ini, "here", "/srv/100%");
    sections = ini_sections(scratch, ini);
    for (size_t i = 0; i < sections->n && i < 10; i++)
        read_values(ini, sections->items[i]);
    return 0;
}
