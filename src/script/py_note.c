#include "script/py_note.h"

#include "base/error.h"
#include "base/mem.h"
#include "sql/commands.h"

/* Is an array of 'n' elements full, if it doubles whenever it is? */
static bool is_full(size_t n)
{
    return (n & (n - 1)) == 0;
}

static void add(struct py_note *note, const char *sql, struct py_place place, bool ends)
{
    struct script_side *side = note->side;

    if (is_full(side->n))
        side->statements = mem_resize(note->mem, side->statements, side->n ? 2 * side->n : 1);
    side->statements[side->n++] = (struct script_statement){
        .sql = mem_strdup(note->mem, sql),
        .path = place.path ? mem_strdup(note->mem, place.path) : NULL,
        .line = place.line,
        .transaction = !note->autocommit,
        .ends_transaction = ends,
    };
    side->autocommit |= note->autocommit;
    side->ends_transaction |= ends;
}

/*
 * op.execute("COMMIT") is how scripts leave the transaction where nobody told
 * them of autocommit_block().
 */
static void add_command(struct py_note *note, const struct sql_command *command,
                        struct py_place place)
{
    switch (command->control) {
    case SQL_CONTROL_BEGIN:
        note->autocommit = false;
        break;
    case SQL_CONTROL_ROLLBACK:
        if (!note->autocommit)
            add(note, "ROLLBACK", place, true);
        note->autocommit = true;
        break;
    case SQL_CONTROL_COMMIT:
        note->autocommit = true;
        break;
    default:
        add(note, command->sql, place, false);
    }
}

static bool execute(void *data, const char *sql, struct py_place place, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct py_note *note = data;
    struct sql_commands *commands;

    (void)err;
    if (note->offline) {
        add(note, sql, place, false);
        return true;
    }
    /* Whether it fails, the script wants to know: in one way or the other it goes on. */
    note->asked = note->asked || (note->py && py_catches(note->py));
    commands = sql_commands(scratch, sql);
    for (size_t i = 0; i < commands->n; i++)
        add_command(note, &commands->items[i], place);
    return true;
}

static struct alembic_rows *query(void *data, TALLOC_CTX *mem, const char *sql,
                                  struct py_place place, struct error *err)
{
    struct py_note *note = data;

    (void)mem;
    if (note->offline) {
        execute(note, sql, place, err);
        return NULL;
    }
    note->asked = true;
    error_set(err, ERROR_BUSY, "the script reads the database while it runs");
    return NULL;
}

static bool autocommit(void *data, bool on, struct py_place place, struct error *err)
{
    struct py_note *note = data;

    (void)err;
    if (note->offline)
        add(note, on ? "COMMIT" : "BEGIN", place, true);
    else
        note->autocommit = on;
    return true;
}

static bool end(void *data, bool commit, struct py_place place, struct error *err)
{
    struct py_note *note = data;

    (void)err;
    if (!note->offline && !note->autocommit)
        add(note, commit ? "COMMIT" : "ROLLBACK", place, true);
    return true;
}

void py_note_init(struct py_note *note, TALLOC_CTX *mem, struct script_side *side,
                  const struct py *py, bool offline)
{
    *note = (struct py_note){.mem = mem, .side = side, .py = py, .offline = offline};
    note->sink = (struct alembic_sink){.execute = execute,
                                       .query = query,
                                       .autocommit = autocommit,
                                       .end = end,
                                       .data = note,
                                       .notes = true};
}
