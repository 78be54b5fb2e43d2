/* log: what ran here, when, by whom. */
#include "cmd/commands.h"

#include "base/error.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/table.h"
#include "cmd/project.h"
#include "db/sqlstate.h"
#include "migrate/rights.h"
#include "state/journal.h"
#include "state/state.h"
#include "text/json.h"

struct log_options {
    int limit;
};

static const struct log_options defaults = {.limit = 20};

static const struct option_spec option_specs[] = {
    {OPTION_INT, '\0', "limit", offsetof(struct log_options, limit),
     "print that many of the newest entries; 0: all", "N", NULL},
    {.kind = OPTION_END},
};

static void print_json(struct command_env *env, const struct journal_line *lines, size_t n)
{
    struct json *json = json_to_file(env->mem, env->out);

    json_array(json, NULL);
    for (size_t i = 0; i < n; i++) {
        json_object(json, NULL);
        json_string(json, "revision", lines[i].revision);
        json_string(json, "direction", lines[i].direction);
        json_string(json, "started", lines[i].started);
        json_string(json, "took", lines[i].took);
        json_string(json, "role", lines[i].by_role);
        json_string(json, "user", lines[i].by_user);
        json_string(json, "program", lines[i].program);
        json_string(json, "version_table", lines[i].version_table);
        json_string(json, "checksum", lines[i].checksum);
        json_end(json);
    }
    json_end(json);
}

static void print_table(struct command_env *env, const struct journal_line *lines, size_t n)
{
    static const char *const headings[] = {"started", "what", "revision", "took",
                                           "role",    "by",   NULL};
    struct table *table = table_new(env->mem, headings);

    for (size_t i = 0; i < n; i++)
        table_add(table,
                  (const char *const[]){lines[i].started, lines[i].direction, lines[i].revision,
                                        lines[i].took, lines[i].by_role, lines[i].by_user, NULL});
    table_print(env->out, table);
}

static bool fail_missing(struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "this database has no journal");
    return error_hint(err, "It is kept from the first upgrade on when the configuration says "
                           "journal = on.");
}

static bool run(struct command_env *env, const void *options)
{
    const struct log_options *o = options;
    struct db *db = project_open(env, PROJECT_READS);
    struct journal_line *lines = NULL;
    enum state_standing standing;
    size_t n = 0;

    if (!db || !state_look(db, &standing, env->err))
        return false;
    if (standing == STATE_MISSING)
        return fail_missing(env->err);
    /* Who may not write it may still read it: the server decides. */
    if (!journal_read(env->mem, db, o->limit, &lines, &n, env->err)) {
        rights_hint_read(db, "limbeck", "journal", env->err);
        return sqlstate_is(env->err, SQLSTATE_NO_SUCH_TABLE) ? fail_missing(env->err) : false;
    }
    if (env->globals->json)
        print_json(env, lines, n);
    else
        print_table(env, lines, n);
    return true;
}

const struct command command_log = {
    .name = "log",
    .summary = "what ran here, when, by whom",
    .manual = "Prints the journal, newest first: every step that was committed while the "
              "configuration said journal = on.",
    .options = option_specs,
    .options_size = sizeof(struct log_options),
    .defaults = &defaults,
    .run = run,
};
