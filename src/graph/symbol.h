/*
 * Symbols by Alembic's rules, for the files of this folder: "head", ids, their
 * beginnings, labels, each also behind "branch@".
 */
#ifndef GRAPH_SYMBOL_H
#define GRAPH_SYMBOL_H

#include "graph/revset.h"

/* Who looks something up, for the messages that Alembic words by command. */
struct lookup {
    const struct graph *graph;
    struct error *err;
    const char *typed;          /* what "given argument" quotes; NULL: the symbol itself */
    const char *multiple_heads; /* the message for several heads, or NULL for the usual one */
};

/* Where a symbol leads: before all revisions ("base"), to one, or out of the graph. */
struct place {
    enum { PLACE_OUTSIDE, PLACE_BASE, PLACE_REVISION } kind;
    const struct revision *revision;
};

/* The '*n' places of 'symbol', a child of 'mem'; more than one for several heads. */
struct place *symbol_places(TALLOC_CTX *mem, const struct lookup *lookup, const char *symbol,
                            size_t *n);

/* All revisions of 'symbol' behind those in 'list'; "-2" is two below each head. */
bool symbol_resolve(const struct lookup *lookup, const char *symbol, struct revlist *list);
bool symbol_resolve_all(const struct lookup *lookup, const char *const *symbols,
                        struct revlist *list);

/* The one revision of 'symbol'; '*found' is NULL for "base". */
bool symbol_resolve_one(const struct lookup *lookup, const char *symbol,
                        const struct revision **found);

/* Is 'symbol' something else than a "head" of which there are several?  Ids are not looked up. */
bool symbol_check_heads(const struct lookup *lookup, const char *symbol);

/* The revision of an id, a label or the beginning of one; NULL after an error. */
const struct revision *symbol_ident(const struct lookup *lookup, const char *ident);

/* Say behind the failure to find a revision that its id is a row of the version table. */
bool symbol_explain_row(struct error *err);

/* What is ancestor or descendant of 'symbol'; everything for "base".  NULL after an error. */
struct revset *symbol_lineage(TALLOC_CTX *mem, const struct lookup *lookup, const char *symbol,
                              bool dependencies);

#endif
