#include "unit/cli/sample.h"

#define FIELD(name) offsetof(struct sample_options, name)

static const char *const formats[] = {"text", "dot", NULL};

static const struct option_spec history_options[] = {
    {OPTION_STRING, 'r', "rev-range", FIELD(range), "the revisions to list", "START:END"},
    {OPTION_FLAG, 'v', "verbose", FIELD(verbose), "print more of each"},
    {OPTION_FLAG, 'c', "check-heads", FIELD(check_heads), "check the heads"},
    {OPTION_FLAG, '\0', "sql", FIELD(sql), "print SQL"},
    {OPTION_STRING, '\0', "format", FIELD(format), "the form of the listing", NULL, formats},
    {OPTION_LIST, '\0', "depends-on", FIELD(depends), "what must be there before"},
    {OPTION_INT, '\0', "lock-wait", FIELD(wait), "how long to wait", "SECONDS"},
    {OPTION_ANY, '\0', "revisions", FIELD(revisions), "which revisions"},
    {.kind = OPTION_END},
};

static const struct option_spec merge_options[] = {
    {OPTION_ARGUMENTS, '\0', "revisions", FIELD(revisions), "one or more revisions"},
    {OPTION_STRING, 'm', "message", FIELD(range), "the message"},
    {.kind = OPTION_END},
};

static const struct sample_options history_defaults = {.wait = 600};

static const struct command history = {
    .name = "history",
    .summary = "list the revisions, newest first",
    .manual = "List the revisions, newest first.\n\nWithout a range all of them.",
    .options = history_options,
    .options_size = sizeof(struct sample_options),
    .defaults = &history_defaults,
    .is_alembic = true,
};

static const struct command merge = {
    .name = "merge",
    .summary = "make a revision that joins others",
    .options = merge_options,
    .options_size = sizeof(struct sample_options),
    .is_alembic = true,
};

static const struct command dev_start = {
    .name = "dev start",
    .summary = "start the cluster",
};

static const struct command dev_stop = {
    .name = "dev stop",
    .summary = "stop the cluster",
};

static const struct command *const commands[] = {&history, &merge, &dev_start, &dev_stop, NULL};

const struct program sample_program = {
    .name = "limbeck",
    .version = "1.2",
    .summary = "migrate a database",
    .commands = commands,
};

const struct program sample_as_alembic = {
    .name = "alembic",
    .version = "1.2",
    .summary = "migrate a database",
    .commands = commands,
    .is_alembic = true,
};
