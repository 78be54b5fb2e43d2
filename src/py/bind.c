/* py_bind(): the arguments of a native function, taken apart by its signature. */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/interp.h"

/* The names of a signature, sorted into kinds. */
struct binding {
    struct py *py;
    const char *function;
    const char *const *names;
    const struct py_args *args;
    struct py_object **slots;
    size_t n_slots, n_positional, n_required;
    size_t rest, rest_keywords; /* slot + 1; 0: there is none */
    size_t n_positional_only;
};

static const char *plain(const char *name)
{
    return *name == '?' ? name + 1 : name;
}

static void study(struct binding *b)
{
    bool keyword_only = false;

    for (const char *const *name = b->names; *name; name++) {
        if (strcmp(*name, "/") == 0) {
            b->n_positional_only = b->n_slots;
        } else if (strcmp(*name, "*") == 0) {
            keyword_only = true;
        } else if (strncmp(*name, "**", 2) == 0) {
            b->rest_keywords = ++b->n_slots;
        } else if (**name == '*') {
            keyword_only = true;
            b->rest = ++b->n_slots;
        } else {
            b->n_slots++;
            if (!keyword_only) {
                b->n_positional = b->n_slots;
                b->n_required += **name != '?';
            }
        }
    }
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* The slot of a keyword; the number of slots when there is none. */
static size_t slot_of(const struct binding *b, const char *keyword)
{
    size_t slot = 0;

    for (const char *const *name = b->names; *name; name++) {
        if (strcmp(*name, "/") == 0 || strcmp(*name, "*") == 0)
            continue;
        if (**name != '*' && slot >= b->n_positional_only && strcmp(plain(*name), keyword) == 0)
            return slot;
        slot++;
    }
    return b->n_slots;
}

/* How many of those that go by keyword only are given. */
static size_t count_keyword_only(const struct binding *b)
{
    size_t n = 0;

    for (size_t i = 0; i < b->args->n_keywords; i++) {
        size_t slot = slot_of(b, b->args->keywords[i].name);

        n += slot >= b->n_positional && slot < b->n_slots;
    }
    return n;
}

static bool too_many(const struct binding *b)
{
    MEM_SCRATCH(scratch);
    size_t n = b->args->n, others = count_keyword_only(b);
    const char *takes =
        b->n_required == b->n_positional
            ? mem_printf(scratch, "%zu", b->n_positional)
            : mem_printf(scratch, "from %zu to %zu", b->n_required, b->n_positional);
    const char *beside = "";

    if (others > 0)
        beside = mem_printf(scratch, " positional argument%s (and %zu keyword-only argument%s)",
                            plural(n), others, plural(others));
    return py_raise(b->py, &py_type_error, "%s() takes %s positional argument%s but %zu%s %s given",
                    b->function, takes,
                    b->n_required == b->n_positional ? plural(b->n_positional) : "s", n, beside,
                    n == 1 && others == 0 ? "was" : "were");
}

static bool take_positional(struct binding *b)
{
    size_t n = b->args->n < b->n_positional ? b->args->n : b->n_positional;

    for (size_t i = 0; i < n; i++)
        b->slots[i] = b->args->values[i];
    if (b->rest)
        b->slots[b->rest - 1] = py_tuple(b->py, b->args->values + n, b->args->n - n);
    else if (b->args->n > n)
        return too_many(b);
    return true;
}

static bool is_positional_only(const struct binding *b, const char *keyword)
{
    for (size_t i = 0; i < b->n_positional_only; i++)
        if (strcmp(plain(b->names[i]), keyword) == 0)
            return true;
    return false;
}

static bool take_keywords(struct binding *b)
{
    struct py_dict *rest = b->rest_keywords ? py_dict_new(b->py) : NULL;

    for (size_t i = 0; i < b->args->n_keywords; i++) {
        const struct py_keyword *k = &b->args->keywords[i];
        size_t slot = slot_of(b, k->name);

        if (slot < b->n_slots && b->slots[slot])
            return py_raise(b->py, &py_type_error, "%s() got multiple values for argument '%s'",
                            b->function, k->name) != NULL;
        if (slot < b->n_slots)
            b->slots[slot] = k->value;
        else if (!rest && is_positional_only(b, k->name))
            return py_raise(b->py, &py_type_error,
                            "%s() got some positional-only arguments passed as keyword arguments: "
                            "'%s'",
                            b->function, k->name);
        else if (!rest)
            return py_raise(b->py, &py_type_error, "%s() got an unexpected keyword argument '%s'",
                            b->function, k->name) != NULL;
        else
            py_dict_put_text(b->py, rest, k->name, k->value);
    }
    if (rest)
        b->slots[b->rest_keywords - 1] = &rest->object;
    return true;
}

static void add_missing(struct buf *list, size_t i, size_t n, const char *name)
{
    if (i > 0)
        buf_add(list, n > 2 ? (i + 1 == n ? ", and " : ", ") : " and ");
    buf_addf(list, "'%s'", name);
}

/* How many of the positional (or the keyword-only) ones are missing; their names, if 'list' is
 * given. */
static size_t find_missing(const struct binding *b, bool keyword_only, struct buf *list, size_t n)
{
    size_t slot = 0, missing = 0;

    for (const char *const *name = b->names; *name; name++) {
        if (strcmp(*name, "/") == 0 || strcmp(*name, "*") == 0)
            continue;
        if (**name != '*' && **name != '?' && !b->slots[slot] &&
            (slot >= b->n_positional) == keyword_only) {
            if (list)
                add_missing(list, missing, n, *name);
            missing++;
        }
        slot++;
    }
    return missing;
}

static bool report_missing(const struct binding *b, bool keyword_only, size_t n)
{
    MEM_SCRATCH(scratch);
    struct buf *list = buf_new(scratch, BUF_MAX);

    find_missing(b, keyword_only, list, n);
    return py_raise(b->py, &py_type_error, "%s() missing %zu required %s argument%s: %s",
                    b->function, n, keyword_only ? "keyword-only" : "positional", plural(n),
                    list->text) != NULL;
}

static bool check_missing(const struct binding *b, bool keyword_only)
{
    size_t n = find_missing(b, keyword_only, NULL, 0);

    return n == 0 || report_missing(b, keyword_only, n);
}

bool py_bind(struct py *py, const char *function, const char *const *names,
             const struct py_args *args, struct py_object **slots)
{
    struct binding b = {
        .py = py, .function = function, .names = names, .args = args, .slots = slots};

    study(&b);
    memset(slots, 0, b.n_slots * sizeof(*slots));
    return take_positional(&b) && take_keywords(&b) && check_missing(&b, false) &&
           check_missing(&b, true);
}
