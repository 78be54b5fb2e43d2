#include "config/env.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "harness/test.h"

static const char *const variables[] = {"HOME=/root", "EMPTY=", "BOTH=process", "OFF=", NULL};

static struct env *with_file(TALLOC_CTX *mem, const char *text, struct error *err)
{
    char *folder = file_temp_folder(mem, "/tmp", "limbeck-env-", err);
    char *path = mem_printf(mem, "%s/.env", folder);
    struct env *env = env_new(mem, variables);
    bool ok = file_create(path, text, err) && env_add_file(env, path, err);

    file_remove_folder(folder, err);
    return ok ? env : NULL;
}

TEST(env_of_the_process_wins_over_the_file)
{
    struct env *env = with_file(mem, "BOTH=file\nOWN=file\nOFF=on\nHOME=/x\n", err);

    PASSES(env != NULL);
    EQUAL_STR(env_at(env, "BOTH"), "process");
    EQUAL_STR(env_at(env, "OWN"), "file");
    EQUAL_STR(env_at(env, "OFF"), NULL);
    EQUAL_STR(env_at(env, "EMPTY"), NULL);
    EQUAL_STR(env_at(env, "HOM"), NULL);
    EQUAL_STR(env_of_process(env, "BOTH"), "process");
    EQUAL_STR(env_of_process(env, "OWN"), NULL);
}

TEST(env_expand_replaces_references)
{
    struct env *env = with_file(mem, "P=s3cret\n", err);

    PASSES(env != NULL);
    EQUAL_STR(env_expand(mem, env, "a ${P}@${HOME} $P $ {P}", err), "a s3cret@/root $P $ {P}");
    EQUAL_STR(env_expand(mem, env, "${NONE:-x}${EMPTY:-y}${NONE:-}", err), "xy");
    EQUAL_STR(env_expand(mem, env, "$${P}", err), "${P}");
}

TEST(env_expand_names_the_variable_that_is_missing)
{
    struct env *env = with_file(mem, "", err);

    FAILS(env_expand(mem, env, "${NONE}", err) != NULL, ERROR_USAGE,
          "variable \"NONE\" is not set");
    EQUAL_STR(err->hint, "Set it in the environment, or write a line NONE=... into a file .env "
                         "beside the configuration.");
    FAILS(env_expand(mem, env, "${NONE", err) != NULL, ERROR_USAGE,
          "a \"${\" is not closed by a \"}\"");
}

TEST(env_expand_points_at_the_line_that_may_have_the_missing_variable)
{
    struct env *env = with_file(mem, "A=1\nNONE: x\n", err);

    PASSES(env != NULL);
    FAILS(env_expand(mem, env, "${NONE}", err) != NULL, ERROR_USAGE,
          "variable \"NONE\" is not set");
    CONTAINS(err->hint, "Line 2 of \"/tmp/limbeck-env-");
    CONTAINS(err->hint, "/.env\" is not understood: it should read NAME=value.");
}

TEST(env_needs_no_file_and_takes_a_folder_for_none)
{
    struct env *env = env_new(mem, variables);

    PASSES(env_add_file(env, "/nowhere/.env", err));
    PASSES(env_add_file(env, "/tmp", err));
    EQUAL_STR(env_at(env, "HOME"), "/root");
}

TEST(env_is_a_copy_of_the_process_s)
{
    struct env *env;

    setenv("LIMBECK_ENV_TEST", "before", 1);
    env = env_new(mem, NULL);
    setenv("LIMBECK_ENV_TEST", "after", 1);
    EQUAL_STR(env_at(env, "LIMBECK_ENV_TEST"), "before");
    unsetenv("LIMBECK_ENV_TEST");
}
