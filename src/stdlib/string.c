/* string: its constants. */
#include "py/py.h"
#include "stdlib/module.h"

#define TEXT(function, text)                                                                       \
    static struct py_object *function(struct py *py)                                               \
    {                                                                                              \
        return py_string(py, text);                                                                \
    }

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define PUNCTUATION "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
#define WHITESPACE " \t\n\r\v\f"

TEXT(lower, LOWER)
TEXT(upper, UPPER)
TEXT(letters, LOWER UPPER)
TEXT(digits, DIGITS)
TEXT(hexdigits, DIGITS "abcdefABCDEF")
TEXT(octdigits, "01234567")
TEXT(punctuation, PUNCTUATION)
TEXT(whitespace, WHITESPACE)
TEXT(printable, DIGITS LOWER UPPER PUNCTUATION WHITESPACE)

const struct stdlib_name stdlib_string[] = {
    {.name = "ascii_letters", .make = letters}, {.name = "ascii_lowercase", .make = lower},
    {.name = "ascii_uppercase", .make = upper}, {.name = "digits", .make = digits},
    {.name = "hexdigits", .make = hexdigits},   {.name = "octdigits", .make = octdigits},
    {.name = "printable", .make = printable},   {.name = "punctuation", .make = punctuation},
    {.name = "whitespace", .make = whitespace}, {.name = NULL},
};
