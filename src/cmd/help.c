/* help: what the program and its commands take; also as man page and completion. */
#include "cli/help.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cli/completion.h"
#include "cli/man.h"
#include "cli/parse.h"
#include "cmd/commands.h"

struct help_options {
    bool man, completion;
    struct strlist *command;
};

static const struct option_spec option_specs[] = {
    {OPTION_ANY, '\0', "command", offsetof(struct help_options, command),
     "the command to tell about; without one, of all"},
    {OPTION_FLAG, '\0', "man", offsetof(struct help_options, man), "print the man page, in troff"},
    {OPTION_FLAG, '\0', "completion", offsetof(struct help_options, completion),
     "print a script that lets bash complete limbeck's command lines"},
    {.kind = OPTION_END},
};

/* "help dev start" is "dev start --help". */
static bool print_help(struct command_env *env, const struct strlist *command)
{
    struct strlist *args = strlist_new(env->mem);
    struct command_line line;

    for (size_t i = 0; command && i < command->n; i++)
        strlist_add(args, command->items[i]);
    strlist_add(args, "--help");
    if (!parse_command_line(env->mem, &line, env->program, args->items, env->err))
        return false;
    help_print(env->out, env->program, &line);
    return true;
}

static bool run(struct command_env *env, const void *options)
{
    const struct help_options *o = options;

    if (!o->man && !o->completion)
        return print_help(env, o->command);
    if (o->man)
        man_print(env->out, env->program);
    if (o->completion)
        completion_print(env->out, env->program);
    return true;
}

const struct command command_help = {
    .name = "help",
    .summary = "tell about the program or one command",
    .manual =
        "Print what \"limbeck --help\" or \"limbeck COMMAND --help\" prints, the man page, or "
        "a script for bash: source <(limbeck help --completion).",
    .options = option_specs,
    .options_size = sizeof(struct help_options),
    .run = run,
    .no_config = true,
};
