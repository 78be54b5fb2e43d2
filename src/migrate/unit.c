#include "migrate/run.h"

#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/pipeline.h"
#include "db/sqlstate.h"
#include "graph/graph.h"
#include "script/scripts.h"
#include "sql/classify.h"
#include "state/journal.h"

const struct script_side *run_side(const struct run *run, size_t step)
{
    return &run->script->sides[run->work->steps[step].direction];
}

/*
 * The script is read again here and its sum compared: ten thousand of them are
 * not kept from the check to their turn, and what runs is what was checked.
 */
bool run_enter_step(struct run *run, const struct work_part *part, struct error *err)
{
    size_t step = part->step;
    const struct work_step *ours = &run->work->steps[step];

    run->at_step = step;
    if (step >= run->titled) {
        run->listener->step(ours->step, run->listener->data);
        run->titled = step + 1;
    }
    if (part->first == 0) /* also when it is tried again */
        run->step_started_us = clock_unix_us();
    if (ours->step->direction == GRAPH_STAMP || (run->script && run->script_step == step))
        return true;
    TALLOC_FREE(run->script);
    run->script =
        scripts_read(run, run->options->scripts, ours->step->revision->path, ours->direction, err);
    run->script_step = step;
    if (!run->script)
        return false;
    if (strcmp(run->script->checksum, ours->checksum) == 0)
        return true;
    error_set(err, ERROR_CONFLICT, "%s changed while the migration was running", run->script->path);
    return error_hint(err, "Run the same command again; it reads the new text.");
}

/* Of SET TRANSACTION the server says the same, but there it means "too late". */
static void advise_section(const struct run *run, size_t step, const char *sql, struct error *err)
{
    bool up = run->work->steps[step].direction == SCRIPT_UPGRADE;

    if (strncasecmp(sql, "SET", 3) != 0)
        error_hint(err, "Move it into a section \"-- limbeck: %s transaction=off\".",
                   up ? "upgrade" : "downgrade");
}

/*
 * All in one pipeline: the round trips of a long script to a distant server
 * would take longer than its work.
 */
bool run_statements(struct run *run, const struct work_part *part, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct script_side *side = run_side(run, part->step);
    size_t n = part->end - part->first;
    struct db_statement *statements = mem_array(scratch, struct db_statement, n);
    size_t failed = 0;
    bool ok;

    for (size_t i = 0; i < n; i++)
        statements[i] = (struct db_statement){.sql = side->statements[part->first + i].sql};
    run->script_speaks = true;
    ok = db_pipeline(run->db, statements, n, NULL, NULL, &failed, err);
    run->script_speaks = false;
    if (ok)
        return true;
    if (sqlstate_is(err, SQLSTATE_ACTIVE_TRANSACTION) && !err->hint && !run->script->is_python)
        advise_section(run, part->step, statements[failed].sql, err);
    return run_locate(run, part->step, part->first + failed, err);
}

/*
 * A setting changed inside a transaction may have been changed for it only
 * (SET LOCAL): what is still changed after COMMIT was changed for the session.
 */
static bool put_back_for_good(struct run *run, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *changed = session_changed(scratch, run->session, err);

    if (!changed)
        return false;
    if (changed->n > 0)
        run->listener->warning(mem_printf(scratch, "%s changed %s for the session; put back",
                                          strlist_join(scratch, run->disturbers, " or "),
                                          strlist_join(scratch, changed, ", ")),
                               run->listener->data);
    TALLOC_FREE(run->disturbers);
    return changed->n == 0 || session_put_back(run->session, false, err);
}

static void note_disturber(struct run *run)
{
    const char *path = run->script ? run->script->path : "";

    if (!run->disturbers)
        run->disturbers = strlist_new(run);
    if (!strlist_has(run->disturbers, path))
        strlist_add(run->disturbers, path);
}

/* An error of our own writes: a row that was not as expected has Alembic's words. */
static bool explain_own_failure(struct run *run, const struct db_statement *statement,
                                struct error *err)
{
    const struct graph_step *step = run->work->steps[run->at_step].step;

    if (err->code != ERROR_CONFLICT || !statement->expect_tag)
        return false;
    for (size_t i = 0; i < step->n_changes; i++) {
        MEM_SCRATCH(scratch);
        struct db_statement ours = version_table_statement(scratch, run->table, &step->changes[i]);
        char *tag;

        if (strcmp(ours.sql, statement->sql) != 0 ||
            strcmp(ours.params[0], statement->params[0]) != 0)
            continue;
        tag = mem_strdup(scratch, err->detail ? err->detail : "");
        return version_table_mismatch(run->table, &step->changes[i], tag, err);
    }
    return false;
}

/* No statement of the script failed; but what the script did may well be why. */
static bool locate_behind(const struct run *run, const char *what, struct error *err)
{
    err->position = 0;
    if (err->code == ERROR_DATABASE && db_alive(run->db) && run->script && !err->where)
        error_where(err, "%s behind %s", what, run->script->path);
    return false;
}

bool run_own_writes(struct run *run, const struct db_statement *statements, size_t n, bool commit,
                    struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *changed = session_changed(scratch, run->session, err);
    struct db_statement *all = mem_array(scratch, struct db_statement, n + 1);
    size_t failed = 0;

    if (!changed)
        return false;
    if (changed->n > 0) {
        note_disturber(run);
        if (!session_put_back(run->session, true, err))
            return false;
    }
    memcpy(all, statements, n * sizeof(*statements));
    /* A COMMIT that answers "ROLLBACK" is no error to the server: the transaction had failed. */
    all[n] = (struct db_statement){.sql = "COMMIT", .expect_tag = "COMMIT"};
    if (db_pipeline(run->db, all, n + commit, NULL, NULL, &failed, err))
        return true;
    if (failed == n)
        return locate_behind(run, "at the COMMIT", err);
    explain_own_failure(run, &all[failed], err);
    return locate_behind(run, "in what limbeck itself writes", err);
}

static struct db_statement journal_of(TALLOC_CTX *mem, const struct run *run, size_t step)
{
    static const char *const directions[] = {"upgrade", "downgrade", "stamp"};
    const struct work_step *ours = &run->work->steps[step];
    struct journal_entry entry = {
        .version_table = run->table->label,
        .revision = ours->step->revision ? ours->step->revision->id
                                         : strings_join(mem, ours->step->to, ", "),
        .direction = directions[ours->step->direction],
        .checksum = ours->checksum,
        .started_us = run->step_started_us,
        .took_us = clock_unix_us() - run->step_started_us,
        .by_user = run->options->by_user,
        .program = run->options->program,
    };

    return journal_write(mem, &entry);
}

/* The rows, the journal, the end of the step's progress: what makes a step done. */
static bool end_step(struct run *run, size_t step, bool commit, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct work_step *ours = &run->work->steps[step];
    size_t most = ours->step->n_changes + 2, n = 0;
    struct db_statement *writes = mem_array(scratch, struct db_statement, most);
    struct progress_key key;

    for (size_t i = 0; i < ours->step->n_changes; i++)
        writes[n++] = version_table_statement(scratch, run->table, &ours->step->changes[i]);
    if (run->state_ready && run->options->journal)
        writes[n++] = journal_of(scratch, run, step);
    if (run->state_ready && ours->commits_early) {
        key = run_key(run, step);
        writes[n++] = progress_end(scratch, &key);
    }
    return run_own_writes(run, writes, n, commit, err);
}

/* The transaction ends inside a step: remember how far it came. */
static bool pause_step(struct run *run, const struct work_part *part, struct error *err)
{
    MEM_SCRATCH(scratch);
    bool is_news = run->state_ready && part->end > run_done_before(run, part->step);
    struct progress now = run_progress_at(scratch, run, part->step, part->end);
    struct db_statement write = progress_write(scratch, &now);

    return run_own_writes(run, &write, is_news, true, err);
}

/*
 * A step that was stopped goes on behind what is done.  Only what its
 * statements set for the session is gone with the session that ran them.
 */
static bool run_rest(struct run *run, const struct work_part *part, struct error *err)
{
    const struct script_side *side;
    size_t done = run_done_before(run, part->step);
    struct work_part rest = *part;

    if (run->work->steps[part->step].is_python)
        return run_python(run, part, err);
    if (part->first == part->end)
        return true; /* a stamp has no script, and what ends a step may have nothing else to do */
    side = run_side(run, part->step);
    /* Done is done, whatever the cuts are by now: transaction = may have been changed since. */
    for (; rest.first < rest.end && rest.first < done; rest.first++)
        if (classify_is_session(side->statements[rest.first].sql) &&
            !db_exec(run->db, side->statements[rest.first].sql, err))
            return run_locate(run, part->step, rest.first, err);
    return rest.first == rest.end || run_statements(run, &rest, err);
}

static bool run_part(struct run *run, const struct work_part *part, bool last, struct error *err)
{
    if (!run_enter_step(run, part, err) || !run_rest(run, part, err))
        return false;
    if (part->ends_step)
        return end_step(run, part->step, last, err);
    return pause_step(run, part, err);
}

/* Everything before the first unit's own work that must be in a transaction. */
static bool begin(struct run *run, struct error *err)
{
    if (!run->session->pooled && !db_exec(run->db, "BEGIN", err))
        return false;
    return run_first_writes(run, err);
}

void run_note_committed(struct run *run, const struct work_part *part)
{
    run->committed_step = part->step;
    run->committed = part->ends_step ? 0 : part->end;
}

static bool run_transaction(struct run *run, const struct work_unit *unit, struct error *err)
{
    const struct work_part *last = unit->n > 0 ? &unit->parts[unit->n - 1] : NULL;

    if (!begin(run, err))
        return false;
    for (size_t i = 0; i < unit->n; i++)
        if (!run_part(run, &unit->parts[i], i + 1 == unit->n, err))
            return false;
    if (!last && !db_exec(run->db, "COMMIT", err))
        return false;
    run->first_done = true;
    if (last)
        run_note_committed(run, last);
    /* Not in the middle of a step: the rest of the script may count on what it has set. */
    return !last || !last->ends_step || !run->disturbers || put_back_for_good(run, err);
}

bool run_unit(struct run *run, const struct work_unit *unit, struct error *err)
{
    bool ok;

    run->final = false;
    ok = unit->alone ? run_alone(run, &unit->parts[0], err) : run_transaction(run, unit, err);

    if (!ok)
        run_rollback(run);
    return ok;
}
