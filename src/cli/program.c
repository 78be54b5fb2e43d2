#include "cli/program.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "cli/report.h"
#include "config/config.h"

/* All that a run of the program holds. */
struct run {
    TALLOC_CTX *mem;
    const struct program *program;
    struct command_line line;
    FILE *out;
    struct error *err;
};

static void on_broken_pipe(int number)
{
    (void)number;
}

/* Started without a stdout, we must not write our output into the first file that we open. */
static void occupy_streams(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd)
            abort();
}

/* A reader of our output who leaves must not end an upgrade half-way.  A handler, unlike SIG_IGN,
 * is not passed on to the programs that we start. */
static void outlive_broken_pipes(void)
{
    sigaction(SIGPIPE, &(struct sigaction){.sa_handler = on_broken_pipe, .sa_flags = SA_RESTART},
              NULL);
}

static struct report report_manner(const struct run *run)
{
    const struct command *command = run->line.command;

    return (struct report){
        .program = run->program->name,
        .out = run->out,
        .errors = stderr,
        .width = message_width(),
        .is_alembic = command && command->is_alembic,
        .json = run->line.globals.json,
        .quiet = run->line.globals.quiet,
        .one_stream = output_same_file(STDOUT_FILENO, STDERR_FILENO),
        .colour = report_wants_colour(STDERR_FILENO),
    };
}

static int fail(const struct run *run, const char *last_words)
{
    struct report manner = report_manner(run);

    manner.last_words = last_words;
    report_failure(&manner, run->err);
    return report_exit_code(run->err);
}

static int fail_usage(const struct run *run)
{
    struct report manner = report_manner(run);

    manner.is_alembic = false;
    help_print_usage(stderr, run->program, &run->line);
    report_failure(&manner, run->err);
    return report_exit_code(run->err);
}

static const struct config *load_config(const struct run *run)
{
    const struct command_globals *globals = &run->line.globals;
    struct config_request request = {
        .files = globals->configs ? globals->configs->items : NULL,
        .section = globals->section,
        .url = globals->url,
        .dev = globals->dev,
    };

    return config_load(run->mem, &request, run->err);
}

static int run_command(struct run *run)
{
    const struct command *command = run->line.command;
    struct command_env env = {
        .mem = run->mem,
        .globals = &run->line.globals,
        .program = run->program,
        .out = run->out,
        .err = run->err,
    };

    if (!command->no_config && !(env.config = load_config(run)))
        return fail(run, NULL);
    if (!command->run(&env, run->line.options))
        return fail(run, env.last_words);
    return env.findings ? EXIT_CODE_FINDINGS : EXIT_CODE_DONE;
}

static int run_line(struct run *run, const char *const *args)
{
    if (!parse_command_line(run->mem, &run->line, run->program, args, run->err))
        return fail_usage(run);
    if (run->line.version) {
        fprintf(run->out, "%s %s\n", run->program->name, run->program->version);
        return EXIT_CODE_DONE;
    }
    if (run->line.help) {
        help_print(run->out, run->program, &run->line);
        return EXIT_CODE_DONE;
    }
    return run_command(run);
}

int program_run(const struct program *program, const char *const *args)
{
    MEM_SCRATCH(mem);
    struct run run = {.mem = mem, .program = program, .err = error_new(mem)};
    struct output *output;
    int code;

    occupy_streams();
    output = output_new(mem, STDOUT_FILENO);
    run.out = output_stream(output);
    outlive_broken_pipes();
    interrupt_install();
    code = run_line(&run, args);
    if (output_finish(output, run.err))
        return code;
    fprintf(stderr, "%s: %s\n", program->name, run.err->message);
    return code ? code : EXIT_CODE_FAILED;
}
