/* The methods of str, one file for each kind; str_methods.c is their table. */
#ifndef PY_STR_METHODS_H
#define PY_STR_METHODS_H

#include "py/object.h"

/* str_find.c */
py_native py_str_find, py_str_rfind, py_str_index, py_str_rindex, py_str_count, py_str_startswith,
    py_str_endswith;

/* str_replace.c */
py_native py_str_replace, py_str_removeprefix, py_str_removesuffix, py_str_expandtabs,
    py_str_translate, py_str_maketrans;

/* str_split.c */
py_native py_str_split, py_str_rsplit, py_str_splitlines, py_str_partition, py_str_rpartition,
    py_str_join;

/* str_case.c */
py_native py_str_upper, py_str_lower, py_str_title, py_str_capitalize, py_str_swapcase,
    py_str_casefold;

/* str_strip.c: strip() and its opposite */
py_native py_str_strip, py_str_lstrip, py_str_rstrip, py_str_center, py_str_ljust, py_str_rjust,
    py_str_zfill;

/* str_test.c */
py_native py_str_isalpha, py_str_isalnum, py_str_isdecimal, py_str_isdigit, py_str_isnumeric,
    py_str_isspace, py_str_isupper, py_str_islower, py_str_istitle, py_str_isprintable,
    py_str_isascii, py_str_isidentifier;

/* str_format.c, str_encode.c */
py_native py_str_format, py_str_format_map, py_str_encode;

#endif
