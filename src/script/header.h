/*
 * The header of a script: who it is and what it builds on.
 *
 *     -- limbeck: revision = ID              or replacement_for = ID
 *     -- limbeck: down_revision = ID[, ID]   not there: a base
 *     -- limbeck: branch_labels = NAME[, NAME]
 *     -- limbeck: depends_on = ID[, ID]
 *     -- limbeck: message = TEXT
 *     -- limbeck: squashes = ID[, ID]
 *
 * It ends with the first section.  Each key stands once.
 */
#ifndef SCRIPT_HEADER_H
#define SCRIPT_HEADER_H

#include <stdbool.h>
#include <talloc.h>

#include "script/script.h"

struct directive;
struct error;
struct source;

/* Put one key into 'header'; fails when it is there already or its value is none. */
bool header_add(TALLOC_CTX *mem, struct script_header *header, const struct source *source,
                const struct directive *directive, struct error *err);

/* What can only be said of a whole header.  'line' is that of the first directive. */
bool header_check(const struct script_header *header, const struct source *source, int line,
                  struct error *err);

/*
 * Read 'source' up to its first section.  A file that is no script leaves
 * both 'id' and 'replaces' NULL.
 */
bool header_read(TALLOC_CTX *mem, const struct source *source, struct script_header *header,
                 struct error *err);

#endif
