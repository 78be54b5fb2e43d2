#include "base/process.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

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

static void wait_for_end(pid_t pid, struct error *err)
{
    while (process_alive(pid))
        interrupt_sleep(2, err);
}

TEST(process_start_gives_a_server_its_log_and_nothing_else_of_ours)
{
    char *folder = file_temp_folder(mem, "/tmp", "limbeck-test-", err);
    char *log = path_join(mem, folder, "log");
    int inheritable = dup2(STDOUT_FILENO, 77);
    pid_t pid = process_start(
        ARGV("sh", "-c", "echo out; echo err >&2; test -e /proc/self/fd/77 || echo closed"),
        &(struct process_options){.folder = "/usr"}, log, err);

    PASSES(pid > 0);
    EQUAL_INT(inheritable, 77);
    wait_for_end(pid, err);
    close(77);
    EQUAL_STR(file_read(mem, log, 1000, err)->bytes, "out\nerr\nclosed\n");
    PASSES(file_remove_folder(folder, err));
}

TEST(process_start_says_which_program_is_missing)
{
    char *folder = file_temp_folder(mem, "/tmp", "limbeck-test-", err);
    const struct process_options none = {0};

    FAILS(process_start(ARGV("no-such-program"), &none, path_join(mem, folder, "log"), err) > 0,
          ERROR_NOT_FOUND, "cannot run \"no-such-program\": No such file or directory");
    FAILS(process_start(ARGV("sh"), &none, "/nowhere/log", err) > 0, ERROR_SYSTEM,
          "cannot start \"sh\" with its log in \"/nowhere/log\": No such file or directory");
    PASSES(file_remove_folder(folder, err));
}

TEST(process_folder_tells_where_a_process_works)
{
    char *folder = file_temp_folder(mem, "/tmp", "limbeck-test-", err);
    pid_t pid = process_start(ARGV("sh", "-c", "exec sleep 60"),
                              &(struct process_options){.folder = "/usr"},
                              path_join(mem, folder, "log"), err);

    PASSES(pid > 0);
    EQUAL_STR(process_folder(mem, pid), "/usr");
    TRUE(process_alive(pid));
    kill(pid, SIGKILL);
    wait_for_end(pid, err);
    TRUE(process_folder(mem, pid) == NULL);
    PASSES(file_remove_folder(folder, err));
}

/* In a child: what a signal does to a process cannot be taken back. */
static int after_signal(void)
{
    struct error *err = error_new(NULL);

    interrupt_install();
    interrupt_acknowledge();
    if (interrupt_pending() || !interrupt_check(err))
        return 1;
    raise(SIGTERM);
    if (!interrupt_pending() || interrupt_check(err) || err->code != ERROR_INTERRUPTED)
        return 2;
    if (interrupt_sleep(60000, err))
        return 3;
    interrupt_acknowledge();
    if (interrupt_pending() || !interrupt_sleep(1, err) || interrupt_signal() != SIGTERM)
        return 4;
    raise(SIGTERM);
    return 5;
}

TEST(interrupt_is_pending_until_it_is_acknowledged_and_a_second_ends_the_process)
{
    int status = -1;
    pid_t pid = fork();

    if (pid == 0)
        _exit(after_signal());
    waitpid(pid, &status, 0);
    TRUE(WIFEXITED(status));
    EQUAL_INT(WEXITSTATUS(status), 128 + SIGTERM);
}
