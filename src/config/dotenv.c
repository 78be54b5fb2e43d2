#include "config/dotenv.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* References multiply: three lines of them would fill any memory. */
enum { MAX_VALUE = 1 << 20, MAX_TOTAL = 16 << 20 };

struct reader {
    struct map *map;
    const char *at;
    size_t line;
    size_t bad_line;
    dotenv_fn *lookup;
    void *data;
    struct buf *value;
    size_t total; /* the length of all values */
};

static void skip_blanks(struct reader *r)
{
    r->at += strspn(r->at, " \t");
}

static void skip_line(struct reader *r)
{
    r->at += strcspn(r->at, "\n");
    if (*r->at) {
        r->at++;
        r->line++;
    }
}

static void add_variable(struct reader *r, const char *name, const char *otherwise)
{
    const char *value = map_at(r->map, name);
    const char *outer = r->lookup(name, r->data);

    if (outer && *outer)
        value = outer;
    if (!value || !*value)
        value = otherwise;
    if (value)
        buf_add(r->value, value);
}

/* "${NAME}" or "${NAME:-other}"; anything else that begins with '$' is text. */
static void read_reference(struct reader *r)
{
    MEM_SCRATCH(scratch);
    size_t n = r->at[1] == '{' ? strspn(r->at + 2, LETTERS DIGITS "_") : 0;
    const char *behind = r->at + 2 + n;
    const char *otherwise = n > 0 && strncmp(behind, ":-", 2) == 0 ? behind + 2 : NULL;
    const char *end = otherwise ? behind + strcspn(behind, "}$\n") : behind;

    if (n == 0 || *end != '}') {
        buf_addc(r->value, *r->at++);
        return;
    }
    add_variable(r, mem_strndup(scratch, r->at + 2, n),
                 otherwise ? mem_strndup(scratch, otherwise, (size_t)(end - otherwise)) : NULL);
    r->at = end + 1;
}

static void read_escape(struct reader *r)
{
    static const char *const letters = "ntr", *const meanings = "\n\t\r";
    const char *letter = strchr(letters, r->at[1]);

    if (r->at[1] && letter)
        buf_addc(r->value, meanings[letter - letters]);
    else if (r->at[1] && strchr("\"\\$", r->at[1]))
        buf_addc(r->value, r->at[1]);
    else
        buf_addn(r->value, r->at, r->at[1] ? 2 : 1);
    r->at += r->at[1] ? 2 : 1;
}

static bool read_double_quoted(struct reader *r)
{
    const char *start = r->at++;
    size_t line = r->line;

    while (*r->at && *r->at != '"') {
        if (*r->at == '\\') {
            read_escape(r);
        } else if (*r->at == '$') {
            read_reference(r);
        } else {
            line += *r->at == '\n';
            buf_addc(r->value, *r->at++);
        }
    }
    if (!*r->at) {
        r->at = start; /* never closed: the lines below it are lines of their own */
        return false;
    }
    r->at++;
    r->line = line;
    return true;
}

static bool read_single_quoted(struct reader *r)
{
    size_t n = strcspn(r->at + 1, "'\n");

    if (r->at[1 + n] != '\'')
        return false;
    buf_addn(r->value, r->at + 1, n);
    r->at += n + 2;
    return true;
}

static void read_bare(struct reader *r)
{
    const char *start = r->at;
    size_t n;

    while (*r->at && *r->at != '\n' &&
           !(*r->at == '#' && r->at > start && strchr(" \t", r->at[-1])))
        if (*r->at == '$')
            read_reference(r);
        else
            buf_addc(r->value, *r->at++);
    n = r->value->length;
    while (n > 0 && strchr(" \t\r", r->value->text[n - 1]))
        n--;
    buf_cut(r->value, n);
}

static bool read_value(struct reader *r)
{
    skip_blanks(r);
    if (*r->at != '"' && *r->at != '\'') {
        read_bare(r);
        return true;
    }
    if (*r->at == '"' ? !read_double_quoted(r) : !read_single_quoted(r))
        return false;
    r->at += strspn(r->at, " \t\r");
    return !*r->at || *r->at == '\n' || *r->at == '#';
}

static bool read_pair(struct reader *r)
{
    MEM_SCRATCH(scratch);
    size_t n;
    const char *name;

    if (strncmp(r->at, "export", 6) == 0 && strchr(" \t", r->at[6]) && r->at[6]) {
        r->at += 6;
        skip_blanks(r);
    }
    n = strspn(r->at, LETTERS DIGITS "_.-");
    name = mem_strndup(scratch, r->at, n);
    r->at += n;
    skip_blanks(r);
    if (n == 0 || *r->at != '=')
        return false;
    r->at++;
    buf_clear(r->value);
    if (!read_value(r) || r->value->full)
        return false;
    r->total += r->value->length;
    if (r->total > MAX_TOTAL)
        return false;
    map_put(r->map, name, mem_strdup(r->map, r->value->text));
    return true;
}

size_t dotenv_parse(struct map *map, const char *text, dotenv_fn *lookup, void *data)
{
    MEM_SCRATCH(scratch);
    struct reader r = {.map = map, .at = text, .line = 1, .lookup = lookup, .data = data};

    r.value = buf_new(scratch, MAX_VALUE);
    if (strncmp(r.at, "\xef\xbb\xbf", 3) == 0)
        r.at += 3;
    while (*r.at) {
        size_t line = r.line;

        skip_blanks(&r);
        if (*r.at && !strchr("#\r\n", *r.at) && !read_pair(&r) && r.bad_line == 0)
            r.bad_line = line;
        skip_line(&r);
    }
    return r.bad_line;
}
