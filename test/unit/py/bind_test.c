#include <string.h>

#include "base/mem.h"
#include "harness/test.h"
#include "py/py.h"

enum { SLOTS_MAX = 8 };

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct py *interpreter(TALLOC_CTX *mem)
{
    return py_new(mem, &(struct py_host){.data = NULL}, NULL);
}

/* What comes of the call: the slots, or the text of the exception. */
static const char *bound(TALLOC_CTX *mem, const char *const *names, size_t n_values,
                         const char *const *keywords, size_t n_slots)
{
    struct py *py = interpreter(mem);
    struct py_object *values[SLOTS_MAX], *slots[SLOTS_MAX];
    struct py_keyword named[SLOTS_MAX];
    struct py_args args = {.values = values, .n = n_values, .keywords = named};
    char *text = mem_strdup(mem, "");

    for (size_t i = 0; i < n_values; i++)
        values[i] = py_int(py, (int64_t)i + 1);
    for (size_t i = 0; keywords[i]; i++)
        named[args.n_keywords++] =
            (struct py_keyword){keywords[i], py_stringf(py, "%s", keywords[i])};
    if (!py_bind(py, "make", names, &args, slots))
        return py_str_text(py, py_catch(py, &py_type_error));
    for (size_t i = 0; i < n_slots; i++)
        text = mem_printf(mem, "%s%s%s", text, i > 0 ? " " : "",
                          slots[i] ? py_repr_text(py, slots[i]) : "-");
    return text;
}

TEST(py_bind_takes_arguments_by_position_and_by_name)
{
    const char *const *names = NAMES("a", "b", "?c", "?d");

    EQUAL_STR(bound(mem, names, 2, NAMES(NULL), 4), "1 2 - -");
    EQUAL_STR(bound(mem, names, 4, NAMES(NULL), 4), "1 2 3 4");
    EQUAL_STR(bound(mem, names, 1, NAMES("d", "b"), 4), "1 'b' - 'd'");
    EQUAL_STR(bound(mem, names, 0, NAMES("b", "a"), 4), "'a' 'b' - -");
}

TEST(py_bind_collects_what_is_left)
{
    const char *const *names = NAMES("a", "*rest", "b", "?c", "**others");

    EQUAL_STR(bound(mem, names, 3, NAMES("b"), 5), "1 (2, 3) 'b' - {}");
    EQUAL_STR(bound(mem, names, 1, NAMES("x", "c", "b", "y"), 5),
              "1 () 'b' 'c' {'x': 'x', 'y': 'y'}");
}

TEST(py_bind_keeps_names_before_a_slash_to_itself)
{
    EQUAL_STR(bound(mem, NAMES("a", "/", "b"), 1, NAMES("b"), 2), "1 'b'");
    EQUAL_STR(bound(mem, NAMES("a", "/", "b"), 1, NAMES("a"), 2),
              "make() got some positional-only arguments passed as keyword arguments: 'a'");
    EQUAL_STR(bound(mem, NAMES("a", "/", "**rest"), 1, NAMES("a"), 2), "1 {'a': 'a'}");
}

TEST(py_bind_says_what_is_missing)
{
    const char *const *names = NAMES("a", "b", "c", "?d", "*", "e", "f");

    EQUAL_STR(bound(mem, names, 2, NAMES("e", "f"), 6),
              "make() missing 1 required positional argument: 'c'");
    EQUAL_STR(bound(mem, names, 1, NAMES("e", "f"), 6),
              "make() missing 2 required positional arguments: 'b' and 'c'");
    EQUAL_STR(bound(mem, names, 0, NAMES("e", "f"), 6),
              "make() missing 3 required positional arguments: 'a', 'b', and 'c'");
    EQUAL_STR(bound(mem, names, 3, NAMES("e"), 6),
              "make() missing 1 required keyword-only argument: 'f'");
    EQUAL_STR(bound(mem, names, 3, NAMES(NULL), 6),
              "make() missing 2 required keyword-only arguments: 'e' and 'f'");
}

TEST(py_bind_says_what_is_too_much)
{
    EQUAL_STR(bound(mem, NAMES("a"), 2, NAMES(NULL), 1),
              "make() takes 1 positional argument but 2 were given");
    EQUAL_STR(bound(mem, NAMES("*", "?a"), 1, NAMES(NULL), 1),
              "make() takes 0 positional arguments but 1 was given");
    EQUAL_STR(bound(mem, NAMES("a", "b"), 3, NAMES(NULL), 2),
              "make() takes 2 positional arguments but 3 were given");
    EQUAL_STR(bound(mem, NAMES("a", "?b"), 3, NAMES(NULL), 2),
              "make() takes from 1 to 2 positional arguments but 3 were given");
    EQUAL_STR(bound(mem, NAMES("a", "*", "?b"), 2, NAMES("b"), 2),
              "make() takes 1 positional argument but 2 positional arguments (and 1 keyword-only "
              "argument) were given");
    EQUAL_STR(bound(mem, NAMES("a", "b"), 2, NAMES("c"), 2),
              "make() got an unexpected keyword argument 'c'");
    EQUAL_STR(bound(mem, NAMES("a", "b"), 2, NAMES("a"), 2),
              "make() got multiple values for argument 'a'");
}
