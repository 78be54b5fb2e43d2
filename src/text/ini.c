#include "text/ini.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "base/utf8.h"

struct entry {
    const char *value;
    size_t line;
};

struct section {
    struct map *entries;
    size_t line;
};

struct ini {
    const char *name;
    struct map *sections;
    struct section *defaults;
};

/* Part of the text. */
struct span {
    const char *at;
    size_t length;
};

struct reader {
    struct ini *ini;
    struct error *err;
    struct span rest; /* the lines still to read */
    size_t line;      /* the number of the line being read */
    size_t indent;    /* that of the line which began the open value, in characters */
    struct section *section;
    struct entry *entry; /* whose value is open: more lines may come */
    struct buf *value;
};

static struct span skip_space(struct span text, size_t *characters)
{
    *characters = 0;
    while (text.length > 0) {
        uint32_t c;
        size_t n = utf8_decode(text.at, text.length, &c);

        if (!utf8_is_space(c))
            break;
        text.at += n;
        text.length -= n;
        ++*characters;
    }
    return text;
}

static struct span trim_end(struct span text)
{
    while (text.length > 0) {
        size_t start = text.length - 1;
        uint32_t c;

        while (start > 0 && (text.at[start] & 0xc0) == 0x80)
            start--;
        utf8_decode(text.at + start, text.length - start, &c);
        if (!utf8_is_space(c))
            break;
        text.length = start;
    }
    return text;
}

static struct span trim(struct span text)
{
    size_t characters;

    return trim_end(skip_space(text, &characters));
}

/* Python's universal newlines: "\n", "\r\n" and "\r" end a line. */
static bool next_line(struct reader *r, struct span *line)
{
    size_t n = 0;

    if (r->rest.length == 0)
        return false;
    while (n < r->rest.length && r->rest.at[n] != '\n' && r->rest.at[n] != '\r')
        n++;
    *line = (struct span){r->rest.at, n};
    if (n + 1 < r->rest.length && r->rest.at[n] == '\r' && r->rest.at[n + 1] == '\n')
        n++;
    if (n < r->rest.length)
        n++;
    r->rest.at += n;
    r->rest.length -= n;
    r->line++;
    return true;
}

static void close_value(struct reader *r)
{
    struct span value = trim_end((struct span){r->value->text, r->value->length});

    if (r->entry)
        r->entry->value = mem_strndup(r->entry, value.at, value.length);
    r->entry = NULL;
    buf_clear(r->value);
}

static struct section *new_section(struct ini *ini, size_t line)
{
    struct section *section = mem_new(ini, struct section);

    section->entries = map_new(section);
    section->line = line;
    return section;
}

static bool begin_section(struct reader *r, const char *name)
{
    struct ini *ini = r->ini;
    const struct section *first = map_at(ini->sections, name);

    close_value(r);
    if (strcmp(name, "DEFAULT") == 0) {
        r->section = ini->defaults;
        return true;
    }
    if (first)
        return error_set(r->err, ERROR_INVALID,
                         "%s:%zu: section [%s] is already there, in line %zu", ini->name, r->line,
                         name, first->line);
    r->section = new_section(ini, r->line);
    map_put(ini->sections, name, r->section);
    return true;
}

static void lower(char *key)
{
    for (; *key; key++)
        if (*key >= 'A' && *key <= 'Z')
            *key = (char)(*key - 'A' + 'a');
}

static bool begin_value(struct reader *r, char *key, struct span value)
{
    const struct entry *first;

    close_value(r);
    lower(key);
    first = map_at(r->section->entries, key);
    if (first)
        return error_set(r->err, ERROR_INVALID, "%s:%zu: key \"%s\" is already set in line %zu",
                         r->ini->name, r->line, key, first->line);
    r->entry = mem_new(r->section, struct entry);
    r->entry->line = r->line;
    map_put(r->section->entries, key, r->entry);
    buf_addn(r->value, value.at, value.length);
    return true;
}

/* The number of bytes in front of the first '=' or ':'. */
static size_t key_length(struct span text)
{
    size_t n = 0;

    while (n < text.length && text.at[n] != '=' && text.at[n] != ':')
        n++;
    return n;
}

/* "[name]", whatever stands behind the last bracket. */
static bool is_header(struct span text, struct span *name)
{
    const char *end = memrchr(text.at, ']', text.length);

    if (text.at[0] != '[' || !end || end < text.at + 2)
        return false;
    *name = (struct span){text.at + 1, (size_t)(end - text.at) - 1};
    return true;
}

/* A line that continues nothing: a header, or a key and its value. */
static bool read_item(struct reader *r, struct span text)
{
    MEM_SCRATCH(scratch);
    struct span name;
    size_t n = key_length(text);

    if (is_header(text, &name))
        return begin_section(r, mem_strndup(scratch, name.at, name.length));
    if (!r->section)
        return error_set(r->err, ERROR_INVALID, "%s:%zu: a [section] must come first", r->ini->name,
                         r->line);
    if (n == text.length)
        return error_set(r->err, ERROR_INVALID,
                         "%s:%zu: this is neither a [section] nor \"key = value\"", r->ini->name,
                         r->line);
    name = trim_end((struct span){text.at, n});
    if (name.length == 0)
        return error_set(r->err, ERROR_INVALID, "%s:%zu: no key stands before the \"%c\"",
                         r->ini->name, r->line, text.at[n]);
    return begin_value(r, mem_strndup(scratch, name.at, name.length),
                       trim((struct span){text.at + n + 1, text.length - n - 1}));
}

static bool read_line(struct reader *r, struct span line)
{
    size_t indent;
    struct span text = trim_end(skip_space(line, &indent));

    if (text.length == 0) {
        if (r->entry)
            buf_addc(r->value, '\n');
        return true;
    }
    if (*text.at == '#' || *text.at == ';')
        return true;
    if (r->entry && indent > r->indent) {
        buf_addc(r->value, '\n');
        buf_addn(r->value, text.at, text.length);
        return true;
    }
    r->indent = indent;
    return read_item(r, text);
}

static size_t line_of(const char *text, size_t offset)
{
    size_t line = 1;

    for (size_t i = 0; i < offset; i++)
        line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
    return line;
}

static bool check_bytes(const char *name, const char *text, size_t length, struct error *err)
{
    const char *nul = memchr(text, '\0', length);
    size_t bad;

    if (nul)
        return error_set(err, ERROR_INVALID, "%s:%zu: there is a NUL byte in this line", name,
                         line_of(text, (size_t)(nul - text)));
    if (!utf8_valid(text, length, &bad))
        return error_set(err, ERROR_INVALID, "%s:%zu: this line is not UTF-8", name,
                         line_of(text, bad));
    return true;
}

struct ini *ini_parse(TALLOC_CTX *mem, const char *name, const char *text, size_t length,
                      struct error *err)
{
    MEM_SCRATCH(scratch);
    struct ini *ini = mem_new(scratch, struct ini);
    struct reader r = {.ini = ini, .err = err, .rest = {text, length}};
    struct span line;

    if (!check_bytes(name, text, length, err))
        return NULL;
    ini->name = mem_strdup(ini, name);
    ini->sections = map_new(ini);
    ini->defaults = new_section(ini, 0);
    r.value = buf_new(scratch, BUF_MAX);
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        r.rest = (struct span){text + 3, length - 3};
    while (next_line(&r, &line))
        if (!read_line(&r, line))
            return NULL;
    close_value(&r);
    return talloc_steal(mem, ini);
}

void ini_set_default(struct ini *ini, const char *key, const char *value)
{
    MEM_SCRATCH(scratch);
    struct buf *literal = buf_new(scratch, BUF_MAX);
    struct entry *entry;

    if (map_has(ini->defaults->entries, key))
        return;
    for (const char *p = value; *p; p++)
        buf_add(literal, *p == '%' ? "%%" : (char[]){*p, '\0'});
    entry = mem_new(ini->defaults, struct entry);
    entry->value = buf_take(entry, literal);
    map_put(ini->defaults->entries, key, entry);
}

bool ini_has_section(const struct ini *ini, const char *section)
{
    return map_has(ini->sections, section);
}

static void add_keys(struct strlist *list, const struct map *map)
{
    for (size_t i = 0; i < map->n; i++)
        strlist_add(list, map->entries[i].key);
}

struct strlist *ini_sections(TALLOC_CTX *mem, const struct ini *ini)
{
    struct strlist *names = strlist_new(mem);

    add_keys(names, ini->sections);
    return names;
}

struct strlist *ini_keys(TALLOC_CTX *mem, const struct ini *ini, const char *section)
{
    struct strlist *keys = strlist_new(mem);
    const struct section *s = map_at(ini->sections, section);
    const struct map *defaults = ini->defaults->entries;

    if (!s)
        return keys;
    add_keys(keys, s->entries);
    for (size_t i = 0; i < defaults->n; i++)
        if (!map_has(s->entries, defaults->entries[i].key))
            strlist_add(keys, defaults->entries[i].key);
    return keys;
}

static const struct entry *find(const struct ini *ini, const char *section, const char *key)
{
    const struct section *s = map_at(ini->sections, section);
    const struct entry *entry = s ? map_at(s->entries, key) : NULL;

    return entry || !s ? entry : map_at(ini->defaults->entries, key);
}

const char *ini_raw(const struct ini *ini, const char *section, const char *key)
{
    const struct entry *entry = find(ini, section, key);

    return entry ? entry->value : NULL;
}

size_t ini_line(const struct ini *ini, const char *section, const char *key)
{
    const struct entry *entry = find(ini, section, key);

    return entry ? entry->line : 0;
}

const char *ini_name(const struct ini *ini)
{
    return ini->name;
}
