/*
 * The modules of Python's standard library that migration scripts use.
 *
 * Each is a table of names, made when a script asks for one.  What a module
 * has here behaves as in Python; what it has not refuses by name, so that a
 * script never goes on with half of what it wanted.  Nothing touches the
 * world but through the interpreter's host.
 */
#ifndef STDLIB_STDLIB_H
#define STDLIB_STDLIB_H

struct py;

/* Make them all importable. */
void stdlib_add_modules(struct py *py);

#endif
