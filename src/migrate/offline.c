/*
 * The text is Alembic's, blank lines and all: people compare it, and give it
 * to tools that know it.
 */
#include "migrate/offline.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/graph.h"
#include "graph/resolve.h"
#include "script/scripts.h"
#include "sql/quote.h"

struct offline {
    FILE *out;
    const struct graph *graph;
    const struct offline_options *options;
    const struct migrate_listener *listener;
    size_t n_rows;  /* in the version table at this point of the text */
    size_t longest; /* of the ids that it will hold */
};

/* One element of the text. */
__attribute__((format(printf, 2, 3))) static void put(const struct offline *offline,
                                                      const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vfprintf(offline->out, fmt, ap);
    va_end(ap);
    fputs("\n\n", offline->out);
}

static void put_version_table(const struct offline *offline)
{
    MEM_SCRATCH(scratch);
    const struct version_table_name *name = &offline->options->version_table;
    struct buf *qualified = buf_new(scratch, BUF_MAX);

    if (name->schema) {
        quote_name_if_needed(qualified, name->schema);
        buf_addc(qualified, '.');
    }
    quote_name_if_needed(qualified, name->table);
    put(offline, "%s;", version_table_ddl(scratch, name, qualified->text, offline->longest));
}

/*
 * What may not run in a transaction stands between COMMIT and BEGIN.  The
 * blocks of the whole text or step are open around this, so they are opened
 * again behind it.
 */
static void put_statements(const struct offline *offline, const struct script_side *side)
{
    bool transaction = true;

    for (size_t i = 0; i < side->n; i++) {
        bool wanted =
            side->statements[i].transaction || offline->options->transaction == MIGRATE_NONE;

        if (wanted != transaction)
            put(offline, wanted ? "BEGIN;" : "COMMIT;");
        transaction = wanted;
        put(offline, "%s;", side->statements[i].sql);
    }
    if (!transaction)
        put(offline, "BEGIN;");
}

/*
 * As Alembic prints what a script gives to it, with what the script prints
 * itself between; autocommit blocks are COMMIT and BEGIN here.
 */
static void put_python(const struct offline *offline, const struct script *script,
                       enum script_direction direction)
{
    const struct script_side *side = &script->sides[direction];

    for (size_t i = 0; i < side->n; i++) {
        MEM_SCRATCH(scratch);
        const struct script_statement *s = &side->statements[i];

        scripts_say(offline->options->scripts, script->path, direction, i);
        if (!s->ends_transaction || offline->options->transaction != MIGRATE_NONE)
            put(offline, "%s", alembic_printed(scratch, s->sql));
    }
    scripts_say(offline->options->scripts, script->path, direction, side->n);
}

static bool put_script(const struct offline *offline, const struct graph_step *step,
                       struct error *err)
{
    MEM_SCRATCH(scratch);
    enum script_direction direction =
        step->direction == GRAPH_UPGRADE ? SCRIPT_UPGRADE : SCRIPT_DOWNGRADE;
    struct script *script;

    if (step->direction == GRAPH_STAMP)
        return true;
    script = scripts_read(scratch, offline->options->scripts, step->revision->path, direction, err);
    if (script && script->is_python)
        put_python(offline, script, direction);
    else if (script)
        put_statements(offline, &script->sides[direction]);
    return script != NULL;
}

static void put_rows(struct offline *offline, const struct graph_step *step)
{
    for (size_t i = 0; i < step->n_changes; i++) {
        MEM_SCRATCH(scratch);
        struct buf *sql = buf_new(scratch, BUF_MAX);

        version_table_sql(sql, &offline->options->version_table, &step->changes[i]);
        put(offline, "%s;", sql->text);
        offline->n_rows += step->changes[i].kind == GRAPH_ROW_INSERT;
        offline->n_rows -= step->changes[i].kind == GRAPH_ROW_DELETE;
    }
}

static bool put_step(struct offline *offline, const struct graph_step *step, struct error *err)
{
    static const char *const words[] = {"upgrade", "downgrade", "stamp_revision"};
    MEM_SCRATCH(scratch);
    bool alone = offline->options->transaction == MIGRATE_PER_MIGRATION;

    if (alone)
        put(offline, "BEGIN;");
    /* At every step that starts from no rows, as Alembic has it. */
    if (offline->n_rows == 0)
        put_version_table(offline);
    offline->listener->step(step, offline->listener->data);
    put(offline, "-- Running %s %s -> %s", words[step->direction],
        strings_join(scratch, step->from, ", "), strings_join(scratch, step->to, ", "));
    if (!put_script(offline, step, err))
        return false;
    put_rows(offline, step);
    if (alone)
        put(offline, "COMMIT;");
    return true;
}

/* Split "START:TARGET"; '*start' is NULL when there is none. */
static void split_range(TALLOC_CTX *mem, const char *text, const char **start, const char **target)
{
    const char *colon = strchr(text, ':');

    *start = colon && colon > text ? mem_strndup(mem, text, (size_t)(colon - text)) : NULL;
    *target = colon ? colon + 1 : text;
}

/* The rows that a database at 'start' has. */
static const char *const *rows_at(TALLOC_CTX *mem, const struct graph *graph, const char *start,
                                  struct error *err)
{
    struct strlist *ids = strlist_new(mem);
    revisions_t found;

    if (!start)
        return ids->items;
    found = graph_resolve(mem, graph, start, err);
    for (size_t i = 0; found && found[i]; i++)
        strlist_add(ids, found[i]->id);
    return found ? ids->items : NULL;
}

static struct graph_plan *plan_move(TALLOC_CTX *mem, const struct graph *graph,
                                    const struct offline_request *request, size_t *n_rows,
                                    struct error *err)
{
    const char *start, *target, *const *rows;

    split_range(mem, request->targets[0], &start, &target);
    rows = rows_at(mem, graph, start, err);
    if (!rows)
        return NULL;
    *n_rows = strings_count(rows);
    return request->direction == GRAPH_UPGRADE
               ? graph_plan_upgrade(mem, graph, target, rows, err)
               : graph_plan_downgrade(mem, graph, target, rows, err);
}

static struct graph_plan *plan_stamp(TALLOC_CTX *mem, const struct graph *graph,
                                     const struct offline_request *request, size_t *n_rows,
                                     struct error *err)
{
    struct strlist *targets = strlist_new(mem);
    const char *common = NULL, *const * rows;

    for (size_t i = 0; request->targets[i]; i++) {
        const char *start, *target;

        split_range(mem, request->targets[i], &start, &target);
        common = start ? start : common;
        strlist_add(targets, target);
    }
    rows = rows_at(mem, graph, common, err);
    if (!rows)
        return NULL;
    *n_rows = strings_count(rows);
    return graph_plan_stamp(mem, graph, targets->items, rows, err);
}

static bool check_target(const struct offline_request *request, const char *target,
                         struct error *err)
{
    const char *colon = strchr(target, ':');

    if (request->direction == GRAPH_DOWNGRADE && !colon)
        return error_set(err, ERROR_CONFLICT, "downgrade with --sql requires <fromrev>:<torev>");
    return !colon || !strchr(colon + 1, ':') ||
           error_set(err, ERROR_CONFLICT, "a range has one \":\", unlike \"%s\"", target);
}

bool migrate_offline_check(const struct offline_request *request, struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *common = NULL;

    for (size_t i = 0; request->targets[i]; i++) {
        const char *start, *target;

        if (!check_target(request, request->targets[i], err))
            return false;
        split_range(scratch, request->targets[i], &start, &target);
        if (start && common && strcmp(start, common) != 0)
            return error_set(err, ERROR_CONFLICT,
                             "Stamp operation with --sql only supports a single starting revision "
                             "at a time");
        common = start ? start : common;
    }
    return true;
}

bool migrate_offline(FILE *out, const struct graph *graph, const struct offline_request *request,
                     const struct offline_options *options, const struct migrate_listener *listener,
                     struct error *err)
{
    MEM_SCRATCH(scratch);
    struct offline offline = {.out = out, .graph = graph, .options = options, .listener = listener};
    bool together = options->transaction == MIGRATE_ALL;
    struct graph_plan *plan;

    if (request->direction == GRAPH_STAMP)
        plan = plan_stamp(scratch, graph, request, &offline.n_rows, err);
    else
        plan = plan_move(scratch, graph, request, &offline.n_rows, err);
    /* Every script is read before the first line: half a text is worse than none. */
    if (plan && !work_new(scratch, plan, options->scripts, options->transaction, err))
        return false;
    /* In the order of Alembic, which has printed its BEGIN when it sees these mistakes. */
    if (together)
        put(&offline, "BEGIN;");
    if (options->scripts)
        scripts_say_loading(options->scripts);
    if (request->purge)
        return error_set(err, ERROR_CONFLICT, "Can't use --purge with --sql mode");
    if (!plan)
        return false;
    offline.longest = work_longest_id(plan);
    for (size_t i = 0; i < plan->n; i++)
        if (!put_step(&offline, &plan->steps[i], err))
            return false;
    if (together)
        put(&offline, "COMMIT;");
    return true;
}

void migrate_offline_version_table(FILE *out, const struct offline_options *options)
{
    struct offline offline = {.out = out, .options = options};

    if (options->transaction == MIGRATE_ALL)
        put(&offline, "BEGIN;");
    put_version_table(&offline);
    if (options->transaction == MIGRATE_ALL)
        put(&offline, "COMMIT;");
}
