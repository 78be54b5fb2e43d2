/*
 * Symbols relative to others, "head-1", "branch@+2", and the steps through
 * the graph that they ask for.
 */
#ifndef GRAPH_RELATIVE_H
#define GRAPH_RELATIVE_H

#include "graph/symbol.h"

/* "[branch@][symbol](+N|-N)"; what stands behind the digits is ignored, as in Alembic. */
struct relative {
    const char *branch; /* or NULL */
    const char *symbol; /* or NULL: relative to the rows */
    const char *typed;  /* "+02" */
    long steps;         /* negative: down */
};

/* Is 'text' of that form?  Fills in 'relative', whose strings are children of 'mem'. */
bool relative_parse(TALLOC_CTX *mem, const char *text, struct relative *relative);

/*
 * "Relative revision +9 didn't produce 9 migrations"; with 'plain' the number
 * is not as typed but as Python prints it.
 */
bool relative_too_far(const struct lookup *lookup, const struct relative *relative, bool plain);

/*
 * Go 'steps' up (or down, if negative) from 'start'; from NULL, which is
 * before all bases going up and above all heads going down.  Going up, 'branch'
 * (or NULL) chooses among children.  Without 'strict' the walk ends where the
 * graph ends; with it, such a walk ends outside.  Fails at a fork.
 */
bool relative_walk(const struct lookup *lookup, const struct revision *start, long steps,
                   const char *branch, bool strict, struct place *place);

/* Is 'text' a negative number, which 'show' takes as steps below the heads? */
bool relative_is_below(const char *text, long *steps);

/*
 * What is 'steps' (negative) below each real head, or each that has the label
 * 'branch' when that is not NULL; '*n' places, a child of 'mem'.
 */
struct place *relative_below_heads(TALLOC_CTX *mem, const struct lookup *lookup, const char *branch,
                                   long steps, size_t *n);

#endif
