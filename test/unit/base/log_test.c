#include "base/log.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "harness/test.h"

/* What log_write() puts on stderr under these settings, for one line of each level. */
static char *lines(TALLOC_CTX *mem, enum log_level level, bool json, const char *message)
{
    int file = memfd_create("stderr", 0), real = dup(2);
    char *text = mem_array(mem, char, 4096);

    dup2(file, 2);
    log_setup(level, json);
    log_write(LOG_ERROR, "limbeck", "%s", message);
    log_write(LOG_WARNING, "limbeck", "%s", message);
    log_write(LOG_INFO, "limbeck", "%s", message);
    log_write(LOG_DEBUG, "limbeck", "%s", message);
    log_setup(LOG_INFO, false);
    dup2(real, 2);
    close(real);
    if (pread(file, text, 4095, 0) < 0)
        FAIL("could not read what was logged");
    close(file);
    return text;
}

TEST(log_lines_carry_level_and_logger)
{
    EQUAL_STR(lines(mem, LOG_DEBUG, false, "x"), "ERROR [limbeck] x\n"
                                                 "WARNI [limbeck] x\n"
                                                 "INFO  [limbeck] x\n"
                                                 "DEBUG [limbeck] x\n");
}

TEST(log_leaves_out_what_is_less_grave)
{
    EQUAL_STR(lines(mem, LOG_WARNING, false, "x"), "ERROR [limbeck] x\nWARNI [limbeck] x\n");
}

TEST(log_json_lines_are_valid_whatever_the_message)
{
    EQUAL_STR(lines(mem, LOG_ERROR, true, "a \"b\" \\ c\n\x01"),
              "{\"level\": \"error\", \"logger\": \"limbeck\", "
              "\"message\": \"a \\\"b\\\" \\\\ c\\u000a\\u0001\"}\n");
}
