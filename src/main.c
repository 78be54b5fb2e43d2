/* The program: which of its names it was started under, and what came of it. */
#include <string.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/program.h"
#include "cmd/commands.h"

int main(int argc, char **argv)
{
    const char *name = argc > 0 ? path_name(argv[0]) : "";
    const struct program *program =
        strcmp(name, program_alembic.name) == 0 ? &program_alembic : &program_limbeck;

    return program_run(program, argc > 0 ? (const char *const *)argv + 1 : (const char *[]){NULL});
}
