#include "config/source.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "config/env.h"
#include "text/ini.h"
#include "text/toml.h"

enum { MAX_FILE = 1 << 20 };

static struct file_text *read_file(TALLOC_CTX *mem, const char *path, struct error *err)
{
    struct file_text *file = file_read(mem, path, MAX_FILE, err);

    if (!file)
        err->code = ERROR_USAGE;
    return file;
}

static struct source *new_source(TALLOC_CTX *mem, enum source_kind kind, const char *path,
                                 const char *name)
{
    struct source *source = mem_new(mem, struct source);

    source->kind = kind;
    source->path = mem_strdup(source, path);
    source->name = mem_strdup(source, name);
    source->here = path_folder(source, path);
    source->folder = source->here;
    return source;
}

static const struct toml_table *read_toml(struct source *source, const char *path,
                                          struct error *err)
{
    MEM_SCRATCH(scratch);
    struct file_text *file = read_file(scratch, path, err);
    struct toml_table *table =
        file ? toml_parse(source, source->name, file->bytes, file->length, err) : NULL;

    if (!table)
        err->code = ERROR_USAGE;
    return table;
}

struct source *source_limbeck(TALLOC_CTX *mem, const char *path, const char *name,
                              struct error *err)
{
    struct source *source = new_source(mem, SOURCE_LIMBECK, path, name);

    source->place = source->name;
    source->table = read_toml(source, path, err);
    return source->table ? source : NULL;
}

static const struct toml_table *table_at(const struct toml_table *table, const char *key)
{
    const struct toml_value *value = table ? toml_at(table, key) : NULL;

    return value && value->kind == TOML_TABLE ? value->table : NULL;
}

bool source_pyproject(TALLOC_CTX *mem, const char *path, const char *name, const char *cwd,
                      struct source **found, struct error *err)
{
    struct source *source = new_source(mem, SOURCE_PYPROJECT, path, name);
    const struct toml_table *root = read_toml(source, path, err);

    if (!root)
        return false;
    source->table = table_at(table_at(root, "tool"), "alembic");
    source->place = mem_printf(source, "[tool.alembic] of %s", name);
    source->folder = mem_strdup(source, cwd);
    *found = source->table ? source : NULL;
    return true;
}

bool source_ini(TALLOC_CTX *mem, const char *path, const char *name, const char *section,
                const char *cwd, struct source **found, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct source *source = new_source(mem, SOURCE_INI, path, name);
    struct file_text *file = read_file(scratch, path, err);
    struct ini *ini = file ? ini_parse(source, name, file->bytes, file->length, err) : NULL;

    if (!ini) {
        err->code = ERROR_USAGE;
        return false;
    }
    ini_set_default(ini, "here", source->here);
    source->ini = ini;
    source->section = mem_strdup(source, section);
    source->place = mem_printf(source, "section [%s] of %s", section, name);
    source->folder = mem_strdup(source, cwd);
    *found = ini_has_section(ini, section) ? source : NULL;
    return true;
}

static bool fail_in(const struct raw *raw, const char *key, struct error *err)
{
    err->code = ERROR_USAGE;
    return error_wrap(err, "%s: key \"%s\"", raw->where, key);
}

/* What Python's % makes of the text when "here" is all it knows. */
static char *with_here(TALLOC_CTX *mem, const char *text, const char *here, struct error *err)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    static const char reference[] = "%(here)s";

    while (*text) {
        if (strncmp(text, "%%", 2) == 0) {
            buf_addc(out, '%');
            text += 2;
        } else if (strncmp(text, reference, strlen(reference)) == 0) {
            buf_add(out, here);
            text += strlen(reference);
        } else if (*text == '%') {
            error_set(err, ERROR_USAGE, "a \"%%\" begins neither \"%%(here)s\" nor \"%%%%\"");
            error_hint(err, "In this table a percent sign is written twice.");
            return NULL;
        } else {
            buf_addc(out, *text++);
        }
    }
    return buf_take(mem, out);
}

static const char *resolved(TALLOC_CTX *mem, const struct source *source, const struct env *env,
                            const char *text, struct error *err)
{
    return source->kind == SOURCE_LIMBECK ? env_expand(mem, env, text, err)
                                          : with_here(mem, text, source->here, err);
}

static bool resolve_list(struct raw *raw, const struct env *env, const struct toml_value *value,
                         struct error *err)
{
    const char **list = mem_array(raw, const char *, value->n_items + 1);

    for (size_t i = 0; i < value->n_items; i++) {
        if (value->items[i].kind != TOML_STRING)
            return error_set(err, ERROR_USAGE, "the items must be strings, not %s",
                             toml_kind_name(value->items[i].kind));
        list[i] = resolved(list, raw->source, env, value->items[i].text, err);
        if (!list[i])
            return false;
    }
    raw->kind = RAW_LIST;
    raw->list = list;
    return true;
}

static bool from_toml(struct raw *raw, const struct env *env, const struct toml_value *value,
                      struct error *err)
{
    switch (value->kind) {
    case TOML_STRING:
        raw->text = resolved(raw, raw->source, env, value->text, err);
        return raw->text != NULL;
    case TOML_INTEGER:
        raw->kind = RAW_INTEGER;
        raw->integer = value->integer;
        return true;
    case TOML_BOOLEAN:
        raw->kind = RAW_BOOLEAN;
        raw->boolean = value->boolean;
        return true;
    case TOML_ARRAY:
        return resolve_list(raw, env, value, err);
    default:
        return error_set(err, ERROR_USAGE, "no key takes %s", toml_kind_name(value->kind));
    }
}

static struct raw *new_raw(TALLOC_CTX *mem, const struct source *source, size_t line)
{
    struct raw *raw = mem_new(mem, struct raw);

    raw->source = source;
    raw->where = mem_printf(raw, "%s:%zu", source->name, line);
    return raw;
}

static bool find_in_ini(TALLOC_CTX *mem, const struct source *source, const char *key,
                        struct raw **raw, struct error *err)
{
    char *text;

    if (!ini_value(mem, source->ini, source->section, key, &text, err)) {
        err->code = ERROR_USAGE;
        return false;
    }
    if (!text)
        return true;
    *raw = new_raw(mem, source, ini_line(source->ini, source->section, key));
    (*raw)->text = talloc_steal(*raw, text);
    return true;
}

bool source_find(TALLOC_CTX *mem, const struct source *source, const struct env *env,
                 const char *key, struct raw **raw, struct error *err)
{
    const struct toml_value *value;

    *raw = NULL;
    if (source->kind == SOURCE_INI)
        return find_in_ini(mem, source, key, raw, err);
    value = toml_at(source->table, key);
    if (!value)
        return true;
    *raw = new_raw(mem, source, value->line);
    return from_toml(*raw, env, value, err) || fail_in(*raw, key, err);
}

bool sources_find(TALLOC_CTX *mem, const struct sources *sources, const char *key, struct raw **raw,
                  struct error *err)
{
    *raw = NULL;
    for (size_t i = 0; i < sources->n && !*raw; i++)
        if (!source_find(mem, sources->items[i], sources->env, key, raw, err))
            return false;
    return true;
}

const struct source *sources_of(const struct sources *sources, enum source_kind kind)
{
    for (size_t i = 0; i < sources->n; i++)
        if (sources->items[i]->kind == kind)
            return sources->items[i];
    return NULL;
}
