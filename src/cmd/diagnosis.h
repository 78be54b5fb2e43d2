/*
 * What doctor finds out: facts by topic, some of which are problems with a
 * remedy.
 */
#ifndef CMD_DIAGNOSIS_H
#define CMD_DIAGNOSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct command_env;
struct error;
struct graph;

struct finding {
    const char *topic;
    const char *text;
    const char *remedy; /* what to do about it, or NULL */
    bool is_problem;
};

struct diagnosis {
    struct finding *findings;
    size_t n;
};

__attribute__((format(printf, 3, 4))) void diagnosis_note(struct diagnosis *d, const char *topic,
                                                          const char *fmt, ...);

/* What failed, with its hint as the remedy; the error is cleared. */
void diagnosis_problem(struct diagnosis *d, const char *topic, struct error *err);

/* The scripts of the graph: how many, and which of them cannot be evaluated. */
void diagnosis_scripts(struct diagnosis *d, struct command_env *env, const struct graph *graph);

/* The database: address, version, version table, rights, extensions, pooler. */
void diagnosis_database(struct diagnosis *d, struct command_env *env, const struct graph *graph);

#endif
