#include "base/mem.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/test.h"

TEST(mem_new_memory_is_zero_and_named_by_its_type)
{
    struct error *object = mem_new(mem, struct error);

    EQUAL_INT(object->code, 0);
    TRUE(object->message == NULL);
    EQUAL_STR(talloc_get_name(object), "struct error");
}

TEST(mem_resize_keeps_the_elements)
{
    int *numbers = mem_array(mem, int, 2);

    numbers[0] = 7;
    numbers[1] = 8;
    numbers = mem_resize(mem, numbers, 1000);
    EQUAL_INT(numbers[0], 7);
    EQUAL_INT(numbers[1], 8);
    numbers[999] = 9;
}

TEST(mem_resize_starts_from_nothing_and_to_nothing)
{
    int *numbers = mem_resize(mem, (int *)NULL, 3);

    numbers[2] = 1;
    numbers = mem_resize(mem, numbers, 0);
    TRUE(numbers != NULL);
}

TEST(mem_strdup_of_nothing_is_nothing)
{
    EQUAL_STR(mem_strdup(mem, NULL), NULL);
    EQUAL_STR(mem_strdup(mem, ""), "");
}

TEST(mem_strndup_takes_bytes_as_they_are)
{
    const char *copy = mem_strndup(mem, "a\0bc", 3);

    TRUE(memcmp(copy, "a\0b", 4) == 0);
}

TEST(mem_scratch_goes_with_its_block)
{
    size_t before = talloc_total_blocks(NULL);

    {
        MEM_SCRATCH(scratch);
        mem_printf(scratch, "%d", 3);
        TRUE(talloc_total_blocks(NULL) > before);
    }
    EQUAL_INT(talloc_total_blocks(NULL), before);
}

TEST(mem_pool_goes_with_its_block_also_what_it_had_no_room_for)
{
    size_t before = talloc_total_blocks(NULL);

    {
        MEM_POOL(pool, 256);
        for (int i = 0; i < 100; i++)
            EQUAL_INT(strlen(mem_printf(pool, "%03d", i)), 3);
        TRUE(talloc_total_blocks(NULL) > before);
    }
    EQUAL_INT(talloc_total_blocks(NULL), before);
}

/* How a process ends that asks for 'n' elements of 8 bytes. */
static int end_of_asking_for(TALLOC_CTX *mem, size_t n)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        close(2);
        signal(SIGABRT, SIG_DFL);
        (void)mem_array(mem, int64_t, n);
        _exit(0);
    }
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST(mem_that_cannot_be_had_ends_the_process)
{
    EQUAL_INT(end_of_asking_for(mem, 100), 0);
    EQUAL_INT(end_of_asking_for(mem, (size_t)64 << 20), SIGABRT); /* talloc's limit */
    EQUAL_INT(end_of_asking_for(mem, SIZE_MAX / 4), SIGABRT);     /* would wrap around */
}
