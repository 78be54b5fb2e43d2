/*
 * A command is data: a name, its options and a function.  The table of all
 * commands is in cmd/commands.c; parsing, help, man page, completion and exit
 * codes are in cli/.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <talloc.h>

struct error;
struct config;
struct program;
struct strlist;

/* What kind of value an option takes decides the type of its field. */
enum option_kind {
    OPTION_END,
    OPTION_FLAG,      /* bool */
    OPTION_STRING,    /* const char * */
    OPTION_INT,       /* int */
    OPTION_LIST,      /* struct strlist *: may be given several times; NULL if never */
    OPTION_ARGUMENT,  /* const char *: a positional argument */
    OPTION_OPTIONAL,  /* const char *: a positional argument that may be missing */
    OPTION_ARGUMENTS, /* struct strlist *: one or more, the last positional */
    OPTION_ANY,       /* struct strlist *: any number, the last positional */
};

/* One option; its value goes 'offset' bytes into the command's options struct. */
struct option_spec {
    enum option_kind kind;
    char letter;      /* '\0' if it has none */
    const char *name; /* long name without dashes; of a positional: its name in the usage line */
    size_t offset;
    const char *help;
    const char *value; /* what stands for the value in the help: "FILE"; NULL: from the name */
    const char *const *choices; /* the values it takes, ending with NULL, or NULL for any */
};

/* The options that every command takes, before or after its name. */
struct command_globals {
    struct strlist *configs; /* -c, --config; NULL if none */
    const char *section;     /* -n, --name */
    struct strlist *x;       /* -x */
    const char *url;         /* --url */
    bool dev;                /* --dev */
    bool quiet;              /* -q */
    bool json;               /* --json */
    bool raiseerr;           /* --raiseerr, accepted and without effect */
};

/* What every command is given.  What it makes goes to 'out', never to stdout. */
struct command_env {
    TALLOC_CTX *mem; /* freed when the command returns */
    const struct command_globals *globals;
    const struct program *program;
    const struct config *config;
    FILE *out;
    struct error *err;
    char
        *last_words; /* the last line on stderr when it fails: where the database stands; or NULL */
    int findings;    /* set to 1 by a command that ran well and found something: exit code 1 */
};

struct command {
    const char *name;    /* "heads", or "dev start" for a subcommand */
    const char *summary; /* one line, for --help */
    const char *manual;  /* paragraphs for the man page and 'COMMAND --help' */
    const struct option_spec *options;
    size_t options_size;
    const void *defaults; /* the options before the command line is read; NULL: all zero */
    bool (*run)(struct command_env *env, const void *options);
    bool is_alembic; /* it is Alembic's: failures are said as Alembic says them */
    bool no_config;  /* it runs without reading the configuration: init, list_templates */
};

/* What is started: the commands that it has and how it calls itself. */
struct program {
    const char *name; /* "limbeck", or "alembic": then it takes what Alembic takes, no more */
    const char *version;
    const char *summary;
    const struct command *const *commands; /* ends with NULL */
    bool is_alembic;
};

#endif
