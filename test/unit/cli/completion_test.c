#include "cli/completion.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "harness/capture.h"
#include "harness/test.h"
#include "unit/cli/sample.h"

/* What bash offers when 'words' stand on the line and the last is being typed. */
static const char *offered(TALLOC_CTX *mem, const char *words)
{
    struct capture *out = capture_new(mem);
    struct process_result *result;
    char *script;

    completion_print(capture_stream(out), &sample_program);
    script = mem_printf(mem,
                        "%s\nCOMP_WORDS=(limbeck %s)\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                        "_limbeck\necho \"${COMPREPLY[@]}\"\n",
                        capture_text(out), words);
    result =
        process_run(mem, (const char *const[]){"bash", "-c", script, NULL}, NULL, error_new(mem));
    return result ? result->output : NULL;
}

TEST(completion_offers_commands_then_their_options)
{
    EQUAL_STR(offered(mem, "his"), "history\n");
    EQUAL_STR(offered(mem, "-q he"), "\n");
    EQUAL_STR(offered(mem, "-c file mer"), "merge\n");
    EQUAL_STR(offered(mem, "history --re"), "--rev-range\n");
    EQUAL_STR(offered(mem, "--ver"), "--version\n");
}

TEST(completion_knows_commands_of_two_words)
{
    EQUAL_STR(offered(mem, "d"), "dev\n");
    EQUAL_STR(offered(mem, "dev st"), "start stop\n");
    EQUAL_STR(offered(mem, "dev stop --he"), "--help\n");
}
