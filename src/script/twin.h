/* The Python twin of an SQL script: what Alembic runs in its place. */
#ifndef SCRIPT_TWIN_H
#define SCRIPT_TWIN_H

#include <talloc.h>

struct error;
struct script;

/*
 * The text of a script for Alembic with the header of 'script' and one
 * op.execute() for each of its statements; what stands outside of a
 * transaction stands in an autocommit block.  A script without a way back
 * raises NotImplementedError there.  'id' is that of the revision it stands for.
 */
char *script_twin(TALLOC_CTX *mem, const struct script *script, const char *id,
                  const char *const *down, const char *const *labels, const char *const *depends);

#endif
