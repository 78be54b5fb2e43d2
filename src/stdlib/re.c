/* re: patterns and matches.  PCRE2's syntax contains Python's, but for the few spellings that are
 * turned. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "pattern/pattern.h"
#include "py/py.h"
#include "stdlib/module.h"

/* Python's flags. */
enum { IGNORECASE = 2, MULTILINE = 8, DOTALL = 16, UNICODE = 32, VERBOSE = 64, ASCII = 256 };

struct regex {
    struct py_object object;
    struct pattern *pattern;
    const struct py_string *source;
    int64_t flags;
};

struct match {
    struct py_object object;
    const struct regex *regex;
    const struct py_string *text;
    struct pattern_span *spans;
};

static const struct py_type regex_type, match_type;

static const struct py_type re_error = {.name = "error", .module = "re", .base = &py_exception};

/* ---- compiling ------------------------------------------------------------------------------- */

/* Where Python and PCRE2 write the same thing differently: \Z is the very end. */
static char *translate(TALLOC_CTX *mem, const struct py_string *source, size_t *length)
{
    struct buf *out = buf_new(mem, BUF_MAX);

    for (size_t i = 0; i < source->length; i++) {
        if (source->text[i] == '\\' && i + 1 < source->length) {
            char c = source->text[++i];

            if (c == 'Z')
                buf_add(out, "\\z");
            else
                buf_addf(out, "\\%c", c);
        } else {
            buf_addc(out, source->text[i]);
        }
    }
    *length = out->length;
    return buf_take(mem, out);
}

static struct py_object *compile(struct py *py, struct py_object *source, int64_t flags)
{
    MEM_SCRATCH(scratch);
    struct regex *regex;
    struct error *err = error_new(scratch);
    unsigned options =
        (flags & IGNORECASE ? PATTERN_IGNORE_CASE : 0u) |
        (flags & MULTILINE ? PATTERN_MULTILINE : 0u) | (flags & DOTALL ? PATTERN_DOT_ALL : 0u) |
        (flags & VERBOSE ? PATTERN_VERBOSE : 0u) | (flags & ASCII ? PATTERN_ASCII : 0u);
    size_t length;
    char *text;

    if (source->type == &regex_type)
        return source;
    if (!py_as_string(source))
        return py_raise(py, &py_type_error, "first argument must be string or compiled pattern");
    regex = arena_new_object(py_arena(py), struct regex);
    regex->object.type = &regex_type;
    regex->source = py_as_string(source);
    regex->flags = flags | UNICODE;
    text = translate(scratch, regex->source, &length);
    regex->pattern = pattern_new(arena_context(py_arena(py)), text, length, options, err);
    return regex->pattern
               ? &regex->object
               : py_raise(py, &re_error, "%s at position %d", err->message, err->position);
}

static bool flags_of(struct py *py, struct py_object *o, int64_t *flags)
{
    *flags = 0;
    return !o || py_need_int(py, o, flags);
}

/* ---- matching -------------------------------------------------------------------------------- */

/* The match from byte 'start' on; NULL in '*match' when there is none. */
static bool find(struct py *py, const struct regex *regex, const struct py_string *text,
                 size_t start, enum pattern_anchor anchor, struct match **match)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    size_t n = pattern_groups(regex->pattern) + 1;
    struct pattern_span *spans = arena_new_array(py_arena(py), struct pattern_span, n);
    bool found;

    *match = NULL;
    if (!py_step(py, 1 + text->length / 1024))
        return false;
    if (!pattern_match(regex->pattern, text->text, text->length, start, anchor, &found, spans, err))
        return py_refuse(py, "%s", err->message) != NULL;
    if (!found)
        return true;
    *match = arena_new_object(py_arena(py), struct match);
    **match = (struct match){{&match_type}, regex, text, spans};
    return true;
}

/* Behind a match; an empty one moves on by a character. */
static size_t next_start(const struct match *m)
{
    size_t at = m->spans[0].to;

    if (m->spans[0].from < at || at >= m->text->length)
        return m->spans[0].from < at ? at : at + 1;
    do
        at++;
    while (at < m->text->length && ((unsigned char)m->text->text[at] & 0xc0) == 0x80);
    return at;
}

static const struct py_string *text_argument(struct py *py, struct py_object *o)
{
    const struct py_string *s = py_as_string(o);

    return s ? s
             : py_raise(py, &py_type_error, "expected string or bytes-like object, got '%s'",
                        py_type_of(o)->name);
}

static struct py_object *span_text(struct py *py, const struct match *m, size_t i)
{
    const struct pattern_span *s = &m->spans[i];

    return s->from == (size_t)-1 ? py_none()
                                 : py_stringn(py, m->text->text + s->from, s->to - s->from);
}

static struct py_object *once(struct py *py, struct regex *regex, struct py_object *o,
                              enum pattern_anchor anchor)
{
    const struct py_string *text = text_argument(py, o);
    struct match *m;

    if (!text || !find(py, regex, text, 0, anchor, &m))
        return NULL;
    return m ? &m->object : py_none();
}

/* What findall() gives of a match: the whole, the only group, or a tuple of groups. */
static struct py_object *found_text(struct py *py, const struct match *m)
{
    size_t n = pattern_groups(m->regex->pattern);
    struct py_object **groups = arena_new_array(py_arena(py), struct py_object *, n + 1);

    for (size_t i = 0; i <= n; i++) {
        groups[i] = span_text(py, m, i);
        if (py_is_none(groups[i]))
            groups[i] = py_string(py, "");
    }
    return n == 0 ? groups[0] : n == 1 ? groups[1] : py_tuple(py, groups + 1, n);
}

static struct py_object *all(struct py *py, struct regex *regex, struct py_object *o, bool texts)
{
    const struct py_string *text = text_argument(py, o);
    struct py_list *list = py_list_new(py);
    struct match *m;

    if (!text)
        return NULL;
    for (size_t start = 0; start <= text->length; start = next_start(m)) {
        if (!find(py, regex, text, start, PATTERN_SEARCH, &m))
            return NULL;
        if (!m)
            break;
        if (!py_list_add(py, list, texts ? found_text(py, m) : &m->object))
            return NULL;
    }
    return &list->object;
}

/* ---- replacing and splitting ------------------------------------------------------------------
 */

static bool group_number(struct py *py, const struct regex *regex, const char *name, size_t length,
                         size_t *number)
{
    size_t value = 0, i = 0;

    for (; i < length && name[i] >= '0' && name[i] <= '9' && value < 1000; i++)
        value = value * 10 + (size_t)(name[i] - '0');
    *number = value;
    if (i == length && length > 0 && value <= pattern_groups(regex->pattern))
        return true;
    for (size_t g = 1; g <= pattern_groups(regex->pattern); g++) {
        const char *known = pattern_group_name(regex->pattern, g);

        *number = g;
        if (known && strlen(known) == length && strncmp(known, name, length) == 0)
            return true;
    }
    return py_raise(py, &py_index_error, "no such group") != NULL;
}

static void add_span(struct buf *out, const struct match *m, size_t group)
{
    const struct pattern_span *s = &m->spans[group];

    if (s->from != (size_t)-1)
        buf_addn(out, m->text->text + s->from, s->to - s->from);
}

/* "\1", "\g<name>", "\n" in a replacement. */
static bool expand(struct py *py, struct buf *out, const struct match *m, const char *template)
{
    static const char from[] = "nrtafv\\", to[] = "\n\r\t\a\f\v\\";

    for (const char *at = template; *at; at++) {
        const char *escape = *at == '\\' && at[1] ? strchr(from, at[1]) : NULL, *name;
        size_t length, group;

        if (*at != '\\') {
            buf_addc(out, *at);
            continue;
        }
        at++;
        if (escape) {
            buf_addc(out, to[escape - from]);
            continue;
        }
        name = at[0] == 'g' && at[1] == '<' ? at + 2 : at;
        length = name > at ? strcspn(name, ">") : strspn(name, "0123456789");
        if (length > 2 && name == at)
            length = 2;
        if (length == 0 || (name > at && !name[length]))
            return py_raise(py, &re_error, "bad escape \\%c", *at) != NULL;
        if (!group_number(py, m->regex, name, length, &group))
            return false;
        add_span(out, m, group);
        at = name + length - (name == at);
    }
    return true;
}

static bool add_replacement(struct py *py, struct buf *out, struct match *m,
                            struct py_object *replacement)
{
    struct py_object *made;
    const char *text = py_text(replacement);

    if (text)
        return expand(py, out, m, text);
    made = py_call_with(py, replacement, &m->object);
    if (!made)
        return false;
    if (!py_as_string(made))
        return py_raise(py, &py_type_error, "expected str instance, %s found",
                        py_type_of(made)->name) != NULL;
    buf_addn(out, py_as_string(made)->text, py_as_string(made)->length);
    return true;
}

static struct py_object *substitute(struct py *py, struct regex *regex,
                                    struct py_object *replacement, struct py_object *o,
                                    int64_t count, bool with_count)
{
    MEM_SCRATCH(scratch);
    const struct py_string *text = text_argument(py, o);
    struct buf *out = buf_new(scratch, BUF_MAX);
    struct py_object *pair[2];
    size_t done = 0;
    int64_t n = 0;
    struct match *m;

    if (!text)
        return NULL;
    for (size_t start = 0; start <= text->length && (count == 0 || n < count);
         start = next_start(m), n++) {
        if (!find(py, regex, text, start, PATTERN_SEARCH, &m))
            return NULL;
        if (!m)
            break;
        buf_addn(out, text->text + done, m->spans[0].from - done);
        if (!add_replacement(py, out, m, replacement) || !py_may_have(py, out->length))
            return NULL;
        done = m->spans[0].to;
    }
    buf_addn(out, text->text + done, text->length - done);
    pair[0] = py_stringn(py, out->text, out->length);
    pair[1] = py_int(py, n);
    return with_count ? py_tuple(py, pair, 2) : pair[0];
}

static struct py_object *split(struct py *py, struct regex *regex, struct py_object *o,
                               int64_t most)
{
    const struct py_string *text = text_argument(py, o);
    struct py_list *list = py_list_new(py);
    size_t done = 0, groups = pattern_groups(regex->pattern);
    int64_t n = 0;
    struct match *m;

    if (!text)
        return NULL;
    for (size_t start = 0; start <= text->length && (most == 0 || n < most);
         start = next_start(m), n++) {
        if (!find(py, regex, text, start, PATTERN_SEARCH, &m))
            return NULL;
        if (!m)
            break;
        py_list_add(py, list, py_stringn(py, text->text + done, m->spans[0].from - done));
        for (size_t i = 1; i <= groups; i++)
            py_list_add(py, list, span_text(py, m, i));
        done = m->spans[0].to;
    }
    py_list_add(py, list, py_stringn(py, text->text + done, text->length - done));
    return py_raised(py) ? NULL : &list->object;
}

/* ---- as methods of a pattern, and as functions of the module ------------------------------------
 */

/* One table for both: re.sub(pattern, ...) is compile(pattern).sub(...). */
enum operation {
    OP_MATCH,
    OP_SEARCH,
    OP_FULLMATCH,
    OP_FINDALL,
    OP_FINDITER,
    OP_SUB,
    OP_SUBN,
    OP_SPLIT
};

static struct py_object *perform(struct py *py, enum operation op, struct regex *regex,
                                 struct py_object **s)
{
    struct py_object *list;
    int64_t limit = 0;

    switch (op) {
    case OP_MATCH:
        return once(py, regex, s[0], PATTERN_AT_START);
    case OP_SEARCH:
        return once(py, regex, s[0], PATTERN_SEARCH);
    case OP_FULLMATCH:
        return once(py, regex, s[0], PATTERN_WHOLE);
    case OP_FINDALL:
        return all(py, regex, s[0], true);
    case OP_FINDITER:
        list = all(py, regex, s[0], false);
        return list ? py_iter(py, list) : NULL;
    case OP_SUB:
    case OP_SUBN:
        if (s[2] && !py_need_int(py, s[2], &limit))
            return NULL;
        return substitute(py, regex, s[0], s[1], limit, op == OP_SUBN);
    case OP_SPLIT:
        return !s[1] || py_need_int(py, s[1], &limit) ? split(py, regex, s[0], limit) : NULL;
    }
    return NULL;
}

static const char *const *names_of(enum operation op)
{
    static const char *const text[] = {"string", "?flags", NULL};
    static const char *const sub[] = {"repl", "string", "?count", "?flags", NULL};
    static const char *const split_[] = {"string", "?maxsplit", "?flags", NULL};

    return op == OP_SPLIT ? split_ : op == OP_SUB || op == OP_SUBN ? sub : text;
}

static size_t flags_slot(enum operation op)
{
    return op == OP_SPLIT ? 2 : op == OP_SUB || op == OP_SUBN ? 3 : 1;
}

static struct py_object *as_method(struct py *py, const char *name, enum operation op,
                                   struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[4];

    return py_bind(py, name, names_of(op), args, slots)
               ? perform(py, op, (struct regex *)self, slots)
               : NULL;
}

static struct py_object *as_function(struct py *py, const char *name, enum operation op,
                                     const struct py_args *args)
{
    const char *names[6] = {"pattern"};
    struct py_object *slots[5], *regex;
    int64_t flags;

    for (size_t i = 0; names_of(op)[i]; i++)
        names[i + 1] = names_of(op)[i];
    if (!py_bind(py, name, names, args, slots) ||
        !flags_of(py, slots[1 + flags_slot(op)], &flags) || !(regex = compile(py, slots[0], flags)))
        return NULL;
    return perform(py, op, (struct regex *)regex, slots + 1);
}

#define OPERATION(function, python_name, op)                                                       \
    static struct py_object *method_##function(struct py *py, struct py_object *self,              \
                                               const struct py_args *args)                         \
    {                                                                                              \
        return as_method(py, python_name, op, self, args);                                         \
    }                                                                                              \
    static struct py_object *re_##function(struct py *py, struct py_object *self,                  \
                                           const struct py_args *args)                             \
    {                                                                                              \
        (void)self;                                                                                \
        return as_function(py, python_name, op, args);                                             \
    }

OPERATION(match, "match", OP_MATCH)
OPERATION(search, "search", OP_SEARCH)
OPERATION(fullmatch, "fullmatch", OP_FULLMATCH)
OPERATION(findall, "findall", OP_FINDALL)
OPERATION(finditer, "finditer", OP_FINDITER)
OPERATION(sub, "sub", OP_SUB)
OPERATION(subn, "subn", OP_SUBN)
OPERATION(split, "split", OP_SPLIT)

static struct py_object *regex_pattern(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    const struct py_string *source = ((struct regex *)self)->source;

    (void)args;
    return py_stringn(py, source->text, source->length);
}

static struct py_object *regex_flags(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    (void)args;
    return py_int(py, ((struct regex *)self)->flags);
}

static const struct py_method regex_methods[] = {
    {.name = "findall", .call = method_findall},
    {.name = "finditer", .call = method_finditer},
    {.name = "flags", .call = regex_flags, .kind = PY_PROPERTY},
    {.name = "fullmatch", .call = method_fullmatch},
    {.name = "match", .call = method_match},
    {.name = "pattern", .call = regex_pattern, .kind = PY_PROPERTY},
    {.name = "search", .call = method_search},
    {.name = "split", .call = method_split},
    {.name = "sub", .call = method_sub},
    {.name = "subn", .call = method_subn},
    {.name = NULL},
};

static const struct py_type regex_type = {
    .name = "Pattern", .module = "re", .methods = regex_methods};

/* ---- matches --------------------------------------------------------------------------------- */

static bool group_of(struct py *py, const struct match *m, struct py_object *which, size_t *group)
{
    const struct py_string *name = py_as_string(which);
    int64_t number;

    if (name)
        return group_number(py, m->regex, name->text, name->length, group);
    if (!py_need_int(py, which, &number))
        return false;
    *group = (size_t)number;
    return *group <= pattern_groups(m->regex->pattern) ||
           py_raise(py, &py_index_error, "no such group") != NULL;
}

static struct py_object *match_item(struct py *py, struct py_object *self, struct py_object *key)
{
    size_t group;

    return group_of(py, (struct match *)self, key, &group)
               ? span_text(py, (struct match *)self, group)
               : NULL;
}

static struct py_object *match_group(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_list *several = py_list_new(py);

    if (args->n == 0)
        return span_text(py, (struct match *)self, 0);
    for (size_t i = 0; i < args->n; i++) {
        struct py_object *text = match_item(py, self, args->values[i]);

        if (!text || !py_list_add(py, several, text))
            return NULL;
    }
    return args->n == 1 ? several->items[0] : py_tuple(py, several->items, several->n);
}

static struct py_object *or_default(struct py_object *text, struct py_object *otherwise)
{
    return py_is_none(text) && otherwise ? otherwise : text;
}

static struct py_object *match_groups(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    const struct match *m = (const struct match *)self;
    size_t n = pattern_groups(m->regex->pattern);
    struct py_object **groups = arena_new_array(py_arena(py), struct py_object *, n + 1);
    struct py_object *otherwise;

    if (!py_bind(py, "groups", (const char *const[]){"?default", NULL}, args, &otherwise))
        return NULL;
    for (size_t i = 0; i < n; i++)
        groups[i] = or_default(span_text(py, m, i + 1), otherwise);
    return py_tuple(py, groups, n);
}

static struct py_object *match_groupdict(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    const struct match *m = (const struct match *)self;
    struct py_dict *dict = py_dict_new(py);
    struct py_object *otherwise;

    if (!py_bind(py, "groupdict", (const char *const[]){"?default", NULL}, args, &otherwise))
        return NULL;
    for (size_t i = 1; i <= pattern_groups(m->regex->pattern); i++)
        if (pattern_group_name(m->regex->pattern, i))
            py_dict_put_text(py, dict, pattern_group_name(m->regex->pattern, i),
                             or_default(span_text(py, m, i), otherwise));
    return &dict->object;
}

/* start(), end() and span() of a group, in characters. */
static bool place(struct py *py, const char *function, struct py_object *self,
                  const struct py_args *args, struct py_object *pair[2])
{
    const struct match *m = (const struct match *)self;
    struct py_object *which;
    size_t group = 0;
    const struct pattern_span *s;

    if (!py_bind(py, function, (const char *const[]){"?group", NULL}, args, &which) ||
        (which && !group_of(py, m, which, &group)))
        return false;
    s = &m->spans[group];
    pair[0] = py_int(py, s->from == (size_t)-1 ? -1 : (int64_t)utf8_count(m->text->text, s->from));
    pair[1] = py_int(py, s->to == (size_t)-1 ? -1 : (int64_t)utf8_count(m->text->text, s->to));
    return true;
}

static struct py_object *match_start(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_object *pair[2];

    return place(py, "start", self, args, pair) ? pair[0] : NULL;
}

static struct py_object *match_end(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_object *pair[2];

    return place(py, "end", self, args, pair) ? pair[1] : NULL;
}

static struct py_object *match_span(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *pair[2];

    return place(py, "span", self, args, pair) ? py_tuple(py, pair, 2) : NULL;
}

static struct py_object *match_string(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    const struct py_string *text = ((struct match *)self)->text;

    (void)args;
    return py_stringn(py, text->text, text->length);
}

static const struct py_method match_methods[] = {
    {.name = "end", .call = match_end},
    {.name = "group", .call = match_group},
    {.name = "groupdict", .call = match_groupdict},
    {.name = "groups", .call = match_groups},
    {.name = "span", .call = match_span},
    {.name = "start", .call = match_start},
    {.name = "string", .call = match_string, .kind = PY_PROPERTY},
    {.name = NULL},
};

static const struct py_type match_type = {
    .name = "Match", .module = "re", .methods = match_methods, .item = match_item};

/* ---- the module ------------------------------------------------------------------------------ */

static struct py_object *re_compile(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *slots[2];
    int64_t flags;

    (void)self;
    if (!py_bind(py, "compile", (const char *const[]){"pattern", "?flags", NULL}, args, slots) ||
        !flags_of(py, slots[1], &flags))
        return NULL;
    return compile(py, slots[0], flags);
}

static struct py_object *re_escape(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct buf *out = buf_new(scratch, BUF_MAX);
    struct py_object *value;
    const char *text;

    (void)self;
    if (!py_bind(py, "escape", (const char *const[]){"pattern", NULL}, args, &value) ||
        !(text = stdlib_text(py, "escape", value)))
        return NULL;
    for (; *text; text++) {
        if (strchr("()[]{}?*+-|^$\\.&~# \t\n\r\v\f", *text))
            buf_addc(out, '\\');
        buf_addc(out, *text);
    }
    return py_string(py, out->text);
}

#define FLAG(function, value)                                                                      \
    static struct py_object *function(struct py *py)                                               \
    {                                                                                              \
        return py_int(py, value);                                                                  \
    }

FLAG(ignorecase, IGNORECASE)
FLAG(multiline, MULTILINE)
FLAG(dotall, DOTALL)
FLAG(unicode, UNICODE)
FLAG(verbose, VERBOSE)
FLAG(ascii, ASCII)

const struct stdlib_name stdlib_re[] = {
    {.name = "A", .make = ascii},
    {.name = "ASCII", .make = ascii},
    {.name = "DOTALL", .make = dotall},
    {.name = "I", .make = ignorecase},
    {.name = "IGNORECASE", .make = ignorecase},
    {.name = "M", .make = multiline},
    {.name = "MULTILINE", .make = multiline},
    {.name = "Match", .type = &match_type},
    {.name = "Pattern", .type = &regex_type},
    {.name = "S", .make = dotall},
    {.name = "U", .make = unicode},
    {.name = "UNICODE", .make = unicode},
    {.name = "VERBOSE", .make = verbose},
    {.name = "X", .make = verbose},
    {.name = "compile", .call = re_compile},
    {.name = "error", .type = &re_error},
    {.name = "escape", .call = re_escape},
    {.name = "findall", .call = re_findall},
    {.name = "finditer", .call = re_finditer},
    {.name = "fullmatch", .call = re_fullmatch},
    {.name = "match", .call = re_match},
    {.name = "search", .call = re_search},
    {.name = "split", .call = re_split},
    {.name = "sub", .call = re_sub},
    {.name = "subn", .call = re_subn},
    {.name = NULL},
};
