/*
 * Graphs and commands as text.
 *
 * A graph: "a1; b1<-a1 [left]; b2<-a1 {b1}; c1<-b1,b2", in file order, with
 * parents, [labels] and {dependencies}.
 *
 * A command: "upgrade head (a1, b1)", with the rows of the version table;
 * downgrade, stamp, history, show, current, heads and graph (labels and marks
 * of all revisions) likewise.  What comes of it are lines:
 *
 *     upgrade a1 -> b1: U a1=>b1         a step and its changes (I, U, D)
 *     => b1                              the rows after all steps
 *     warning: ...
 *     error: ...
 */
#ifndef UNIT_GRAPH_NOTATION_H
#define UNIT_GRAPH_NOTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;
struct graph;
struct strlist;

/* The words of the first 'length' bytes, between spaces and any of 'separators'. */
struct strlist *notation_words(TALLOC_CTX *mem, const char *text, size_t length,
                               const char *separators);

struct graph *notation_graph(TALLOC_CTX *mem, const char *text, struct error *err);

/*
 * What comes of 'command'.  With 'brief' a step shows the rows after it, not
 * the changes: at merges it is open which row is updated and which deleted.
 */
char *notation_run(TALLOC_CTX *mem, const struct graph *graph, const char *command, bool brief);

#endif
