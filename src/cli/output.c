#include "cli/output.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"

struct output {
    FILE *stream;
    int fd;
    int failure; /* errno of the first write that failed, or 0 */
};

static ssize_t write_all(void *cookie, const char *bytes, size_t n)
{
    struct output *output = cookie;
    size_t done = 0;

    while (done < n && !output->failure) {
        ssize_t wrote = write(output->fd, bytes + done, n - done);

        if (wrote >= 0)
            done += (size_t)wrote;
        else if (errno != EINTR)
            output->failure = errno;
    }
    /* The stream is told that all went well: it would only write the same bytes again. */
    return (ssize_t)n;
}

static int close_stream(struct output *output)
{
    fclose(output->stream);
    return 0;
}

struct output *output_new(TALLOC_CTX *mem, int fd)
{
    struct output *output = mem_new(mem, struct output);

    output->fd = fd;
    output->stream = fopencookie(output, "w", (cookie_io_functions_t){.write = write_all});
    if (!output->stream)
        abort();
    if (isatty(fd))
        setvbuf(output->stream, NULL, _IOLBF, 0);
    talloc_set_destructor(output, close_stream);
    return output;
}

FILE *output_stream(const struct output *output)
{
    return output->stream;
}

bool output_finish(struct output *output, struct error *err)
{
    fflush(output->stream);
    if (output->failure == 0 || output->failure == EPIPE)
        return true;
    errno = output->failure;
    return error_errno(err, "cannot write to standard output");
}

static ssize_t drop_all(void *cookie, const char *bytes, size_t n)
{
    (void)cookie;
    (void)bytes;
    return (ssize_t)n;
}

FILE *output_nowhere(TALLOC_CTX *mem)
{
    struct output *output = mem_new(mem, struct output);

    output->fd = -1;
    output->stream = fopencookie(output, "w", (cookie_io_functions_t){.write = drop_all});
    if (!output->stream)
        abort();
    talloc_set_destructor(output, close_stream);
    return output->stream;
}

bool output_same_file(int a, int b)
{
    struct stat first, second;

    return fstat(a, &first) == 0 && fstat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}
