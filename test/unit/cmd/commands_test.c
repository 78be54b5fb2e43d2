#include "cmd/commands.h"

#include <ctype.h>
#include <string.h>

#include "cli/command.h"
#include "cli/parse.h"
#include "harness/test.h"

static bool reads_well(const char *help)
{
    size_t n = help ? strlen(help) : 0;

    return n > 0 && help[n - 1] != '.' && !isupper((unsigned char)help[0]);
}

static void check_options(const char *command, const struct option_spec *specs)
{
    for (const struct option_spec *s = specs; s && s->kind != OPTION_END; s++) {
        if (!s->name && !s->letter)
            FAIL("an option of \"%s\" has neither letter nor name", command);
        if (!reads_well(s->help))
            FAIL("option \"%s\" of \"%s\" lacks a help text", s->name, command);
    }
}

TEST(commands_and_options_all_have_help)
{
    check_options("limbeck", parse_global_options);
    check_options("limbeck", parse_program_options);
    for (const struct command *const *c = program_limbeck.commands; *c; c++) {
        if (!reads_well((*c)->summary))
            FAIL("\"%s\" lacks a summary", (*c)->name);
        check_options((*c)->name, (*c)->options);
    }
}

static void check_letters(const struct command *command)
{
    const struct option_spec *specs = command->options;

    for (const struct option_spec *a = specs; a && a->kind != OPTION_END; a++)
        for (const struct option_spec *b = specs; b != a; b++)
            if ((a->letter && a->letter == b->letter) ||
                (a->name && b->name && strcmp(a->name, b->name) == 0))
                FAIL("\"%s\" has \"%s\" and \"%s\" under one letter or name", command->name,
                     a->name, b->name);
}

TEST(commands_have_no_two_options_of_one_name)
{
    for (const struct command *const *c = program_limbeck.commands; *c; c++)
        check_letters(*c);
}

TEST(commands_write_their_options_inside_their_struct)
{
    for (const struct command *const *c = program_limbeck.commands; *c; c++)
        for (const struct option_spec *s = (*c)->options; s && s->kind != OPTION_END; s++)
            if (s->offset >= (*c)->options_size)
                FAIL("\"%s\" of \"%s\" lies outside its struct", s->name, (*c)->name);
}
