/* The outer form of a TOML file: lines that are headers, pairs or comments. */
#include "text/toml.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "base/utf8.h"
#include "text/toml_reader.h"

bool toml_fail(struct toml_reader *r, const char *fmt, ...)
{
    MEM_SCRATCH(scratch);
    size_t column = 1 + utf8_count(r->line_start, (size_t)(r->at - r->line_start));
    va_list ap;
    char *what;

    va_start(ap, fmt);
    what = mem_vprintf(scratch, fmt, ap);
    va_end(ap);
    return error_set(r->err, ERROR_INVALID, "%s:%zu:%zu: %s", r->name, r->line, column, what);
}

void toml_skip_blanks(struct toml_reader *r)
{
    r->at += strspn(r->at, " \t");
}

bool toml_skip_comment(struct toml_reader *r)
{
    if (*r->at != '#')
        return true;
    for (; *r->at && *r->at != '\n'; r->at++)
        if (((unsigned char)*r->at < 0x20 && *r->at != '\t') || *r->at == 0x7f)
            return toml_fail(r, "a comment cannot hold control characters");
    return true;
}

void toml_next_line(struct toml_reader *r)
{
    r->line_start = ++r->at;
    r->line++;
}

bool toml_read_pair(struct toml_reader *r, struct toml_table *table)
{
    struct toml_reader start = *r;
    struct strlist *path = toml_read_key(r);
    struct toml_value value;

    if (!path)
        return false;
    if (*r->at != '=')
        return toml_fail(r, "a \"=\" must follow the key");
    r->at++;
    toml_skip_blanks(r);
    return toml_read_value(r, &value) && toml_table_set(&start, table, path, &value);
}

/* "[path]" or "[[path]]". */
static struct toml_table *read_header(struct toml_reader *r, struct toml_table *root)
{
    struct toml_reader start = *r;
    bool is_array = r->at[1] == '[';
    const char *closing = is_array ? "]]" : "]";
    struct strlist *path;

    r->at += strlen(closing);
    toml_skip_blanks(r);
    path = toml_read_key(r);
    if (!path)
        return NULL;
    if (strncmp(r->at, closing, strlen(closing)) != 0) {
        toml_fail(r, "a \"%s\" must end the name of the table", closing);
        return NULL;
    }
    r->at += strlen(closing);
    r->section = ++r->n_sections;
    return toml_table_open(&start, root, path, is_array);
}

static bool read_line(struct toml_reader *r, struct toml_table *root, struct toml_table **current)
{
    toml_skip_blanks(r);
    if (*r->at == '[') {
        *current = read_header(r, root);
        if (!*current)
            return false;
    } else if (*r->at && *r->at != '\n' && *r->at != '#') {
        if (!toml_read_pair(r, *current))
            return false;
    }
    toml_skip_blanks(r);
    if (!toml_skip_comment(r))
        return false;
    if (*r->at && *r->at != '\n')
        return toml_fail(r, "the line should end here");
    if (*r->at)
        toml_next_line(r);
    return true;
}

/* The text with '\n' for every line end, and checked: neither NUL bytes nor anything but UTF-8. */
static char *normalized(TALLOC_CTX *mem, struct toml_reader *r, const char *text, size_t length)
{
    struct buf *copy = buf_new(mem, BUF_MAX);
    const char *nul = memchr(text, '\0', length);
    size_t valid = length, skip = 0;
    bool is_utf8 = utf8_valid(text, length, &valid);
    const char *bad = nul ? nul : is_utf8 ? NULL : text + valid;

    if (nul && !is_utf8 && text + valid < nul)
        bad = text + valid;
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        skip = 3;
    for (const char *p = text + skip; p < (bad ? bad : text + length); p++)
        if (*p != '\r' || p + 1 == text + length || p[1] != '\n')
            buf_addc(copy, *p);
    if (!bad && !copy->full)
        return buf_take(mem, copy);
    r->line_start = r->at = copy->text;
    for (; *r->at; r->at++)
        if (*r->at == '\n') {
            r->line_start = r->at + 1;
            r->line++;
        }
    toml_fail(r, copy->full   ? "the file is too long"
                 : bad == nul ? "there is a NUL byte here"
                              : "what stands here is not UTF-8");
    return NULL;
}

struct toml_table *toml_parse(TALLOC_CTX *mem, const char *name, const char *text, size_t length,
                              struct error *err)
{
    MEM_SCRATCH(scratch);
    struct toml_table *root = toml_table_new(scratch);
    struct toml_table *current = root;
    struct toml_reader r = {.name = name, .line = 1, .mem = root, .work = scratch, .err = err};

    r.section = r.n_sections = 1;
    r.at = r.line_start = normalized(scratch, &r, text, length);
    if (!r.at)
        return NULL;
    while (*r.at)
        if (!read_line(&r, root, &current))
            return NULL;
    return talloc_steal(mem, root);
}
