#include "cli/help.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cli/option.h"
#include "cli/parse.h"
#include "cli/wrap.h"

enum { OPTION_COLUMN = 30, COMMAND_COLUMN = 20 };

char *help_option_title(TALLOC_CTX *mem, const struct option_spec *spec)
{
    MEM_SCRATCH(scratch);
    const char *value = option_takes_value(spec) ? option_value_name(scratch, spec) : "";
    const char *blank = *value ? " " : "";

    if (option_is_positional(spec))
        return mem_strdup(mem, value);
    if (!spec->name)
        return mem_printf(mem, "-%c%s%s", spec->letter, blank, value);
    if (!spec->letter)
        return mem_printf(mem, "--%s%s%s", spec->name, blank, value);
    return mem_printf(mem, "-%c, --%s%s%s", spec->letter, spec->name, blank, value);
}

static void add_positional(struct buf *text, const struct option_spec *spec)
{
    MEM_SCRATCH(scratch);
    bool optional = spec->kind == OPTION_OPTIONAL || spec->kind == OPTION_ANY;
    bool many = spec->kind == OPTION_ARGUMENTS || spec->kind == OPTION_ANY;

    buf_addf(text, " %s%s%s%s", optional ? "[" : "", option_value_name(scratch, spec),
             many ? "..." : "", optional ? "]" : "");
}

char *help_synopsis(TALLOC_CTX *mem, const struct command *command)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    buf_addf(text, "%s [OPTIONS]", command->name);
    for (const struct option_spec *s = command->options; s && s->kind != OPTION_END; s++)
        if (option_is_positional(s))
            add_positional(text, s);
    return buf_take(mem, text);
}

void help_print_usage(FILE *out, const struct program *program, const struct command_line *line)
{
    MEM_SCRATCH(scratch);

    if (line->command)
        fprintf(out, "usage: %s %s\n", program->name, help_synopsis(scratch, line->command));
    else if (line->group)
        fprintf(out, "usage: %s %s COMMAND [OPTIONS]\n", program->name, line->group);
    else
        fprintf(out, "usage: %s [OPTIONS] COMMAND [OPTIONS] [ARGUMENTS]\n", program->name);
}

/* Print the rows of one kind, positional or not, under a heading. */
static void print_options(FILE *out, const char *heading, const struct option_spec *specs,
                          bool positional)
{
    MEM_SCRATCH(scratch);
    bool any = false;

    for (const struct option_spec *s = specs; s && s->kind != OPTION_END; s++) {
        if (option_is_positional(s) != positional)
            continue;
        if (heading && !any)
            fprintf(out, "\n%s:\n", heading);
        any = true;
        wrap_row(out, help_option_title(scratch, s), s->help, OPTION_COLUMN);
    }
}

static void print_command(FILE *out, const struct program *program, const struct command *command)
{
    fputc('\n', out);
    wrap_paragraphs(out, command->manual ? command->manual : command->summary);
    print_options(out, "arguments", command->options, true);
    print_options(out, "options", command->options, false);
    fprintf(out, "\nThe options of every command: \"%s --help\".\n", program->name);
}

/* The commands whose names begin with 'group' and a blank, or all of one kind. */
static void print_commands(FILE *out, const struct program *program, const char *heading,
                           const char *group, bool is_alembic)
{
    bool any = false;

    for (size_t i = 0; program->commands[i]; i++) {
        const struct command *c = program->commands[i];
        size_t n = strlen(group);

        if (c->is_alembic != is_alembic || !program_has(program, c) ||
            strncmp(c->name, group, n) != 0 || (n > 0 && c->name[n] != ' '))
            continue;
        if (!any)
            fprintf(out, "\n%s:\n", heading);
        any = true;
        wrap_row(out, c->name, c->summary, COMMAND_COLUMN);
    }
}

static void print_program(FILE *out, const struct program *program)
{
    fputc('\n', out);
    wrap_paragraphs(out, program->summary);
    print_commands(out, program, program->is_alembic ? "commands" : "Alembic's commands", "", true);
    print_commands(out, program, "limbeck's own", "", false);
    print_options(out, "options", parse_program_options, false);
    print_options(out,
                  program->is_alembic ? "options before the command"
                                      : "options of every command, before or after its name",
                  parse_global_options, false);
    fprintf(out, "\nMore about one command: \"%s COMMAND --help\".\n", program->name);
}

void help_print(FILE *out, const struct program *program, const struct command_line *line)
{
    help_print_usage(out, program, line);
    if (line->command)
        print_command(out, program, line->command);
    else if (line->group)
        print_commands(out, program, "commands", line->group, false);
    else
        print_program(out, program);
}
