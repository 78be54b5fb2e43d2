#include "cli/output.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "harness/test.h"

TEST(output_reports_a_full_disk)
{
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    struct output *output = output_new(mem, fd);

    TRUE(fd >= 0);
    fputs("text", output_stream(output));
    fflush(output_stream(output));
    fputs("more", output_stream(output));
    FAILS(output_finish(output, err), ERROR_SYSTEM,
          "cannot write to standard output: No space left on device");
    talloc_free(output);
    close(fd);
}

TEST(output_takes_a_reader_who_left_as_no_failure)
{
    int ends[2];
    struct output *output;

    signal(SIGPIPE, SIG_IGN);
    TRUE(pipe2(ends, O_CLOEXEC) == 0);
    close(ends[0]);
    output = output_new(mem, ends[1]);
    fputs("text", output_stream(output));
    PASSES(output_finish(output, err));
    talloc_free(output);
    close(ends[1]);
    signal(SIGPIPE, SIG_DFL);
}

TEST(output_same_file_tells_two_pipes_apart)
{
    int one[2], two[2];

    TRUE(pipe2(one, O_CLOEXEC) == 0 && pipe2(two, O_CLOEXEC) == 0);
    TRUE(output_same_file(one[0], one[1]));
    TRUE(!output_same_file(one[1], two[1]));
    TRUE(!output_same_file(-1, one[0]));
    for (int i = 0; i < 2; i++)
        close(one[i]), close(two[i]);
}

TEST(output_nowhere_takes_everything)
{
    FILE *out = output_nowhere(mem);

    TRUE(fputs("text", out) >= 0 && fflush(out) == 0);
}
