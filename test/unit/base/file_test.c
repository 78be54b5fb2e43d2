#include "base/file.h"

#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "harness/test.h"

static char *folder(TALLOC_CTX *mem, struct error *err)
{
    return file_temp_folder(mem, "/tmp", "limbeck-test-", err);
}

TEST(file_create_never_overwrites_and_leaves_nothing_beside)
{
    char *here = folder(mem, err);
    char *path = path_join(mem, here, "a.txt");

    PASSES(file_create(path, "one", err));
    TRUE(!file_create(path, "two", err));
    EQUAL_INT(err->code, ERROR_CONFLICT);
    EQUAL_STR(file_read(mem, path, 100, err)->bytes, "one");
    EQUAL_INT(file_names(mem, here, err)->n, 1);
    PASSES(file_replace(path, "three", err));
    EQUAL_STR(file_read(mem, path, 100, err)->bytes, "three");
    PASSES(file_remove_folder(here, err));
}

TEST(file_read_ends_every_length_with_a_zero_byte)
{
    char *here = folder(mem, err);
    char *path = path_join(mem, here, "big");
    static const size_t lengths[] = {0, 1, 4096, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20};

    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        MEM_SCRATCH(scratch);
        char *text = talloc_zero_size(scratch, lengths[i] + 1);
        struct file_text *read;

        memset(text, 'x', lengths[i]);
        PASSES(file_replace(path, text, err));
        read = file_read(scratch, path, 8 << 20, err);
        PASSES(read != NULL);
        EQUAL_INT(read->length, lengths[i]);
        EQUAL_INT(strlen(read->bytes), lengths[i]);
    }
    PASSES(file_remove_folder(here, err));
}

TEST(file_read_says_what_is_in_the_way)
{
    char *here = folder(mem, err);
    char *path = path_join(mem, here, "f");

    FAILS(file_read(mem, path, 10, err) != NULL, ERROR_NOT_FOUND,
          mem_printf(mem, "cannot read \"%s\": No such file or directory", path));
    FAILS(file_read(mem, here, 10, err) != NULL, ERROR_INVALID,
          mem_printf(mem, "cannot read \"%s\": it is not a regular file", here));
    PASSES(file_create(path, "0123456789a", err));
    FAILS(file_read(mem, path, 10, err) != NULL, ERROR_INVALID,
          mem_printf(mem, "\"%s\" has 11 bytes, more than the 10 that are read", path));
    PASSES(file_remove_folder(here, err));
}

TEST(file_lock_is_held_by_one_at_a_time)
{
    char *here = folder(mem, err);
    char *path = path_join(mem, here, "lock");
    struct file_lock *first = file_lock(mem, path, 0, err);

    PASSES(first != NULL);
    FAILS(file_lock(mem, path, 30, err) != NULL, ERROR_BUSY,
          mem_printf(mem, "another process holds \"%s\"", path));
    talloc_free(first);
    PASSES(file_lock(mem, path, 0, err) != NULL);
    PASSES(file_remove_folder(here, err));
}

TEST(file_lock_on_a_folder_leaves_nothing_in_it)
{
    char *here = folder(mem, err);
    struct file_lock *first = file_lock(mem, here, 0, err);

    PASSES(first != NULL);
    FAILS(file_lock(mem, here, 0, err) != NULL, ERROR_BUSY,
          mem_printf(mem, "another process holds \"%s\"", here));
    EQUAL_INT(file_names(mem, here, err)->n, 0);
    PASSES(file_remove_folder(here, err));
}

TEST(paths_are_joined_split_and_made_absolute)
{
    EQUAL_STR(path_join(mem, "a/", "b"), "a/b");
    EQUAL_STR(path_join(mem, "a", "/b"), "/b");
    EQUAL_STR(path_join(mem, "", "b"), "b");
    EQUAL_STR(path_folder(mem, "/a"), "/");
    EQUAL_STR(path_folder(mem, "a"), ".");
    EQUAL_STR(path_folder(mem, "/a/b"), "/a");
    EQUAL_STR(path_absolute(mem, "/a/./b/../../c//d/.."), "/c");
    EQUAL_STR(path_absolute(mem, "/.."), "/");
}
