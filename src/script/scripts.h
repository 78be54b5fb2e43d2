/*
 * The scripts of one run, whatever they are written in.
 *
 * An SQL script is read from its file.  A Python script is evaluated, by one
 * interpreter for all of them and in the order in which they are asked for:
 * what one does can depend on those before (a type is created once a run).
 * Its statements are noted without running them.  A script that wants rows
 * cannot be noted; its side is 'live', and scripts_run() evaluates it once
 * more when its turn has come.
 */
#ifndef SCRIPT_SCRIPTS_H
#define SCRIPT_SCRIPTS_H

#include <stdbool.h>
#include <talloc.h>

#include "alembic/context.h"
#include "script/py_world.h"
#include "script/script.h"

struct scripts_options {
    struct py_world_options world;
    struct alembic_context context; /* without its sink */
};

struct arena;
struct scripts;

/* 'options' are copied, what they point to is borrowed.  NULL instead of scripts: SQL only. */
struct scripts *scripts_new(TALLOC_CTX *mem, const struct scripts_options *options);

/*
 * The script at 'path'; of a Python script only this side is filled in.  It
 * lives in 'mem', or as long as 'scripts'.  Fails as script_read() does, and
 * with ERROR_INVALID for a syntax error, an exception that nobody caught, or
 * what limbeck does not do; nothing has run then.
 */
struct script *scripts_read(TALLOC_CTX *mem, struct scripts *scripts, const char *path,
                            enum script_direction direction, struct error *err);

/*
 * Load a Python script without running anything of it: Alembic loads all of
 * them before the first one runs.  Nothing is said of what fails; reading it
 * will say so.
 */
void scripts_load(struct scripts *scripts, const char *path);

/* The interpreter of this run, and where trees that it works on can live. */
struct py *scripts_interpreter(struct scripts *scripts);
struct arena *scripts_trees(struct scripts *scripts);

/* Only the checksum, which evaluates nothing; a child of 'mem'. */
char *scripts_checksum(TALLOC_CTX *mem, const char *path, struct error *err);

/* Say what scripts printed when they were loaded; once. */
void scripts_say_loading(struct scripts *scripts);

/* Say what a noted side printed before its statement of that number, from 0. */
void scripts_say(struct scripts *scripts, const char *path, enum script_direction direction,
                 size_t statement);

/*
 * The turn of a side of a Python script has come: say what it printed when it
 * was noted, or, if it is live, evaluate it against 'sink'.
 */
bool scripts_run(struct scripts *scripts, const char *path, enum script_direction direction,
                 const struct alembic_sink *sink, struct error *err);

#endif
