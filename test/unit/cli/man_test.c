#include "cli/man.h"

#include "cli/command.h"
#include "harness/capture.h"
#include "harness/test.h"
#include "unit/cli/sample.h"

TEST(man_page_has_a_section_for_each_command_and_its_options)
{
    struct capture *out = capture_new(mem);

    man_print(capture_stream(out), &sample_program);
    CONTAINS(capture_text(out), ".TH LIMBECK 1 \"\" \"limbeck 1.2\"\n"
                                ".SH NAME\n"
                                "limbeck \\- migrate a database\n");
    CONTAINS(capture_text(out), ".SS limbeck merge [OPTIONS] REVISIONS...\n"
                                "make a revision that joins others\n"
                                ".TP\n.B REVISIONS\none or more revisions\n"
                                ".TP\n.B \\-m, \\-\\-message MESSAGE\nthe message\n");
    CONTAINS(capture_text(out), "List the revisions, newest first.\n.PP\nWithout a range");
    CONTAINS(capture_text(out), ".SH OWN COMMANDS\n.SS limbeck dev start [OPTIONS]\n");
}

TEST(man_page_keeps_text_from_being_a_request)
{
    static const struct command tricky = {
        .name = "tricky",
        .summary = ".hidden\n'quoted\nback\\slash",
    };
    static const struct command *const commands[] = {&tricky, NULL};
    const struct program program = {
        .name = "p", .version = "1", .summary = "s", .commands = commands};
    struct capture *out = capture_new(mem);

    man_print(capture_stream(out), &program);
    CONTAINS(capture_text(out), "\n\\&.hidden\n\\&'quoted\nback\\eslash\n");
}
