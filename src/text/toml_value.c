/* TOML's keys and values, but for what is inside strings and scalars. */
#include <string.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "text/toml.h"
#include "text/toml_reader.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

static bool read_key_part(struct toml_reader *r, struct strlist *path)
{
    size_t n = strspn(r->at, LETTERS DIGITS "_-");
    char *quoted;

    if (path->n == TOML_MAX_DEPTH)
        return toml_fail(r, "the key has more than %d parts", TOML_MAX_DEPTH);
    if (n > 0) {
        strlist_addn(path, r->at, n);
        r->at += n;
        return true;
    }
    if (*r->at != '"' && *r->at != '\'')
        return toml_fail(r, "a key should stand here");
    quoted = toml_read_string(r, false);
    if (quoted)
        strlist_add(path, quoted);
    return quoted != NULL;
}

struct strlist *toml_read_key(struct toml_reader *r)
{
    struct strlist *path = strlist_new(r->work);

    for (;;) {
        if (!read_key_part(r, path))
            return NULL;
        toml_skip_blanks(r);
        if (*r->at != '.')
            return path;
        r->at++;
        toml_skip_blanks(r);
    }
}

static bool skip_lines(struct toml_reader *r)
{
    for (;;) {
        toml_skip_blanks(r);
        if (!toml_skip_comment(r))
            return false;
        if (*r->at != '\n')
            return true;
        toml_next_line(r);
    }
}

struct toml_value *toml_add_item(struct toml_reader *r, struct toml_value *array)
{
    bool is_full = (array->n_items & (array->n_items - 1)) == 0; /* it doubles at powers of two */

    if (is_full)
        array->items = mem_resize(r->mem, array->items, array->n_items ? array->n_items * 2 : 1);
    return &array->items[array->n_items++];
}

static bool read_array(struct toml_reader *r, struct toml_value *value)
{
    value->kind = TOML_ARRAY;
    r->at++;
    for (;;) {
        if (!skip_lines(r))
            return false;
        if (*r->at == ']')
            break;
        if (!toml_read_value(r, toml_add_item(r, value)) || !skip_lines(r))
            return false;
        if (*r->at == ',')
            r->at++;
        else if (*r->at != ']')
            return toml_fail(r, "a \",\" or the \"]\" of the array should stand here");
    }
    r->at++;
    return true;
}

static bool read_pairs(struct toml_reader *r, struct toml_table *table)
{
    for (;;) {
        toml_skip_blanks(r);
        if (!toml_read_pair(r, table))
            return false;
        toml_skip_blanks(r);
        if (*r->at == '}')
            return true;
        if (*r->at != ',')
            return toml_fail(r, "a \",\" or the \"}\" of the table should stand here");
        r->at++;
    }
}

static bool read_inline_table(struct toml_reader *r, struct toml_value *value)
{
    size_t outer = r->section;

    value->kind = TOML_TABLE;
    value->table = toml_table_new(r->mem);
    r->section = ++r->n_sections;
    r->at++;
    toml_skip_blanks(r);
    if (*r->at != '}' && !read_pairs(r, value->table))
        return false;
    r->at++;
    r->section = outer;
    toml_table_freeze(value->table);
    return true;
}

/* A date and a time may have a space between them. */
static size_t scalar_length(const char *at)
{
    const char *const letters = LETTERS DIGITS "_+-.:";
    enum { DATE_LENGTH = 10 };
    size_t n = strspn(at, letters);

    if (n == DATE_LENGTH && at[4] == '-' && at[n] == ' ' && strchr(DIGITS, at[n + 1]) && at[n + 1])
        n += 1 + strspn(at + n + 1, letters);
    return n;
}

static bool read_scalar(struct toml_reader *r, struct toml_value *value)
{
    MEM_SCRATCH(scratch);
    size_t n = scalar_length(r->at);

    if (n == 0)
        return toml_fail(r, "a value should stand here");
    if (!toml_scan_scalar(r, mem_strndup(scratch, r->at, n), value))
        return false;
    r->at += n;
    return true;
}

static bool read_nested(struct toml_reader *r, struct toml_value *value)
{
    bool ok;

    if (r->depth == TOML_MAX_DEPTH)
        return toml_fail(r, "values nest more than %d deep", TOML_MAX_DEPTH);
    r->depth++;
    ok = *r->at == '[' ? read_array(r, value) : read_inline_table(r, value);
    r->depth--;
    return ok;
}

bool toml_read_value(struct toml_reader *r, struct toml_value *value)
{
    *value = (struct toml_value){.kind = TOML_STRING, .line = r->line};
    if (*r->at == '[' || *r->at == '{')
        return read_nested(r, value);
    if (*r->at != '"' && *r->at != '\'')
        return read_scalar(r, value);
    value->text = toml_read_string(r, true);
    return value->text != NULL;
}
