#include "cli/option.h"

#include "harness/test.h"

static const struct option_spec both = {
    .kind = OPTION_STRING, .letter = 'r', .name = "rev-range", .value = "START:END"};
static const struct option_spec letter = {.kind = OPTION_LIST, .letter = 'x'};
static const struct option_spec positional = {.kind = OPTION_ARGUMENTS, .name = "revisions"};
static const struct option_spec name = {.kind = OPTION_INT, .name = "lock-wait"};

TEST(option_titles_are_those_of_argparse)
{
    EQUAL_STR(option_title(mem, &both), "-r/--rev-range");
    EQUAL_STR(option_title(mem, &letter), "-x");
    EQUAL_STR(option_title(mem, &positional), "revisions");
    EQUAL_STR(option_title(mem, &name), "--lock-wait");
}

TEST(option_values_are_named_after_the_option)
{
    EQUAL_STR(option_value_name(mem, &both), "START:END");
    EQUAL_STR(option_value_name(mem, &letter), "X");
    EQUAL_STR(option_value_name(mem, &name), "LOCK_WAIT");
}
