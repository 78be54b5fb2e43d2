/*
 * Python scripts, as Alembic runs them: autocommit blocks commit what stands
 * before them, nothing is announced, and a run that fails behind one is begun
 * anew.  Statements that were noted are sent; a live script is evaluated
 * while they are.
 */
#include "migrate/run.h"

#include <stdlib.h>
#include <string.h>

#include "alembic/context.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "script/scripts.h"
#include "sql/classify.h"
#include "sql/commands.h"

enum { SHOWN_STATEMENTS = 10 };

/* One script's turn. */
struct turn {
    struct run *run;
    size_t step;
    bool always_autocommit; /* there are no transactions in this run */
    bool autocommit;        /* outside of a transaction */
    size_t sent;            /* statements so far */
    struct strlist *open;   /* sent in the transaction that is open */
    struct strlist *kept;   /* committed */
    struct error *fatal;    /* a failure that no "except" of a script can mend */
};

static bool is_fatal(const struct turn *turn, const struct error *err)
{
    return err->code == ERROR_INTERRUPTED || err->code == ERROR_USAGE || !db_alive(turn->run->db);
}

/* From now on nothing more is sent. */
static bool fail(struct turn *turn, struct error *err)
{
    if (is_fatal(turn, err) && turn->fatal->code == ERROR_NONE)
        error_copy(turn->fatal, err);
    return false;
}

static bool is_going(const struct turn *turn, struct error *err)
{
    if (turn->fatal->code == ERROR_NONE)
        return true;
    error_copy(err, turn->fatal);
    return false;
}

static bool refuse_commit(struct error *err)
{
    error_set(err, ERROR_USAGE, "this migration cannot run through a connection pooler");
    error_detail(err, "The script commits while it runs, and a pooler may hand each transaction to "
                      "another backend, which would not hold the lock.");
    return error_hint(err, "Set migration_url to the direct address of the server.");
}

/* What was sent is there for good: trying the step again would not be the same. */
static void keep(struct turn *turn)
{
    for (size_t i = 0; i < turn->open->n; i++)
        strlist_add(turn->kept, turn->open->items[i]);
    TALLOC_FREE(turn->open);
    turn->open = strlist_new(turn->kept);
    turn->run->final = true;
    turn->run->committed_step = turn->step;
    turn->run->committed = turn->kept->n;
}

static bool commit(struct turn *turn, struct error *err)
{
    if (turn->run->session->pooled)
        return refuse_commit(err) || fail(turn, err);
    if (!db_exec(turn->run->db, "COMMIT", err))
        return fail(turn, err);
    turn->run->first_done = true;
    keep(turn);
    return true;
}

static bool roll_back(struct turn *turn, struct error *err)
{
    if (turn->run->session->pooled)
        return refuse_commit(err) || fail(turn, err);
    turn->run->final = true;
    turn->open->n = 0;
    return db_exec(turn->run->db, "ROLLBACK", err) || fail(turn, err);
}

static bool set_autocommit(struct turn *turn, bool on, struct error *err)
{
    on = on || turn->always_autocommit;
    if (on == turn->autocommit)
        return true;
    if (on ? !commit(turn, err) : !db_exec(turn->run->db, "BEGIN", err))
        return fail(turn, err);
    turn->autocommit = on;
    return true;
}

static bool end_transaction(struct turn *turn, bool commits, struct error *err)
{
    if (turn->autocommit)
        return true;
    if (commits ? !commit(turn, err) : !roll_back(turn, err))
        return false;
    return db_exec(turn->run->db, "BEGIN", err) || fail(turn, err);
}

static bool is_concurrent(const char *sql)
{
    MEM_SCRATCH(scratch);

    return classify_statement(scratch, sql)->concurrent;
}

static bool locate(const struct turn *turn, const char *sql, struct py_place place,
                   struct error *err)
{
    const struct script_statement statement = {.sql = sql, .path = place.path, .line = place.line};

    return run_locate_statement(turn->run, turn->step, &statement, turn->sent, err);
}

static void note_sent(struct turn *turn, const char *sql)
{
    strlist_add(turn->open, sql);
    if (turn->autocommit)
        keep(turn);
}

/* One statement, or several in one text, which then share their fate. */
static bool send(struct turn *turn, const char *sql, struct py_place place, struct error *err)
{
    struct run *run = turn->run;
    bool ok;

    if (!is_going(turn, err))
        return false;
    turn->sent++;
    run->script_speaks = true;
    ok = turn->autocommit && is_concurrent(sql) ? run_patiently(run, sql, err)
                                                : db_exec(run->db, sql, err);
    run->script_speaks = false;
    if (ok)
        note_sent(turn, sql);
    else
        locate(turn, sql, place, err);
    return ok || fail(turn, err);
}

/* op.execute("COMMIT") leaves the transaction, as with the driver that scripts are written for. */
static bool send_command(struct turn *turn, const struct sql_command *command,
                         struct py_place place, struct error *err)
{
    switch (command->control) {
    case SQL_CONTROL_BEGIN:
        return set_autocommit(turn, false, err);
    case SQL_CONTROL_COMMIT:
        return set_autocommit(turn, true, err);
    case SQL_CONTROL_ROLLBACK:
        return turn->autocommit || (roll_back(turn, err) && (turn->autocommit = true));
    default:
        return send(turn, command->sql, place, err);
    }
}

static bool has_control(const struct sql_commands *commands)
{
    for (size_t i = 0; i < commands->n; i++)
        if (commands->items[i].control != SQL_CONTROL_NONE)
            return true;
    return false;
}

static bool live_execute(void *data, const char *sql, struct py_place place, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct turn *turn = data;
    struct sql_commands *commands = sql_commands(scratch, sql);

    if (!has_control(commands))
        return commands->n == 0 || send(turn, sql, place, err);
    for (size_t i = 0; i < commands->n; i++)
        if (!send_command(turn, &commands->items[i], place, err))
            return false;
    return true;
}

/* -1 where the command counts no rows. */
static int64_t affected(const struct db_result *result)
{
    const char *tag = db_tag(result);
    size_t n = strlen(tag);

    return n > 0 && tag[n - 1] >= '0' && tag[n - 1] <= '9' ? db_affected(result) : -1;
}

static struct alembic_rows *rows_of(TALLOC_CTX *mem, struct db_result *result)
{
    struct alembic_rows *rows = mem_new(mem, struct alembic_rows);
    size_t columns = db_columns(result), n = db_rows(result);
    const char **names = mem_array(rows, const char *, columns);
    uint32_t *types = mem_array(rows, uint32_t, columns);
    const char **values = mem_array(rows, const char *, n *columns);

    for (size_t c = 0; c < columns; c++) {
        names[c] = db_column_name(result, c);
        types[c] = db_column_type(result, c);
    }
    for (size_t i = 0; i < n * columns; i++)
        values[i] = db_text(result, i / columns, i % columns);
    talloc_steal(rows, result);
    *rows = (struct alembic_rows){n, columns, names, types, values, affected(result)};
    return rows;
}

static struct alembic_rows *live_query(void *data, TALLOC_CTX *mem, const char *sql,
                                       struct py_place place, struct error *err)
{
    struct turn *turn = data;
    struct db_result *result;

    if (!is_going(turn, err))
        return NULL;
    turn->sent++;
    turn->run->final = true; /* what it does from here on depends on what it read */
    turn->run->script_speaks = true;
    result = db_query(mem, turn->run->db, sql, DB_NO_PARAMS, err);
    turn->run->script_speaks = false;
    if (!result) {
        locate(turn, sql, place, err);
        fail(turn, err);
        return NULL;
    }
    note_sent(turn, sql);
    return rows_of(mem, result);
}

static bool live_autocommit(void *data, bool on, struct py_place place, struct error *err)
{
    (void)place;
    return is_going(data, err) && set_autocommit(data, on, err);
}

static bool live_end(void *data, bool commits, struct py_place place, struct error *err)
{
    (void)place;
    return is_going(data, err) && end_transaction(data, commits, err);
}

static bool run_live(struct turn *turn, struct error *err)
{
    const struct alembic_sink sink = {live_execute, live_query, live_autocommit, live_end, turn};
    const struct run *run = turn->run;
    bool ok = scripts_run(run->options->scripts, run->script->path,
                          run->work->steps[turn->step].direction, &sink, err);

    if (turn->fatal->code == ERROR_NONE)
        return ok;
    error_copy(err, turn->fatal);
    return false;
}

static bool replay(struct turn *turn, const struct script_side *side, struct error *err)
{
    for (size_t i = 0; i < side->n; i++) {
        const struct script_statement *s = &side->statements[i];
        struct py_place place = {s->path, s->line};

        if (s->ends_transaction
                ? !end_transaction(turn, strcmp(s->sql, "COMMIT") == 0, err)
                : !set_autocommit(turn, !s->transaction, err) || !send(turn, s->sql, place, err))
            return false;
    }
    return true;
}

/* Whoever reads this may have to clean up before the next attempt. */
static bool list_kept(const struct turn *turn, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct buf *text = buf_new(scratch, BUF_MAX);

    if (turn->kept->n == 0)
        return false;
    if (err->where)
        buf_addf(text, "%s\n", err->where);
    buf_addf(text, "committed before it, and not undone:");
    for (size_t i = 0; i < turn->kept->n && i < SHOWN_STATEMENTS; i++) {
        const char *sql = turn->kept->items[i];
        size_t n;

        sql += strspn(sql, " \t\r\n");
        n = strcspn(sql, "\r\n");
        buf_addf(text, "\n    %.*s%s", (int)n, sql, sql[n] ? " ..." : "");
    }
    if (turn->kept->n > SHOWN_STATEMENTS)
        buf_addf(text, "\n    and %zu more", turn->kept->n - SHOWN_STATEMENTS);
    return error_where(err, "%s", text->text);
}

static bool take_turn(struct turn *turn, const struct script_side *side, struct error *err)
{
    bool ok = !turn->always_autocommit || set_autocommit(turn, true, err);

    ok = ok && (side->live ? run_live(turn, err) : replay(turn, side, err));
    turn->always_autocommit = false;
    /* The rows of the version table are written in a transaction again. */
    return (ok && set_autocommit(turn, false, err)) || list_kept(turn, err);
}

static bool is_plain(const struct run *run, const struct script_side *side)
{
    return !side->live && !side->autocommit && !side->ends_transaction &&
           run->options->transaction != MIGRATE_NONE;
}

bool run_python(struct run *run, const struct work_part *part, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct script_side *side = run_side(run, part->step);
    const struct work_part whole = {.step = part->step, .end = side->n};
    struct turn turn = {
        .run = run,
        .step = part->step,
        .always_autocommit = run->options->transaction == MIGRATE_NONE,
        .kept = strlist_new(scratch),
        .fatal = error_new(scratch),
    };

    turn.open = strlist_new(turn.kept);
    if (!side->live && !scripts_run(run->options->scripts, run->script->path,
                                    run->work->steps[part->step].direction, NULL, err))
        return false;
    return is_plain(run, side) ? run_statements(run, &whole, err) : take_turn(&turn, side, err);
}
