/*
 * Programs that say what they do, beside what CPython made of them.
 *
 *     == a case
 *     > from helpers import double
 *     > print(double(2))
 *     @ helpers.py
 *     > def double(x): return x * y
 *     $ HOME=/home/me
 *     = what it prints
 *     ! helpers.py:1: NameError: name 'y' is not defined
 *
 * '>' lines are case.py; behind an '@' line they are the file of that name
 * beside it.  '$' lines are its environment.  A function upgrade() is called.
 * eval_expected.py writes the '=' and '!' lines.
 */
#ifndef UNIT_PY_PROGRAM_H
#define UNIT_PY_PROGRAM_H

#include <talloc.h>

struct py_limits;
struct stanza;

/* Run the program of a case with the standard modules, for stanza_each(). */
void program_check(TALLOC_CTX *mem, const struct stanza *stanza);

/* The same under limits. */
void program_check_within(TALLOC_CTX *mem, const struct stanza *stanza,
                          const struct py_limits *limits);

#endif
