/* Run a fuzz target over the files and folders named: its corpus, in every test run. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool replay_file(const char *path, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct file_text *text = file_read(scratch, path, 64 << 20, err);

    if (!text)
        return false;
    LLVMFuzzerTestOneInput((const uint8_t *)text->bytes, text->length);
    return true;
}

int main(int argc, char **argv)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    int n = 0;

    for (int i = 1; i < argc; i++) {
        struct strlist *names = file_names(scratch, argv[i], err);

        for (size_t f = 0; names && f < names->n; f++, n++) {
            if (!replay_file(path_join(scratch, argv[i], names->items[f]), err))
                names = NULL;
        }
        if (!names) {
            fprintf(stderr, "%s\n", err->message);
            return 1;
        }
    }
    printf("%d inputs replayed\n", n);
    return n == 0;
}
