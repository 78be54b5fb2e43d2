#include "cli/parse.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "harness/test.h"
#include "unit/cli/sample.h"

/* Words that '|' parts, so that a word may hold blanks. */
static const char *const *words(TALLOC_CTX *mem, const char *text)
{
    struct strlist *list = strlist_new(mem);

    while (*text) {
        size_t n = strcspn(text, "|");

        strlist_addn(list, text, n);
        text += n + (text[n] == '|');
    }
    return list->items;
}

static void add_flag(struct buf *text, const char *name, bool value)
{
    if (value)
        buf_addf(text, " %s", name);
}

static void add_string(struct buf *text, const char *name, const char *value)
{
    if (value)
        buf_addf(text, " %s=<%s>", name, value);
}

static void add_list(struct buf *text, const char *name, const struct strlist *list)
{
    for (size_t i = 0; list && i < list->n; i++)
        add_string(text, name, list->items[i]);
}

static void add_options(struct buf *text, const struct sample_options *o)
{
    add_flag(text, "verbose", o->verbose);
    add_flag(text, "check_heads", o->check_heads);
    add_flag(text, "sql", o->sql);
    add_string(text, "range", o->range);
    add_string(text, "format", o->format);
    add_list(text, "depends", o->depends);
    add_list(text, "revisions", o->revisions);
    if (o->wait != 0 && o->wait != 600)
        buf_addf(text, " wait=%d", o->wait);
}

/* All that was read, in one line. */
static const char *described(TALLOC_CTX *mem, const struct command_line *line)
{
    const struct command_globals *g = &line->globals;
    struct buf *text = buf_new(mem, BUF_MAX);

    buf_add(text, line->command ? line->command->name : line->group ? line->group : "-");
    add_flag(text, "help", line->help);
    add_flag(text, "version", line->version);
    add_list(text, "config", g->configs);
    add_string(text, "section", g->section);
    add_list(text, "x", g->x);
    add_string(text, "url", g->url);
    add_flag(text, "dev", g->dev);
    add_flag(text, "quiet", g->quiet);
    add_flag(text, "json", g->json);
    add_flag(text, "raiseerr", g->raiseerr);
    if (line->command && line->command->options)
        add_options(text, line->options);
    return buf_take(mem, text);
}

static const struct {
    const char *args, *expected;
} good[] = {
    {"history", "history"},
    {"history|-v", "history verbose"},
    {"history|--verb", "history verbose"},
    {"history|-r|a:b", "history range=<a:b>"},
    {"history|-ra:b", "history range=<a:b>"},
    {"history|-r=a:b", "history range=<a:b>"},
    {"history|--rev-range|a:b", "history range=<a:b>"},
    {"history|--rev-range=a:b", "history range=<a:b>"},
    {"history|--rev=a:b", "history range=<a:b>"},
    {"history|--rev-range=", "history range=<>"},
    {"history|-r-2:", "history range=<-2:>"},
    {"history|--rev-range=-2:", "history range=<-2:>"},
    {"history|-r|-2", "history range=<-2>"},
    {"history|-r|--|-2:", "history range=<-2:>"},
    {"history|-vr|a:b", "history verbose range=<a:b>"},
    {"history|-qv", "history quiet verbose"},
    {"history|-r|- a dash", "history range=<- a dash>"},
    {"history|-1", "history revisions=<-1>"},
    {"history|-1.5", "history revisions=<-1.5>"},
    {"history|-.5|-", "history revisions=<-.5> revisions=<->"},
    {"history|--|-v|--|--sql", "history revisions=<-v> revisions=<--> revisions=<--sql>"},
    {"history|a|-v|b", "history verbose revisions=<a> revisions=<b>"},
    {"history|", "history"},
    {"history|--depends-on|a|--dep=b", "history depends=<a> depends=<b>"},
    {"history|--format|dot", "history format=<dot>"},
    {"history|--lock-wait|-1", "history wait=-1"},
    {"history|--lock=5", "history wait=5"},
    /* What every command takes, on both sides of its name; the command's own goes first. */
    {"-q|history", "history quiet"},
    {"history|-q", "history quiet"},
    {"-c|a.ini|history|-c", "history config=<a.ini> check_heads"},
    {"history|--config|a.ini", "history config=<a.ini>"},
    {"merge|-c|a.ini|-c|b.toml|x", "merge config=<a.ini> config=<b.toml> revisions=<x>"},
    {"-n|one|-x|a=b|-xc=d|history", "history section=<one> x=<a=b> x=<c=d>"},
    {"--url|postgresql:///a|--dev|--json|--raise|history",
     "history url=<postgresql:///a> dev json raiseerr"},
    {"history|--url=postgresql:///a|--json|--dev", "history url=<postgresql:///a> dev json"},
    {"history|--de=a", "history depends=<a>"},
    {"merge|--de|a", "merge dev revisions=<a>"},
    {"merge|a|-m|x|b", "merge range=<x> revisions=<a> revisions=<b>"},
    {"dev|start", "dev start"},
    {"dev|--json|start", "dev start json"},
    /* Help asks for nothing else. */
    {"-h", "- help"},
    {"--version", "- version"},
    {"dev|--help", "dev help"},
    {"merge|-h", "merge help"},
    {"merge|-h|--nonsense", "merge help"},
};

TEST(parse_follows_the_conventions_of_argparse)
{
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct command_line line;

        if (!parse_command_line(mem, &line, &sample_program, words(mem, good[i].args), err))
            FAIL("\"%s\": %s", good[i].args, err->message);
        EQUAL_STR(described(mem, &line), good[i].expected);
    }
}

TEST(parse_starts_from_the_defaults_of_the_command)
{
    struct command_line line;

    PASSES(parse_command_line(mem, &line, &sample_program, words(mem, "history"), err));
    EQUAL_INT(((struct sample_options *)line.options)->wait, 600);
}

static const struct {
    const char *args, *message, *hint;
} bad[] = {
    {"", "too few arguments", "\"limbeck --help\" lists the commands."},
    {"-q", "too few arguments", "\"limbeck --help\" lists the commands."},
    {"dev", "too few arguments", "\"limbeck dev --help\" lists the commands."},
    {"hist", "unknown command \"hist\"", "Did you mean \"history\"?"},
    {"megre", "unknown command \"megre\"", "Did you mean \"merge\"?"},
    {"nothing-like-it", "unknown command \"nothing-like-it\"", NULL},
    {"-1", "unknown command \"-1\"", NULL},
    {"dev|strat", "unknown command \"dev strat\"", "Did you mean \"dev start\"?"},
    {"history|--verbsoe", "unknown option \"--verbsoe\"", "Did you mean \"--verbose\"?"},
    {"history|--quite=1", "unknown option \"--quite\"", "Did you mean \"--quiet\"?"},
    {"history|-z", "unknown option \"-z\"", NULL},
    {"history|-vz", "unknown option \"-z\" in \"-vz\"", NULL},
    {"history|--zzzz|a", "unknown option \"--zzzz\"", NULL},
    {"history|--version", "unknown option \"--version\"", NULL},
    {"history|-r", "argument -r/--rev-range: expected one argument", NULL},
    {"history|-r|-2:", "argument -r/--rev-range: expected one argument",
     "A value that begins with a dash is joined to its option: \"--rev-range=-2:\"."},
    {"history|-r|-v", "argument -r/--rev-range: expected one argument",
     "A value that begins with a dash is joined to its option: \"--rev-range=-v\"."},
    {"-x", "argument -x: expected one argument", NULL},
    {"history|--verbose=1", "argument -v/--verbose: ignored explicit argument \"1\"", NULL},
    {"history|--format|svg", "argument --format: invalid choice: \"svg\" (choose from text, dot)",
     NULL},
    {"history|--lock-wait|soon", "argument --lock-wait: invalid number: \"soon\"", NULL},
    {"history|--lock-wait| 5", "argument --lock-wait: invalid number: \" 5\"", NULL},
    {"history|--lock-wait=99999999999", "argument --lock-wait: invalid number: \"99999999999\"",
     NULL},
    {"merge", "the following arguments are required: revisions", NULL},
    {"dev|start|now", "unexpected argument \"now\"", NULL},
};

TEST(parse_says_what_is_wrong_and_what_was_meant)
{
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct command_line line;
        bool ok = parse_command_line(mem, &line, &sample_program, words(mem, bad[i].args), err);

        FAILS(ok, ERROR_USAGE, bad[i].message);
        EQUAL_STR(err->hint, bad[i].hint);
    }
}

TEST(parse_finds_an_abbreviation_of_two_options_ambiguous)
{
    struct command_line line;

    FAILS(parse_command_line(mem, &line, &sample_program, words(mem, "history|--="), err),
          ERROR_USAGE,
          "ambiguous option: -- could match --rev-range, --verbose, --check-heads, --sql, "
          "--format, --depends-on, --lock-wait");
}

TEST(parse_as_alembic_knows_its_commands_and_wants_the_options_of_all_first)
{
    struct command_line line;

    PASSES(parse_command_line(mem, &line, &sample_as_alembic, words(mem, "-q|history"), err));
    EQUAL_STR(described(mem, &line), "history quiet");
    FAILS(parse_command_line(mem, &line, &sample_as_alembic, words(mem, "history|-q"), err),
          ERROR_USAGE, "unknown option \"-q\"");
    FAILS(parse_command_line(mem, &line, &sample_as_alembic, words(mem, "dev|start"), err),
          ERROR_USAGE, "unknown command \"dev\"");
    PASSES(parse_command_line(mem, &line, &sample_as_alembic, words(mem, "history|-h"), err));
}
