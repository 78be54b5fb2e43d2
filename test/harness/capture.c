#include "harness/capture.h"

#include <stdlib.h>

#include "base/mem.h"

struct capture {
    FILE *stream;
    char *text;
    size_t size;
};

static int end_capture(struct capture *capture)
{
    fclose(capture->stream);
    free(capture->text);
    return 0;
}

struct capture *capture_new(TALLOC_CTX *mem)
{
    struct capture *capture = mem_new(mem, struct capture);

    capture->stream = open_memstream(&capture->text, &capture->size);
    if (!capture->stream)
        abort();
    talloc_set_destructor(capture, end_capture);
    return capture;
}

FILE *capture_stream(struct capture *capture)
{
    return capture->stream;
}

const char *capture_text(struct capture *capture)
{
    fflush(capture->stream);
    return capture->text;
}
