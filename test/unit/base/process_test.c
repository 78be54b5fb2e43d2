#include "base/process.h"

#include "harness/test.h"

#define ARGV(...) ((const char *const[]){__VA_ARGS__, NULL})

TEST(process_run_gives_output_and_status)
{
    struct process_result *r =
        process_run(mem, ARGV("sh", "-c", "cat; echo out; echo err >&2; exit 3"),
                    &(struct process_options){.input = "in\n"}, err);

    PASSES(r != NULL);
    EQUAL_INT(r->status, 3);
    EQUAL_STR(r->output, "in\nout\nerr\n");
}

TEST(process_run_says_which_program_is_missing)
{
    FAILS(process_run(mem, ARGV("no-such-program"), NULL, err) != NULL, ERROR_NOT_FOUND,
          "cannot run \"no-such-program\": No such file or directory");
}

TEST(process_run_sets_and_unsets_variables_and_folder)
{
    struct process_result *r = process_run(
        mem, ARGV("sh", "-c", "pwd; echo \"$A-${HOME:-none}\"; kill -9 $$"),
        &(struct process_options){.folder = "/usr", .setenv = ARGV("A=b", "HOME")}, err);

    PASSES(r != NULL);
    EQUAL_STR(r->output, "/usr\nb-none\n");
    EQUAL_INT(r->status, 137);
}

TEST(process_find_looks_along_path)
{
    CONTAINS(process_find(mem, "sh"), "/sh");
    TRUE(process_find(mem, "no-such-program") == NULL);
}

TEST(process_run_leaves_an_interactive_program_our_own_streams)
{
    struct process_result *result =
        process_run(mem, (const char *const[]){"sh", "-c", "exit 3", NULL},
                    &(struct process_options){.interactive = true}, err);

    PASSES(result != NULL);
    EQUAL_INT(result->status, 3);
    EQUAL_STR(result->output, "");
}
