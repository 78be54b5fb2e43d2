#include "cli/man.h"

#include <string.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/parse.h"

static const char exit_codes[] = ".SH EXIT STATUS\n"
                                 ".TP\n0\ndone\n"
                                 ".TP\n1\nfindings, by commands that look for some\n"
                                 ".TP\n2\nthe command line or the configuration is wrong\n"
                                 ".TP\n3\nbusy: somebody holds a lock; trying again may help\n"
                                 ".TP\n255\nfailed\n"
                                 ".TP\n130, 143\nended by SIGINT or SIGTERM\n";

/* Text in which nothing is troff's: no escapes, no requests, dashes that can be copied. */
static void print_text(FILE *out, const char *text)
{
    bool line_start = true;

    for (; *text; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            fputs("\\&", out);
        line_start = *text == '\n';
        if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else
            fputc(*text, out);
    }
}

static void print_paragraphs(FILE *out, const char *text)
{
    for (bool first = true; *text; first = false) {
        MEM_SCRATCH(scratch);
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);

        if (!first)
            fputs(".PP\n", out);
        print_text(out, mem_strndup(scratch, text, n));
        fputc('\n', out);
        text += n + (end ? 2 : 0);
    }
}

static void print_options(FILE *out, const struct option_spec *specs)
{
    MEM_SCRATCH(scratch);

    for (const struct option_spec *s = specs; s && s->kind != OPTION_END; s++) {
        fputs(".TP\n.B ", out);
        print_text(out, help_option_title(scratch, s));
        fputc('\n', out);
        print_text(out, s->help);
        fputc('\n', out);
    }
}

static void print_commands(FILE *out, const struct program *program, bool is_alembic)
{
    MEM_SCRATCH(scratch);

    for (size_t i = 0; program->commands[i]; i++) {
        const struct command *c = program->commands[i];

        if (c->is_alembic != is_alembic)
            continue;
        fprintf(out, ".SS %s ", program->name);
        print_text(out, help_synopsis(scratch, c));
        fputc('\n', out);
        print_paragraphs(out, c->manual ? c->manual : c->summary);
        print_options(out, c->options);
    }
}

void man_print(FILE *out, const struct program *program)
{
    fprintf(out, ".TH LIMBECK 1 \"\" \"%s %s\"\n", program->name, program->version);
    fprintf(out, ".SH NAME\n%s \\- %s\n", program->name, program->summary);
    fprintf(out, ".SH SYNOPSIS\n.B %s\n[OPTIONS] COMMAND [OPTIONS] [ARGUMENTS]\n", program->name);
    fputs(".SH ALEMBIC'S COMMANDS\n", out);
    print_commands(out, program, true);
    fputs(".SH OWN COMMANDS\n", out);
    print_commands(out, program, false);
    fputs(".SH OPTIONS\nThese are taken before the command and after it.\n", out);
    print_options(out, parse_program_options);
    print_options(out, parse_global_options);
    fputs(exit_codes, out);
}
