/*
 * The command line, read by the conventions of Python's argparse, which
 * Alembic's users know: unique beginnings of long options, "--option=value",
 * "-ovalue", bundled flags, "-1" as an argument, "--" as the end of options.
 *
 * The options of every command are taken before the command's name and after
 * it, there unless the command has one of that letter or name itself.  As
 * Alembic they are taken before the name only.
 */
#ifndef CLI_PARSE_H
#define CLI_PARSE_H

#include <stdbool.h>
#include <talloc.h>

#include "cli/command.h"

struct command_line {
    struct command_globals globals;
    bool help;                     /* -h, --help: of the command, the group or the program */
    bool version;                  /* --version */
    const struct command *command; /* NULL while none is named */
    const char *group;             /* "dev" when that was named and nothing behind it, else NULL */
    void *options;                 /* the command's options struct */
};

/*
 * Read 'args' (without the program's name, ending with NULL) into '*line',
 * whose memory comes from 'mem'.  With --help or --version nothing further is
 * asked for.  Fails with ERROR_USAGE; 'line' then holds what was read so far.
 */
bool parse_command_line(TALLOC_CTX *mem, struct command_line *line, const struct program *program,
                        const char *const *args, struct error *err);

/* The options of every command and those of the program alone, for the help. */
extern const struct option_spec parse_global_options[];
extern const struct option_spec parse_program_options[];

/* Does 'program' have 'command'? As Alembic it has only Alembic's. */
bool program_has(const struct program *program, const struct command *command);

#endif
