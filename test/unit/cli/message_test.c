#include "cli/message.h"

#include "cli/command.h"
#include "harness/capture.h"
#include "harness/test.h"

TEST(message_on_a_terminal_is_indented_and_wrapped)
{
    struct capture *out = capture_new(mem);

    message_write(capture_stream(out), "Generating /tmp/a.sql ...", 18);
    EQUAL_STR(capture_text(out), "  Generating\n  /tmp/a.sql ...");
}

static struct command_env quiet_env(TALLOC_CTX *mem, struct capture *out, struct error *err)
{
    static const struct command_globals quiet = {.quiet = true};

    return (struct command_env){
        .mem = mem, .globals = &quiet, .out = capture_stream(out), .err = err};
}

TEST(message_with_quiet_prints_nothing)
{
    struct capture *out = capture_new(mem);
    struct command_env env = quiet_env(mem, out, err);

    message_print(&env, "a line");
    message_begin(&env, "an action");
    message_end(&env, true);
    fputs("a listing", message_listing(&env));
    EQUAL_STR(capture_text(out), "");
}

TEST(message_says_how_an_action_went)
{
    static const struct command_globals globals = {0};
    struct capture *out = capture_new(mem);
    struct command_env env = {.globals = &globals, .out = capture_stream(out), .err = err};

    if (message_width() > 0)
        return;
    message_begin(&env, "Generating %s", "a.sql");
    message_end(&env, true);
    message_begin(&env, "Generating %s", "b.sql");
    message_end(&env, false);
    EQUAL_STR(capture_text(out), "Generating a.sql ...  done\nGenerating b.sql ...  FAILED\n");
}
