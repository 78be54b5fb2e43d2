/*
 * A sink that only notes: the statements of a script are known before any of
 * them runs, unless the script asks for rows.
 */
#ifndef SCRIPT_PY_NOTE_H
#define SCRIPT_PY_NOTE_H

#include <stdbool.h>
#include <talloc.h>

#include "alembic/context.h"
#include "script/script.h"

struct py_note {
    struct alembic_sink sink;
    struct script_side *side; /* what was noted */
    TALLOC_CTX *mem;          /* the parent of its texts */
    bool offline;             /* there are no rows, and nobody is told to come again */
    bool autocommit;          /* where the script is: outside of a transaction */
    bool asked; /* the script wants to know what comes of it: what was noted is not all of it */
    const struct py *py; /* NULL: whether failures are caught does not matter */
};

void py_note_init(struct py_note *note, TALLOC_CTX *mem, struct script_side *side,
                  const struct py *py, bool offline);

#endif
