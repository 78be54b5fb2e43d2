#include "cli/completion.h"

#include <string.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/parse.h"

static void add_names(struct strlist *words, const struct option_spec *specs)
{
    MEM_SCRATCH(scratch);
    struct strlist *names = specs ? option_names(scratch, specs) : strlist_new(scratch);

    for (size_t i = 0; i < names->n; i++)
        strlist_add(words, names->items[i]);
}

static void print_case(FILE *out, const char *command, const struct strlist *words)
{
    MEM_SCRATCH(scratch);

    fprintf(out, "    \"%s\") choices=\"%s\" ;;\n", command, strlist_join(scratch, words, " "));
}

/* What may stand where the command is expected: its first word, or a general option. */
static void print_first(FILE *out, const struct program *program)
{
    MEM_SCRATCH(scratch);
    struct strlist *words = strlist_new(scratch);

    for (size_t i = 0; program->commands[i]; i++) {
        const char *name = program->commands[i]->name;
        char *word = mem_strndup(scratch, name, strcspn(name, " "));

        if (!strlist_has(words, word))
            strlist_add(words, word);
    }
    add_names(words, parse_program_options);
    add_names(words, parse_global_options);
    print_case(out, "", words);
}

static void print_command(FILE *out, const struct command *command)
{
    MEM_SCRATCH(scratch);
    struct strlist *words = strlist_new(scratch);

    add_names(words, command->options);
    strlist_add(words, "--help");
    add_names(words, parse_global_options);
    print_case(out, command->name, words);
}

/* The second words of "dev start" and its like. */
static void print_group(FILE *out, const struct program *program, const char *group)
{
    MEM_SCRATCH(scratch);
    struct strlist *words = strlist_new(scratch);
    size_t n = strlen(group);

    for (size_t i = 0; program->commands[i]; i++) {
        const char *name = program->commands[i]->name;

        if (strncmp(name, group, n) == 0 && name[n] == ' ')
            strlist_add(words, name + n + 1);
    }
    print_case(out, group, words);
}

static struct strlist *group_names(TALLOC_CTX *mem, const struct program *program)
{
    struct strlist *groups = strlist_new(mem);

    for (size_t i = 0; program->commands[i]; i++) {
        const char *name = program->commands[i]->name;
        char *group = mem_strndup(groups, name, strcspn(name, " "));

        if (strchr(name, ' ') && !strlist_has(groups, group))
            strlist_add(groups, group);
    }
    return groups;
}

void completion_print(FILE *out, const struct program *program)
{
    MEM_SCRATCH(scratch);
    struct strlist *groups = group_names(scratch, program);

    fprintf(out,
            "# bash completion for %s\n"
            "_%s() {\n"
            "    local word=\"${COMP_WORDS[COMP_CWORD]}\" command=\"\" choices=\"\" i\n"
            "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
            "        case \"${COMP_WORDS[i]}\" in\n"
            "        -c | --config | -n | --name | -x | --url) ((i++)) ;;\n"
            "        -*) ;;\n"
            "        *) command=\"${command:+$command }${COMP_WORDS[i]}\"\n"
            "           [[ \" %s \" == *\" $command \"* ]] || break ;;\n"
            "        esac\n"
            "    done\n"
            "    case \"$command\" in\n",
            program->name, program->name, strlist_join(scratch, groups, " "));
    print_first(out, program);
    for (size_t i = 0; program->commands[i]; i++)
        print_command(out, program->commands[i]);
    for (size_t i = 0; i < groups->n; i++)
        print_group(out, program, groups->items[i]);
    fprintf(out,
            "    esac\n"
            "    COMPREPLY=($(compgen -W \"$choices\" -- \"$word\"))\n"
            "}\n"
            "complete -o default -F _%s %s\n",
            program->name, program->name);
}
