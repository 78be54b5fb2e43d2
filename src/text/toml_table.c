/* The tree of TOML's tables: which may be added to, and by what. */
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "text/toml.h"
#include "text/toml_reader.h"

/*
 * A table comes to be as part of a longer header's name (then a header of its
 * own or dotted keys may still follow), by a header, or by dotted keys (then
 * more of them may follow, but only in the same section).
 */
struct toml_table {
    struct map *entries;
    size_t line;     /* of the header that defined it; 0 when none did */
    size_t section;  /* in which dotted keys made it; 0 when none did */
    bool is_frozen;  /* it was written as { ... } */
    bool is_element; /* of an array that [[...]] makes, not of one in brackets */
};

struct toml_table *toml_table_new(TALLOC_CTX *mem)
{
    struct toml_table *table = mem_new(mem, struct toml_table);

    table->entries = map_new(table);
    return table;
}

void toml_table_freeze(struct toml_table *table)
{
    table->is_frozen = true;
}

static struct toml_value *add(struct toml_reader *r, struct toml_table *table, const char *key,
                              enum toml_kind kind)
{
    struct toml_value *value = mem_new(r->mem, struct toml_value);

    value->kind = kind;
    value->line = r->line;
    if (kind == TOML_TABLE)
        value->table = toml_table_new(r->mem);
    map_put(table->entries, key, value);
    return value;
}

/* The first 'n' parts of a key, as one would write them. */
static const char *shown(TALLOC_CTX *mem, const struct strlist *path, size_t n)
{
    struct strlist *part = strlist_new(mem);

    for (size_t i = 0; i < n; i++)
        strlist_add(part, path->items[i]);
    return strlist_join(mem, part, ".");
}

static bool fail_taken(struct toml_reader *r, const struct strlist *path, size_t n, size_t line)
{
    MEM_SCRATCH(scratch);

    return toml_fail(r, "\"%s\" is already set in line %zu", shown(scratch, path, n), line);
}

static bool fail_closed(struct toml_reader *r, const struct strlist *path, size_t n, size_t line)
{
    MEM_SCRATCH(scratch);

    return toml_fail(r, "table \"%s\" of line %zu is complete and takes no more keys",
                     shown(scratch, path, n), line);
}

/* The table in 'value' if more may be put into it. */
static struct toml_table *table_in(struct toml_value *value)
{
    bool is_open_array = value->kind == TOML_ARRAY && value->n_items > 0 &&
                         value->items[0].kind == TOML_TABLE && value->items[0].table->is_element;

    if (is_open_array)
        value = &value->items[value->n_items - 1];
    return value->kind == TOML_TABLE && !value->table->is_frozen ? value->table : NULL;
}

bool toml_table_set(struct toml_reader *r, struct toml_table *table, const struct strlist *path,
                    const struct toml_value *value)
{
    struct toml_value *old;

    for (size_t i = 0; i + 1 < path->n; i++) {
        old = map_at(table->entries, path->items[i]);
        if (!old)
            old = add(r, table, path->items[i], TOML_TABLE);
        if (old->kind != TOML_TABLE || old->table->is_frozen)
            return fail_taken(r, path, i + 1, old->line);
        table = old->table;
        if (table->line || (table->section && table->section != r->section))
            return fail_closed(r, path, i + 1, old->line);
        table->section = r->section;
    }
    old = map_at(table->entries, path->items[path->n - 1]);
    if (old)
        return fail_taken(r, path, path->n, old->line);
    *add(r, table, path->items[path->n - 1], TOML_STRING) = *value;
    return true;
}

static struct toml_table *add_element(struct toml_reader *r, struct toml_value *array)
{
    struct toml_value *element = toml_add_item(r, array);

    *element = (struct toml_value){.kind = TOML_TABLE, .line = r->line};
    element->table = toml_table_new(r->mem);
    element->table->is_element = true;
    return element->table;
}

static struct toml_table *open_array(struct toml_reader *r, struct toml_table *parent,
                                     const struct strlist *path)
{
    const char *key = path->items[path->n - 1];
    struct toml_value *value = map_at(parent->entries, key);

    if (!value)
        value = add(r, parent, key, TOML_ARRAY);
    else if (value->kind != TOML_ARRAY || !table_in(value)) {
        fail_taken(r, path, path->n, value->line);
        return NULL;
    }
    return add_element(r, value);
}

static struct toml_table *open_table(struct toml_reader *r, struct toml_table *parent,
                                     const struct strlist *path)
{
    const char *key = path->items[path->n - 1];
    struct toml_value *value = map_at(parent->entries, key);
    struct toml_table *table;

    if (!value)
        value = add(r, parent, key, TOML_TABLE);
    table = value->kind == TOML_TABLE ? table_in(value) : NULL;
    if (!table || table->line || table->section) {
        fail_taken(r, path, path->n, value->line);
        return NULL;
    }
    value->line = r->line;
    return table;
}

struct toml_table *toml_table_open(struct toml_reader *r, struct toml_table *root,
                                   const struct strlist *path, bool is_array)
{
    struct toml_table *table = root;

    for (size_t i = 0; i + 1 < path->n; i++) {
        struct toml_value *value = map_at(table->entries, path->items[i]);

        if (!value)
            value = add(r, table, path->items[i], TOML_TABLE);
        table = table_in(value);
        if (!table) {
            fail_taken(r, path, i + 1, value->line);
            return NULL;
        }
    }
    table = is_array ? open_array(r, table, path) : open_table(r, table, path);
    if (table)
        table->line = r->line;
    return table;
}

const struct toml_value *toml_at(const struct toml_table *table, const char *key)
{
    return map_at(table->entries, key);
}

size_t toml_size(const struct toml_table *table)
{
    return table->entries->n;
}

const char *toml_key(const struct toml_table *table, size_t i)
{
    return table->entries->entries[i].key;
}

const struct toml_value *toml_nth(const struct toml_table *table, size_t i)
{
    return table->entries->entries[i].value;
}

const char *toml_kind_name(enum toml_kind kind)
{
    static const char *const names[] = {
        [TOML_STRING] = "a string",   [TOML_INTEGER] = "an integer", [TOML_FLOAT] = "a float",
        [TOML_BOOLEAN] = "a boolean", [TOML_DATE] = "a date",        [TOML_ARRAY] = "an array",
        [TOML_TABLE] = "a table",
    };

    return names[kind];
}
