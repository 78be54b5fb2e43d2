/*
 * Going on without what could not be evaluated.
 *
 * Where a statement of a module meets a refusal, what it would have bound
 * becomes poison, and the module goes on: only what is used matters.
 */
#ifndef PY_POISONING_H
#define PY_POISONING_H

#include <stdbool.h>

struct py;
struct py_stmt;

/* Take the pending refusal, if it is none of a limit that ends everything. */
bool py_poison_refusal(struct py *py);

/* Take the pending exception, if there is one. */
bool py_poison_exception(struct py *py);

/* Bind what 'stmt' would have bound to poison that says what was taken last. */
void py_poison_names(struct py *py, const struct py_stmt *stmt);

#endif
