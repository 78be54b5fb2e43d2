#include "cli/help.h"

#include <string.h>

#include "cli/parse.h"
#include "harness/capture.h"
#include "harness/test.h"
#include "unit/cli/sample.h"

static const char *help_of(TALLOC_CTX *mem, const struct program *program, const char *const *args)
{
    struct capture *out = capture_new(mem);
    struct command_line line;

    if (!parse_command_line(mem, &line, program, args, error_new(mem)))
        return NULL;
    help_print(capture_stream(out), program, &line);
    return capture_text(out);
}

TEST(help_of_the_program_groups_its_commands)
{
    const char *text = help_of(mem, &sample_program, (const char *const[]){"-h", NULL});

    CONTAINS(text, "usage: limbeck [OPTIONS] COMMAND [OPTIONS] [ARGUMENTS]\n"
                   "\n"
                   "migrate a database\n"
                   "\n"
                   "Alembic's commands:\n"
                   "  history           list the revisions, newest first\n"
                   "  merge             make a revision that joins others\n"
                   "\n"
                   "limbeck's own:\n"
                   "  dev start         start the cluster\n"
                   "  dev stop          stop the cluster\n"
                   "\n"
                   "options:\n"
                   "  -h, --help                  show this help and exit\n");
    CONTAINS(text,
             "\n  -x KEY=VALUE                a setting for the project's scripts; may be given\n"
             "                              several times\n");
}

TEST(help_of_a_command_shows_its_manual_and_its_options)
{
    EQUAL_STR(help_of(mem, &sample_program, (const char *const[]){"merge", "-h", NULL}),
              "usage: limbeck merge [OPTIONS] REVISIONS...\n"
              "\n"
              "make a revision that joins others\n"
              "\n"
              "arguments:\n"
              "  REVISIONS                   one or more revisions\n"
              "\n"
              "options:\n"
              "  -m, --message MESSAGE       the message\n"
              "\n"
              "The options of every command: \"limbeck --help\".\n");
    CONTAINS(help_of(mem, &sample_program, (const char *const[]){"history", "-h", NULL}),
             "usage: limbeck history [OPTIONS] [REVISIONS...]\n"
             "\n"
             "List the revisions, newest first.\n"
             "\n"
             "Without a range all of them.\n");
}

TEST(help_of_a_group_lists_its_commands)
{
    EQUAL_STR(help_of(mem, &sample_program, (const char *const[]){"dev", "-h", NULL}),
              "usage: limbeck dev COMMAND [OPTIONS]\n"
              "\n"
              "commands:\n"
              "  dev start         start the cluster\n"
              "  dev stop          stop the cluster\n");
}

TEST(help_as_alembic_shows_alembics_commands_only)
{
    const char *text = help_of(mem, &sample_as_alembic, (const char *const[]){"-h", NULL});

    CONTAINS(text, "\ncommands:\n  history ");
    CONTAINS(text, "\noptions before the command:\n");
    TRUE(!strstr(text, "dev start"));
}
