/*
 * Format specifications: what stands behind the ':' in "{:>10,.2f}", and how
 * texts and numbers are laid out by one.
 */
#ifndef PY_FORMAT_SPEC_H
#define PY_FORMAT_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "py/object.h"

struct buf;
struct py_integer;

struct py_format_spec {
    uint32_t fill;  /* a code point */
    char align;     /* one of "<>^=" */
    char sign;      /* one of "+- " */
    char grouping;  /* ',' or '_', or '\0' */
    bool alternate; /* '#' */
    bool no_negative_zero;
    bool has_align, has_sign;
    size_t width;
    int64_t precision; /* -1: none */
    uint32_t type;     /* a code point; 0: none */
};

/* 'align' is the usual one of values of the type 'type_name'.  Refuses what would be too large. */
bool py_format_parse(struct py *py, const char *text, const char *type_name, char align,
                     struct py_format_spec *spec);

/* ValueError: "Unknown format code 'd' for object of type 'str'". */
void *py_format_unknown(struct py *py, const struct py_format_spec *spec, const char *type_name);

/* A text of 'n' code points. */
void py_format_text(struct buf *out, const struct py_format_spec *spec, const char *text,
                    size_t length, size_t n);

/* What a number is made of; NULL is nothing. */
struct py_format_number {
    bool negative;
    const char *prefix; /* "0x" */
    const char *digits; /* in front of the point */
    const char *rest;   /* the point and what follows it */
};

/* The two kinds of numbers, by spec->type. */
bool py_format_integer(struct py *py, struct buf *out, const struct py_format_spec *spec,
                       const struct py_integer *i);
bool py_format_double(struct py *py, struct buf *out, const struct py_format_spec *spec,
                      double value);

/* For the 'format' slots of int and float. */
struct py_object *py_int_format(struct py *py, struct py_object *self, const char *spec);
struct py_object *py_float_format(struct py *py, struct py_object *self, const char *spec);

#endif
