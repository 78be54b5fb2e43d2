#include "config/evaluation.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "config/config.h"
#include "config/source.h"
#include "text/nearest.h"
#include "text/toml.h"

enum { DEPTH_MAX = 20 };

/* A table, the keys it takes (NULL: any), and whether its values are more than texts. */
struct table {
    const char *name;
    size_t offset;
    const char *const *keys;
    bool literals;
};

static const char *const naming_keys[] = {"ix", "uq", "ck", "fk", "pk", NULL};

static const struct table tables[] = {
    {"naming", offsetof(struct config, naming), naming_keys, false},
    {"types", offsetof(struct config, types), NULL, false},
    {"defines", offsetof(struct config, defines), NULL, true},
};

static void add_text(struct buf *out, const char *text)
{
    buf_addc(out, '\'');
    for (const char *c = text; *c; c++)
        if (*c == '\'' || *c == '\\')
            buf_addf(out, "\\%c", *c);
        else if ((unsigned char)*c < ' ')
            buf_addf(out, "\\x%02x", (unsigned)*c);
        else
            buf_addc(out, *c);
    buf_addc(out, '\'');
}

static void add_literal(struct buf *out, const struct toml_value *value, int depth);

static void add_items(struct buf *out, const struct toml_value *value, int depth)
{
    buf_addc(out, '[');
    for (size_t i = 0; i < value->n_items; i++) {
        buf_add(out, i ? ", " : "");
        add_literal(out, &value->items[i], depth + 1);
    }
    buf_addc(out, ']');
}

static void add_entries(struct buf *out, const struct toml_table *table, int depth)
{
    buf_addc(out, '{');
    for (size_t i = 0; i < toml_size(table); i++) {
        buf_add(out, i ? ", " : "");
        add_text(out, toml_key(table, i));
        buf_add(out, ": ");
        add_literal(out, toml_nth(table, i), depth + 1);
    }
    buf_addc(out, '}');
}

/* As Python writes it. */
static void add_literal(struct buf *out, const struct toml_value *value, int depth)
{
    if (depth > DEPTH_MAX)
        buf_add(out, "None");
    else if (value->kind == TOML_INTEGER)
        buf_addf(out, "%lld", (long long)value->integer);
    else if (value->kind == TOML_FLOAT)
        buf_addf(out, "%.17g", value->number);
    else if (value->kind == TOML_BOOLEAN)
        buf_add(out, value->boolean ? "True" : "False");
    else if (value->kind == TOML_ARRAY)
        add_items(out, value, depth);
    else if (value->kind == TOML_TABLE)
        add_entries(out, value->table, depth);
    else
        add_text(out, value->text);
}

static bool refuse_key(const struct source *source, const struct table *table, const char *key,
                       const struct toml_value *value, struct error *err)
{
    const char *near = nearest_word(key, table->keys);

    error_set(err, ERROR_USAGE, "%s:%zu: [%s] has no key \"%s\"", source->name, value->line,
              table->name, key);
    return near ? error_hint(err, "Did you mean \"%s\"?", near)
                : error_hint(err, "It takes ix, uq, ck, fk and pk.");
}

static bool add_entry(struct map *map, const struct source *source, const struct table *table,
                      size_t i, struct error *err)
{
    const struct toml_table *entries = toml_at(source->table, table->name)->table;
    const char *key = toml_key(entries, i);
    const struct toml_value *value = toml_nth(entries, i);
    struct buf *literal = buf_new(map, BUF_MAX);

    if (table->keys && !strings_have(table->keys, key))
        return refuse_key(source, table, key, value, err);
    if (!table->literals && value->kind != TOML_STRING)
        return error_set(err, ERROR_USAGE, "%s:%zu: [%s] takes texts, \"%s\" is %s", source->name,
                         value->line, table->name, key, toml_kind_name(value->kind));
    if (table->literals)
        add_literal(literal, value, 0);
    map_put(map, key, table->literals ? literal->text : mem_strdup(map, value->text));
    return true;
}

static bool read_table(struct config *config, const struct source *source,
                       const struct table *table, struct error *err)
{
    const struct toml_value *value = source->table ? toml_at(source->table, table->name) : NULL;
    struct map *map;

    if (!value)
        return true;
    if (value->kind != TOML_TABLE)
        return error_set(err, ERROR_USAGE, "%s:%zu: key \"%s\" takes a table, not %s", source->name,
                         value->line, table->name, toml_kind_name(value->kind));
    map = map_new(config);
    *(const struct map **)((char *)config + table->offset) = map;
    for (size_t i = 0; i < toml_size(value->table); i++)
        if (!add_entry(map, source, table, i, err))
            return false;
    return true;
}

bool evaluation_read(struct config *config, const struct sources *sources, struct error *err)
{
    /* From the last, so that the first one that has a table wins. */
    for (size_t s = sources->n; s-- > 0;)
        for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
            if (!read_table(config, sources->items[s], &tables[t], err))
                return false;
    return true;
}
