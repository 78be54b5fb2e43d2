/* json: dumps(), loads(), with Python's spacing and its words for errors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/py.h"
#include "stdlib/json.h"
#include "stdlib/module.h"

enum { DEPTH_MAX = 100 };

/* ---- dumps() --------------------------------------------------------------------------------- */

struct writer {
    struct py *py;
    struct buf *out;
    const char *item_separator, *key_separator;
    const char *indent; /* one level of it, or NULL */
    struct py_object *fallback;
    bool ascii, sort_keys, skip_keys;
    unsigned depth;
};

static bool write_value(struct writer *w, struct py_object *value);

static void write_string(struct writer *w, const struct py_string *s)
{
    buf_addc(w->out, '"');
    for (size_t at = 0, n; at < s->length; at += n) {
        uint32_t c;

        n = utf8_decode(s->text + at, s->length - at, &c);
        n = n ? n : 1;
        if (c == '"' || c == '\\')
            buf_addf(w->out, "\\%c", (char)c);
        else if (c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f')
            buf_addf(w->out, "\\%c",
                     c == '\n'   ? 'n'
                     : c == '\r' ? 'r'
                     : c == '\t' ? 't'
                     : c == '\b' ? 'b'
                                 : 'f');
        else if (c < 0x20 || (w->ascii && c >= 0x7f && c < 0x10000))
            buf_addf(w->out, "\\u%04x", c);
        else if (w->ascii && c >= 0x10000)
            buf_addf(w->out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                     0xdc00 + ((c - 0x10000) & 0x3ff));
        else
            buf_addn(w->out, s->text + at, n);
    }
    buf_addc(w->out, '"');
}

static void new_line(struct writer *w)
{
    if (!w->indent)
        return;
    buf_addc(w->out, '\n');
    for (unsigned i = 0; i < w->depth; i++)
        buf_add(w->out, w->indent);
}

static void separate(struct writer *w, bool first)
{
    if (!first)
        buf_add(w->out, w->item_separator);
    new_line(w);
}

static bool write_list(struct writer *w, const struct py_list *list)
{
    buf_addc(w->out, '[');
    w->depth++;
    for (size_t i = 0; i < list->n; i++) {
        separate(w, i == 0);
        if (!write_value(w, list->items[i]))
            return false;
    }
    w->depth--;
    if (list->n > 0)
        new_line(w);
    buf_addc(w->out, ']');
    return true;
}

/* Keys are texts: numbers, booleans and None are written as such. */
static bool write_key(struct writer *w, struct py_object *key, bool *skip)
{
    const struct py_string *s = py_as_string(key);
    double number;

    *skip = false;
    if (s) {
        write_string(w, s);
        return true;
    }
    if (!py_is_none(key) && !py_as_double(key, &number)) {
        *skip = w->skip_keys;
        return *skip ||
               py_raise(w->py, &py_type_error, "keys must be str, int, float, bool or None, not %s",
                        py_type_of(key)->name);
    }
    buf_addc(w->out, '"');
    if (!write_value(w, key))
        return false;
    buf_addc(w->out, '"');
    return true;
}

static struct py_object *sorted_keys(struct writer *w, const struct py_dict *dict)
{
    struct py_list *keys = py_list_new(w->py);
    static const struct py_args none;

    for (size_t i = 0; i < dict->n_entries; i++)
        if (dict->entries[i].key)
            py_list_add(w->py, keys, dict->entries[i].key);
    if (w->sort_keys && !py_call_method(w->py, &keys->object, "sort", &none))
        return NULL;
    return &keys->object;
}

static bool write_dict(struct writer *w, const struct py_dict *dict)
{
    struct py_object *keys = sorted_keys(w, dict);
    const struct py_list *list = keys ? py_as_sequence(keys) : NULL;
    bool first = true;

    if (!list)
        return false;
    buf_addc(w->out, '{');
    w->depth++;
    for (size_t i = 0; i < list->n; i++) {
        size_t before = w->out->length;
        struct py_object *value;
        bool skip;

        separate(w, first);
        if (!write_key(w, list->items[i], &skip) ||
            !py_dict_find(w->py, dict, list->items[i], &value))
            return false;
        if (skip) {
            buf_cut(w->out, before);
            continue;
        }
        buf_add(w->out, w->key_separator);
        if (!write_value(w, value))
            return false;
        first = false;
    }
    w->depth--;
    if (!first)
        new_line(w);
    buf_addc(w->out, '}');
    return true;
}

static bool write_number(struct writer *w, struct py_object *value)
{
    double number = 0;
    const char *text;

    if (py_is(value, &py_float_type) && py_as_double(value, &number) && !isfinite(number)) {
        buf_add(w->out, isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        return true;
    }
    text = py_repr_text(w->py, value);
    if (text)
        buf_add(w->out, text);
    return text != NULL;
}

static bool write_other(struct writer *w, struct py_object *value)
{
    struct py_object *replaced;
    bool ok;

    if (!w->fallback)
        return py_raise(w->py, &py_type_error, "Object of type %s is not JSON serializable",
                        py_type_of(value)->name) != NULL;
    replaced = py_call_with(w->py, w->fallback, value);
    if (!replaced || ++w->depth > DEPTH_MAX)
        return replaced && py_raise(w->py, &py_recursion_error, "maximum recursion depth exceeded");
    ok = write_value(w, replaced);
    w->depth--;
    return ok;
}

static bool write_value(struct writer *w, struct py_object *value)
{
    const struct py_string *s = py_as_string(value);

    if (w->depth > DEPTH_MAX)
        return py_raise(w->py, &py_value_error, "Circular reference detected") != NULL;
    if (!py_may_have(w->py, w->out->length))
        return false;
    if (s) {
        write_string(w, s);
        return true;
    }
    if (py_is_none(value)) {
        buf_add(w->out, "null");
        return true;
    }
    if (py_is(value, &py_bool_type)) {
        buf_add(w->out, value == py_bool(true) ? "true" : "false");
        return true;
    }
    if (py_as_sequence(value))
        return write_list(w, py_as_sequence(value));
    if (py_as_dict(value))
        return write_dict(w, py_as_dict(value));
    if (py_is(value, &py_int_type) || py_is(value, &py_float_type))
        return write_number(w, value);
    return write_other(w, value);
}

static bool truth_or(struct py *py, struct py_object *o, bool otherwise, bool *truth)
{
    *truth = otherwise;
    return !o || py_truth(py, o, truth);
}

/* indent=4, indent="\t", separators=(",", ":"). */
static bool set_layout(struct writer *w, TALLOC_CTX *mem, struct py_object *indent,
                       struct py_object *separators)
{
    const struct py_list *pair = separators ? py_as_sequence(separators) : NULL;
    int64_t blanks;

    w->item_separator = ", ";
    w->key_separator = ": ";
    if (indent && !py_is_none(indent)) {
        w->item_separator = ",";
        if (py_text(indent))
            w->indent = py_text(indent);
        else if (py_need_int(w->py, indent, &blanks))
            w->indent = mem_printf(mem, "%*s",
                                   (int)(blanks < 0     ? 0
                                         : blanks > 100 ? 100
                                                        : blanks),
                                   "");
        else
            return false;
    }
    if (!separators || py_is_none(separators))
        return true;
    if (!pair || pair->n != 2 || !py_text(pair->items[0]) || !py_text(pair->items[1]))
        return py_raise(w->py, &py_type_error, "separators must be two texts") != NULL;
    w->item_separator = py_text(pair->items[0]);
    w->key_separator = py_text(pair->items[1]);
    return true;
}

static struct py_object *dumps(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const names[] = {
        "obj",  "*",       "?skipkeys",   "?ensure_ascii", "?check_circular", "?allow_nan",
        "?cls", "?indent", "?separators", "?default",      "?sort_keys",      NULL};
    MEM_SCRATCH(scratch);
    struct py_object *s[10];
    struct writer w = {.py = py, .out = buf_new(scratch, BUF_MAX)};

    (void)self;
    if (!py_bind(py, "dumps", names, args, s))
        return NULL;
    if (s[5] && !py_is_none(s[5]))
        return py_refuse(py, "json.dumps(cls=...) is not supported");
    w.fallback = s[8] && !py_is_none(s[8]) ? s[8] : NULL;
    if (!truth_or(py, s[1], false, &w.skip_keys) || !truth_or(py, s[2], true, &w.ascii) ||
        !truth_or(py, s[9], false, &w.sort_keys) || !set_layout(&w, scratch, s[6], s[7]) ||
        !write_value(&w, s[0]))
        return NULL;
    return py_stringn(py, w.out->text, w.out->length);
}

/* ---- loads() --------------------------------------------------------------------------------- */

struct reader {
    struct py *py;
    const char *text, *at, *end;
    unsigned depth;
};

static const struct py_type decode_error = {
    .name = "JSONDecodeError", .module = "json.decoder", .base = &py_value_error};

static struct py_object *read_value(struct reader *r);

static void *fail(struct reader *r, const char *what, const char *at)
{
    size_t line = 1, offset = utf8_count(r->text, (size_t)(at - r->text));
    const char *start = r->text;

    for (const char *p = r->text; p < at; p++)
        if (*p == '\n') {
            line++;
            start = p + 1;
        }
    return py_raise(r->py, &decode_error, "%s: line %zu column %zu (char %zu)", what, line,
                    utf8_count(start, (size_t)(at - start)) + 1, offset);
}

static void skip_blanks(struct reader *r)
{
    while (r->at < r->end && strchr(" \t\n\r", *r->at))
        r->at++;
}

static bool read_hex(struct reader *r, uint32_t *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        static const char digits[] = "0123456789abcdefABCDEF";
        const char *at = r->at < r->end && *r->at ? strchr(digits, *r->at) : NULL;

        if (!at)
            return fail(r, "Invalid \\uXXXX escape", r->at - i) != NULL;
        *value = *value << 4 | (uint32_t)(at - digits < 16 ? at - digits : at - digits - 6);
    }
    return true;
}

static bool read_escape(struct reader *r, struct buf *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *at;
    char bytes[4];
    uint32_t c, low;
    size_t n;

    r->at++;
    at = r->at < r->end && *r->at ? strchr(from, *r->at) : NULL;
    if (at) {
        buf_addc(out, to[at - from]);
        r->at++;
        return true;
    }
    if (r->at == r->end || *r->at != 'u')
        return fail(r, "Invalid \\escape", r->at - 1) != NULL;
    r->at++;
    if (!read_hex(r, &c))
        return false;
    if (c >= 0xd800 && c < 0xdc00 && r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u') {
        r->at += 2;
        if (!read_hex(r, &low))
            return false;
        c = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : 0;
    }
    n = utf8_encode(c, bytes);
    if (!n)
        return fail(r, "a half of a surrogate pair cannot stand in a text here", r->at) != NULL;
    buf_addn(out, bytes, n);
    return true;
}

static struct py_object *read_string(struct reader *r)
{
    MEM_SCRATCH(scratch);
    struct buf *out = buf_new(scratch, BUF_MAX);
    const char *open = r->at++;

    for (;;) {
        if (r->at == r->end)
            return fail(r, "Unterminated string starting at", open);
        if (*r->at == '"') {
            r->at++;
            return py_stringn(r->py, out->text, out->length);
        }
        if ((unsigned char)*r->at < 0x20)
            return fail(r, "Invalid control character at", r->at);
        if (*r->at != '\\')
            buf_addc(out, *r->at++);
        else if (!read_escape(r, out))
            return NULL;
    }
}

static struct py_object *read_number(struct reader *r)
{
    MEM_SCRATCH(scratch);
    const char *start = r->at;
    bool is_float = false;
    char *text;

    r->at += *r->at == '-';
    if (r->at == r->end || *r->at < '0' || *r->at > '9')
        return fail(r, "Expecting value", start);
    if (*r->at == '0')
        r->at++;
    else
        while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
            r->at++;
    if (r->end - r->at > 1 && *r->at == '.' && r->at[1] >= '0' && r->at[1] <= '9') {
        is_float = true;
        for (r->at++; r->at < r->end && *r->at >= '0' && *r->at <= '9';)
            r->at++;
    }
    if (r->at < r->end && (*r->at == 'e' || *r->at == 'E')) {
        const char *digits = r->at + 1;

        digits += digits < r->end && (*digits == '+' || *digits == '-');
        if (digits < r->end && *digits >= '0' && *digits <= '9') {
            is_float = true;
            for (r->at = digits; r->at < r->end && *r->at >= '0' && *r->at <= '9';)
                r->at++;
        }
    }
    text = mem_strndup(scratch, start, (size_t)(r->at - start));
    return is_float ? py_float(r->py, strtod(text, NULL)) : py_int_parse(r->py, text, 10);
}

static struct py_object *read_list(struct reader *r)
{
    struct py_list *list = py_list_new(r->py);

    r->at++;
    skip_blanks(r);
    if (r->at < r->end && *r->at == ']') {
        r->at++;
        return &list->object;
    }
    for (;;) {
        struct py_object *value = read_value(r);

        if (!value || !py_list_add(r->py, list, value))
            return NULL;
        skip_blanks(r);
        if (r->at < r->end && *r->at == ']') {
            r->at++;
            return &list->object;
        }
        if (r->at == r->end || *r->at != ',')
            return fail(r, "Expecting ',' delimiter", r->at);
        r->at++;
    }
}

static struct py_object *read_dict(struct reader *r)
{
    struct py_dict *dict = py_dict_new(r->py);

    r->at++;
    skip_blanks(r);
    if (r->at < r->end && *r->at == '}') {
        r->at++;
        return &dict->object;
    }
    for (;;) {
        struct py_object *key, *value;

        skip_blanks(r);
        if (r->at == r->end || *r->at != '"')
            return fail(r, "Expecting property name enclosed in double quotes", r->at);
        if (!(key = read_string(r)))
            return NULL;
        skip_blanks(r);
        if (r->at == r->end || *r->at != ':')
            return fail(r, "Expecting ':' delimiter", r->at);
        r->at++;
        if (!(value = read_value(r)) || !py_dict_put(r->py, dict, key, value))
            return NULL;
        skip_blanks(r);
        if (r->at < r->end && *r->at == '}') {
            r->at++;
            return &dict->object;
        }
        if (r->at == r->end || *r->at != ',')
            return fail(r, "Expecting ',' delimiter", r->at);
        r->at++;
    }
}

static bool take_word(struct reader *r, const char *word)
{
    size_t n = strlen(word);

    if ((size_t)(r->end - r->at) < n || memcmp(r->at, word, n) != 0)
        return false;
    r->at += n;
    return true;
}

static struct py_object *read_bare(struct reader *r)
{
    if (take_word(r, "null"))
        return py_none();
    if (take_word(r, "true"))
        return py_bool(true);
    if (take_word(r, "false"))
        return py_bool(false);
    if (take_word(r, "NaN"))
        return py_float(r->py, NAN);
    if (take_word(r, "Infinity"))
        return py_float(r->py, INFINITY);
    return take_word(r, "-Infinity") ? py_float(r->py, -INFINITY) : read_number(r);
}

static struct py_object *read_value(struct reader *r)
{
    struct py_object *value;

    skip_blanks(r);
    if (r->at == r->end)
        return fail(r, "Expecting value", r->at);
    if (++r->depth > DEPTH_MAX)
        return py_raise(r->py, &py_recursion_error,
                        "maximum recursion depth exceeded while "
                        "decoding a JSON text");
    value = *r->at == '"'   ? read_string(r)
            : *r->at == '[' ? read_list(r)
            : *r->at == '{' ? read_dict(r)
                            : read_bare(r);
    r->depth--;
    return value;
}

static struct py_object *parse(struct py *py, const char *text, size_t length)
{
    struct reader r = {.py = py, .text = text, .at = text, .end = text + length};
    struct py_object *value = read_value(&r);

    if (!value)
        return NULL;
    skip_blanks(&r);
    return r.at == r.end ? value : fail(&r, "Extra data", r.at);
}

struct py_object *stdlib_json_parse(struct py *py, const char *text)
{
    return parse(py, text, strlen(text));
}

static struct py_object *loads(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *value;
    const struct py_string *s;

    (void)self;
    if (!py_bind(py, "loads", (const char *const[]){"s", NULL}, args, &value))
        return NULL;
    if (py_is(value, &py_bytes_type)) {
        const struct py_bytes *b = (const struct py_bytes *)value;

        return parse(py, b->bytes, b->length);
    }
    s = py_as_string(value);
    return s ? parse(py, s->text, s->length)
             : py_raise(py, &py_type_error,
                        "the JSON object must be str, bytes or bytearray, not %s",
                        py_type_of(value)->name);
}

static struct py_object *load(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const struct py_args none;
    struct py_object *file, *text;

    if (!py_bind(py, "load", (const char *const[]){"fp", NULL}, args, &file) ||
        !(text = py_call_method(py, file, "read", &none)))
        return NULL;
    return loads(py, self, &(struct py_args){.values = &text, .n = 1});
}

const struct stdlib_name stdlib_json[] = {
    {.name = "JSONDecodeError", .type = &decode_error},
    {.name = "dumps", .call = dumps},
    {.name = "load", .call = load},
    {.name = "loads", .call = loads},
    {.name = NULL},
};
