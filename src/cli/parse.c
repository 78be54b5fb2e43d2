#include "cli/parse.h"

#include <ctype.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/option.h"
#include "text/nearest.h"

#define GLOBAL(field) offsetof(struct command_line, globals.field)

static const struct option_spec no_options[] = {{.kind = OPTION_END}};

static const struct option_spec help_options[] = {
    {OPTION_FLAG, 'h', "help", offsetof(struct command_line, help), "show this help and exit"},
    {.kind = OPTION_END},
};

const struct option_spec parse_program_options[] = {
    {OPTION_FLAG, 'h', "help", offsetof(struct command_line, help), "show this help and exit"},
    {OPTION_FLAG, '\0', "version", offsetof(struct command_line, version),
     "show the program's version and exit"},
    {.kind = OPTION_END},
};

const struct option_spec parse_global_options[] = {
    {OPTION_LIST, 'c', "config", GLOBAL(configs),
     "the configuration: limbeck.toml, alembic.ini or pyproject.toml; may be given several times",
     "FILE"},
    {OPTION_STRING, 'n', "name", GLOBAL(section),
     "the section of an .ini file to read in place of \"alembic\"", "SECTION"},
    {OPTION_LIST, 'x', NULL, GLOBAL(x),
     "a setting for the project's scripts; may be given several times", "KEY=VALUE"},
    {OPTION_STRING, '\0', "url", GLOBAL(url), "the database, in place of the configured one",
     "URL"},
    {OPTION_FLAG, '\0', "dev", GLOBAL(dev), "use the project's own dev cluster"},
    {OPTION_FLAG, '\0', "json", GLOBAL(json), "print JSON"},
    {OPTION_FLAG, 'q', "quiet", GLOBAL(quiet), "print no listings and no messages on stdout"},
    {OPTION_FLAG, '\0', "raiseerr", GLOBAL(raiseerr),
     "accepted as Alembic has it; changes nothing"},
    {.kind = OPTION_END},
};

enum { MAX_SETS = 4, MAX_POSITIONALS = 100000 };

struct parser {
    TALLOC_CTX *mem;
    struct command_line *line;
    const struct program *program;
    const char *const *args; /* what is left */
    bool ended;              /* "--" was seen: no more options */
    struct option_set sets[MAX_SETS];
    struct strlist *positionals;
    struct error *err;
};

bool program_has(const struct program *program, const struct command *command)
{
    return command->is_alembic || !program->is_alembic;
}

static void expect_command(struct parser *p)
{
    p->sets[0] = (struct option_set){parse_program_options, p->line};
    p->sets[1] = (struct option_set){parse_global_options, p->line};
    p->sets[2] = (struct option_set){NULL, NULL};
}

static void expect_arguments(struct parser *p)
{
    const struct command *command = p->line->command;

    p->sets[0] =
        (struct option_set){command->options ? command->options : no_options, p->line->options};
    p->sets[1] = (struct option_set){help_options, p->line};
    p->sets[2] =
        (struct option_set){p->program->is_alembic ? no_options : parse_global_options, p->line};
    p->sets[3] = (struct option_set){NULL, NULL};
}

/* -1 and -.5 are arguments: no option looks like them. */
static bool is_negative_number(const char *arg)
{
    const char *s = arg + 1;
    size_t whole = strspn(s, "0123456789");
    size_t fraction;

    if (s[whole] == '\0')
        return whole > 0;
    if (s[whole] != '.')
        return false;
    fraction = strspn(s + whole + 1, "0123456789");
    return fraction > 0 && s[whole + 1 + fraction] == '\0';
}

enum token { TOKEN_ARGUMENT, TOKEN_LETTERS, TOKEN_NAME, TOKEN_END_OF_OPTIONS, TOKEN_UNKNOWN };

static enum token classify(const struct parser *p, const char *arg)
{
    MEM_SCRATCH(scratch);
    struct option_match match;

    if (p->ended || arg[0] != '-' || arg[1] == '\0')
        return TOKEN_ARGUMENT;
    if (strcmp(arg, "--") == 0)
        return TOKEN_END_OF_OPTIONS;
    if (arg[1] == '-') {
        if (!option_by_name(p->sets, arg + 2, strcspn(arg + 2, "="), &match, error_new(scratch)) ||
            match.spec)
            return TOKEN_NAME;
    } else if (option_by_letter(p->sets, arg[1]).spec) {
        return TOKEN_LETTERS;
    } else if (is_negative_number(arg)) {
        return TOKEN_ARGUMENT;
    }
    return strchr(arg, ' ') ? TOKEN_ARGUMENT : TOKEN_UNKNOWN;
}

/* The value of 'spec' from the next argument; NULL and an error when there is none. */
static const char *take_value(struct parser *p, const struct option_spec *spec)
{
    MEM_SCRATCH(scratch);
    const char *next = *p->args;

    if (next && classify(p, next) == TOKEN_END_OF_OPTIONS) {
        p->ended = true;
        next = *++p->args;
    }
    if (next && classify(p, next) == TOKEN_ARGUMENT) {
        p->args++;
        return next;
    }
    error_set(p->err, ERROR_USAGE, "argument %s: expected one argument",
              option_title(scratch, spec));
    if (next && spec->name)
        error_hint(p->err, "A value that begins with a dash is joined to its option: \"--%s=%s\".",
                   spec->name, next);
    return NULL;
}

static bool parse_name(struct parser *p, const char *name)
{
    MEM_SCRATCH(scratch);
    size_t n = strcspn(name, "=");
    const char *value = name[n] ? name + n + 1 : NULL;
    struct option_match match;

    if (!option_by_name(p->sets, name, n, &match, p->err))
        return false;
    if (!option_takes_value(match.spec) && value)
        return error_set(p->err, ERROR_USAGE, "argument %s: ignored explicit argument \"%s\"",
                         option_title(scratch, match.spec), value);
    if (option_takes_value(match.spec) && !value && !(value = take_value(p, match.spec)))
        return false;
    return option_store(p->mem, match, value, p->err);
}

/* "-qv", "-ovalue", "-o=value", "-o value". */
static bool parse_letters(struct parser *p, const char *letters)
{
    for (const char *c = letters; *c; c++) {
        struct option_match match = option_by_letter(p->sets, *c);
        const char *value = NULL;

        if (!match.spec)
            return error_set(p->err, ERROR_USAGE, "unknown option \"-%c\" in \"-%s\"", *c, letters);
        if (option_takes_value(match.spec)) {
            value = c[1] == '=' && c == letters ? c + 2 : c + 1;
            if (!c[1] && !(value = take_value(p, match.spec)))
                return false;
        }
        if (!option_store(p->mem, match, value, p->err))
            return false;
        if (value)
            break;
    }
    return true;
}

static bool unknown_option(struct parser *p, const char *arg)
{
    MEM_SCRATCH(scratch);
    struct strlist *names = strlist_new(scratch);
    char *word = mem_strndup(scratch, arg, strcspn(arg, "="));
    const char *nearest;

    for (const struct option_set *set = p->sets; set->specs; set++) {
        struct strlist *some = option_names(scratch, set->specs);

        for (size_t i = 0; i < some->n; i++)
            strlist_add(names, some->items[i] + 2);
    }
    error_set(p->err, ERROR_USAGE, "unknown option \"%s\"", word);
    nearest = arg[1] == '-' ? nearest_word(word + 2, names->items) : NULL;
    return nearest ? error_hint(p->err, "Did you mean \"--%s\"?", nearest) : false;
}

static bool unknown_command(struct parser *p, const char *word)
{
    MEM_SCRATCH(scratch);
    struct strlist *names = strlist_new(scratch);
    const char *nearest;

    for (size_t i = 0; p->program->commands[i]; i++)
        if (program_has(p->program, p->program->commands[i]))
            strlist_add(names, p->program->commands[i]->name);
    error_set(p->err, ERROR_USAGE, "unknown command \"%s\"", word);
    nearest = nearest_word(word, names->items);
    return nearest ? error_hint(p->err, "Did you mean \"%s\"?", nearest) : false;
}

static void start_command(struct parser *p, const struct command *command)
{
    p->line->command = command;
    p->line->group = NULL;
    p->line->options = talloc_zero_size(p->mem, command->options_size);
    if (command->defaults)
        memcpy(p->line->options, command->defaults, command->options_size);
    expect_arguments(p);
}

/* The word that names the command, or the first or second of "dev start". */
static bool parse_command_word(struct parser *p, const char *word)
{
    MEM_SCRATCH(scratch);
    char *name = p->line->group ? mem_printf(scratch, "%s %s", p->line->group, word)
                                : mem_strdup(scratch, word);
    size_t n = strlen(name);

    for (size_t i = 0; p->program->commands[i]; i++) {
        const struct command *command = p->program->commands[i];

        if (!program_has(p->program, command) || strncmp(command->name, name, n) != 0)
            continue;
        if (command->name[n] == '\0') {
            start_command(p, command);
            return true;
        }
        if (command->name[n] == ' ' && !p->line->group) {
            p->line->group = mem_strdup(p->mem, word);
            return true;
        }
    }
    return unknown_command(p, name);
}

static bool parse_argument(struct parser *p, const char *arg)
{
    if (!p->line->command)
        return parse_command_word(p, arg);
    if (p->positionals->n == MAX_POSITIONALS)
        return error_set(p->err, ERROR_USAGE, "more than %d arguments", MAX_POSITIONALS);
    strlist_add(p->positionals, arg);
    return true;
}

static bool parse_one(struct parser *p)
{
    const char *arg = *p->args++;

    switch (classify(p, arg)) {
    case TOKEN_ARGUMENT:
        return parse_argument(p, arg);
    case TOKEN_NAME:
        return parse_name(p, arg + 2);
    case TOKEN_LETTERS:
        return parse_letters(p, arg + 1);
    case TOKEN_END_OF_OPTIONS:
        p->ended = p->line->command != NULL;
        return true;
    default:
        return unknown_option(p, arg);
    }
}

static bool takes_many(const struct option_spec *spec)
{
    return spec->kind == OPTION_ARGUMENTS || spec->kind == OPTION_ANY;
}

static bool is_required(const struct option_spec *spec)
{
    return spec->kind == OPTION_ARGUMENT || spec->kind == OPTION_ARGUMENTS;
}

/* Give the positional arguments to the command's positionals in their order. */
static bool store_positionals(struct parser *p)
{
    MEM_SCRATCH(scratch);
    struct strlist *missing = strlist_new(scratch);
    const struct strlist *given = p->positionals;
    size_t at = 0;

    for (const struct option_spec *s = p->sets[0].specs; s->kind != OPTION_END; s++) {
        struct option_match match = {s, p->line->options};

        if (!option_is_positional(s))
            continue;
        if (at == given->n && is_required(s))
            strlist_add(missing, s->name);
        for (bool more = true; more && at < given->n; more = takes_many(s))
            if (!option_store(p->mem, match, given->items[at++], p->err))
                return false;
    }
    if (missing->n > 0)
        return error_set(p->err, ERROR_USAGE, "the following arguments are required: %s",
                         strlist_join(scratch, missing, ", "));
    if (at < given->n)
        return error_set(p->err, ERROR_USAGE, "unexpected argument \"%s\"", given->items[at]);
    return true;
}

bool parse_command_line(TALLOC_CTX *mem, struct command_line *line, const struct program *program,
                        const char *const *args, struct error *err)
{
    struct parser p = {.mem = mem, .line = line, .program = program, .args = args, .err = err};

    *line = (struct command_line){0};
    p.positionals = strlist_new(mem);
    expect_command(&p);
    while (*p.args) {
        if (!parse_one(&p))
            return false;
        if (line->help || line->version)
            return true;
    }
    if (!line->command) {
        error_set(err, ERROR_USAGE, "too few arguments");
        return error_hint(err, "\"%s%s%s --help\" lists the commands.", program->name,
                          line->group ? " " : "", line->group ? line->group : "");
    }
    return store_positionals(&p);
}
