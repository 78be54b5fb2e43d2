#include "config/hooks.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "config/config.h"
#include "config/source.h"
#include "text/ini.h"
#include "text/toml.h"

static const char section[] = "post_write_hooks";

/* The keys of a hook, as "name.KEY" in an ini file and as KEY in a table. */
static const struct hook_key {
    const char *name;
    size_t offset;
} hook_keys[] = {
    {"type", offsetof(struct config_hook, type)},
    {"entrypoint", offsetof(struct config_hook, entrypoint)},
    {"module", offsetof(struct config_hook, module)},
    {"executable", offsetof(struct config_hook, executable)},
    {"options", offsetof(struct config_hook, options)},
    {"cwd", offsetof(struct config_hook, cwd)},
};

enum { N_KEYS = sizeof(hook_keys) / sizeof(hook_keys[0]) };

static void set(struct config_hook *hook, const struct hook_key *key, const char *value)
{
    *(const char **)((char *)hook + key->offset) = value;
}

static struct config_hook *add_hook(struct config *config, const char *name)
{
    config->hooks = mem_resize(config, config->hooks, config->n_hooks + 1);
    config->hooks[config->n_hooks] = (struct config_hook){.name = name};
    return &config->hooks[config->n_hooks++];
}

static bool read_ini_hook(struct config *config, const struct ini *ini, const char *name,
                          struct error *err)
{
    struct config_hook *hook = add_hook(config, name);

    for (size_t i = 0; i < N_KEYS; i++) {
        char *key = mem_printf(config, "%s.%s", name, hook_keys[i].name);
        char *value;

        if (!ini_value(config, ini, section, key, &value, err))
            return false;
        set(hook, &hook_keys[i], value);
    }
    return true;
}

static bool read_ini(struct config *config, const struct ini *ini, struct error *err)
{
    char *names;

    if (!ini_value(config, ini, section, "hooks", &names, err))
        return false;
    for (const char *at = names; at && *(at += strspn(at, ", \t\n"));) {
        size_t n = strcspn(at, ", \t\n");

        if (!read_ini_hook(config, ini, mem_strndup(config, at, n), err))
            return false;
        at += n;
    }
    return true;
}

/* %(here)s is all that a hook can refer to in a TOML file. */
static const char *expand_here(TALLOC_CTX *mem, const struct source *source, const char *text)
{
    static const char here[] = "%(here)s";
    const char *at = source->kind == SOURCE_PYPROJECT ? strstr(text, here) : NULL;

    if (!at)
        return mem_strdup(mem, text);
    return mem_printf(mem, "%.*s%s%s", (int)(at - text), text, source->here,
                      expand_here(mem, source, at + strlen(here)));
}

static bool read_table(struct config *config, const struct source *source,
                       const struct toml_table *table, struct error *err)
{
    const struct toml_value *name = toml_at(table, "name");
    struct config_hook *hook =
        add_hook(config, name && name->kind == TOML_STRING ? name->text : NULL);

    for (size_t i = 0; i < N_KEYS; i++) {
        const struct toml_value *value = toml_at(table, hook_keys[i].name);

        if (value && value->kind != TOML_STRING)
            return error_set(err, ERROR_USAGE, "%s:%zu: key \"%s\" of a hook takes a text",
                             source->name, value->line, hook_keys[i].name);
        if (value)
            set(hook, &hook_keys[i], expand_here(config, source, value->text));
    }
    return true;
}

static bool read_tables(struct config *config, const struct source *source, struct error *err)
{
    const struct toml_value *tables = toml_at(source->table, section);

    if (!tables)
        return true;
    for (size_t i = 0; tables->kind == TOML_ARRAY && i < tables->n_items; i++) {
        if (tables->items[i].kind != TOML_TABLE)
            break;
        if (!read_table(config, source, tables->items[i].table, err))
            return false;
    }
    return config->n_hooks > 0 || (tables->kind == TOML_ARRAY && tables->n_items == 0) ||
           error_set(err, ERROR_USAGE, "%s:%zu: post_write_hooks takes tables: [[%s]]",
                     source->name, tables->line, section);
}

bool hooks_read(struct config *config, const struct sources *sources, struct error *err)
{
    for (size_t i = 0; i < sources->n && config->n_hooks == 0; i++) {
        const struct source *source = sources->items[i];

        if (source->ini ? !read_ini(config, source->ini, err)
                        : source->table && !read_tables(config, source, err)) {
            err->code = ERROR_USAGE;
            return false;
        }
    }
    return true;
}
