#include "harness/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "harness/test.h"

const char *program_path(void)
{
    return PROGRAM;
}

static int end(struct program_process *process)
{
    if (process->pid > 0) {
        kill(process->pid, SIGKILL);
        waitpid(process->pid, NULL, 0);
    }
    return 0;
}

__attribute__((noreturn)) static void become(const struct program_process *process,
                                             const char *folder, const char *url,
                                             const char *const *args)
{
    MEM_SCRATCH(scratch);
    struct strlist *argv = strlist_new(scratch);
    int out = open(process->output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int in = open("/dev/null", O_RDONLY);

    strlist_add(argv, PROGRAM);
    for (size_t i = 0; args[i]; i++)
        strlist_add(argv, args[i]);
    if (url)
        setenv("LIMBECK_URL", url, 1);
    if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
        dup2(out, STDERR_FILENO) >= 0 && chdir(folder) == 0)
        execv(PROGRAM, (char *const *)(uintptr_t)argv->items);
    _exit(126);
}

struct program_process *program_start(TALLOC_CTX *mem, const char *folder, const char *url,
                                      const char *const *args)
{
    static int number;
    struct program_process *process = mem_new(mem, struct program_process);

    process->output = mem_printf(process, "%s/output.%d", folder, ++number);
    process->pid = fork();
    if (process->pid < 0)
        FAIL("cannot fork");
    if (process->pid == 0)
        become(process, folder, url, args);
    talloc_set_destructor(process, end);
    return process;
}

int program_wait(struct program_process *process, char **output)
{
    MEM_SCRATCH(scratch);
    struct file_text *text;
    int raw = 0;

    while (waitpid(process->pid, &raw, 0) < 0 && errno == EINTR)
        continue;
    process->pid = 0;
    if (output) {
        text = file_read(scratch, process->output, 64 << 20, error_new(scratch));
        *output = mem_strdup(process, text ? text->bytes : "");
    }
    return WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
}

int program_once(TALLOC_CTX *mem, const char *folder, const char *url, char **output,
                 const char *const *args)
{
    return program_wait(program_start(mem, folder, url, args), output);
}
