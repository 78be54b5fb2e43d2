#include "config/setting.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "config/config.h"
#include "config/source.h"
#include "config/value.h"
#include "text/nearest.h"
#include "text/toml.h"

struct setting {
    const char *name;
    const struct value_type *type;
    size_t offset;
    const char *ours;     /* the default where there is only a limbeck.toml, or nothing */
    const char *alembics; /* the default in Alembic's projects */
};

#define AT(field) offsetof(struct config, field)

static const struct setting settings[] = {
    {"ensure", &value_ensure, AT(ensure), "auto", "auto"},
    {"file_template", &value_text, AT(file_template), "%(rev)s_%(slug)s", "%(rev)s_%(slug)s"},
    {"journal", &value_truth, AT(journal), "on", "off"},
    {"lock_retries", &value_count, AT(lock_retries), "10", "10"},
    {"lock_timeout", &value_ms, AT(lock_timeout_ms), "3s", "server"},
    {"lock_wait", &value_seconds, AT(lock_wait_s), "600s", "600s"},
    {"output_encoding", &value_text, AT(output_encoding), "utf-8", "utf-8"},
    {"password_command", &value_text, AT(password_command), NULL, NULL},
    {"recursive_version_locations", &value_true, AT(recursive_versions), "false", "false"},
    {"rev_id", &value_rev_id, AT(rev_id), "hex12", "hex12"},
    {"revision_environment", &value_truth, AT(revision_environment), "false", "false"},
    {"script_format", &value_format, AT(script_format), "sql", "py"},
    {"sourceless", &value_true, AT(sourceless), "false", "false"},
    {"statement_timeout", &value_ms, AT(statement_timeout_ms), "server", "server"},
    {"timezone", &value_text, AT(timezone), NULL, NULL},
    {"transaction", &value_transaction, AT(transaction), "per_migration", "all"},
    {"transactional_ddl", &value_truth, AT(transactional_ddl), "true", "true"},
    {"truncate_slug_length", &value_count, AT(truncate_slug_length), "40", "40"},
    {"version_table", &value_text, AT(version_table), "alembic_version", "alembic_version"},
    {"version_table_pk", &value_truth, AT(version_table_pk), "true", "true"},
    {"version_table_schema", &value_text, AT(version_table_schema), NULL, NULL},
};

enum { N_SETTINGS = sizeof(settings) / sizeof(settings[0]) };

/* Keys that other files of this folder read. */
static const char *const other_names[] = {
    "defines",          "migration_url",     "naming", "post_write_hooks",
    "prepend_sys_path", "script_location",   "types",  "url",
    "url_env",          "version_locations", NULL};

/* Keys that are documented for what this version cannot do: they must not seem to work. */
static const char *const later_names[] = {"create_schema",
                                          "databases",
                                          "exclude_indexes",
                                          "exclude_tables",
                                          "include_schemas",
                                          "models",
                                          "parallel",
                                          "schema",
                                          "schemas",
                                          "scratch_url",
                                          "skip_empty",
                                          "tenants",
                                          NULL};

static bool is_empty(const struct raw *raw)
{
    return raw->kind == RAW_TEXT && !*raw->text;
}

static bool read_one(struct config *config, const struct sources *sources,
                     const struct setting *setting, struct strlist *given, struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *fallback = config->is_alembic ? setting->alembics : setting->ours;
    struct raw from_default = {.kind = RAW_TEXT, .text = fallback};
    struct raw *raw;

    if (!sources_find(scratch, sources, setting->name, &raw, err))
        return false;
    if (raw && !is_empty(raw)) {
        strlist_add(given, setting->name);
    } else {
        if (!fallback)
            return true;
        raw = &from_default;
    }
    return setting->type->read(config, setting->type->words, raw,
                               (char *)config + setting->offset) ||
           error_set(err, ERROR_USAGE, "%s: key \"%s\" takes %s", raw->where, setting->name,
                     setting->type->takes);
}

bool settings_read(struct config *config, const struct sources *sources, struct error *err)
{
    struct strlist *given = strlist_new(config);

    config->given = given;
    for (size_t i = 0; i < N_SETTINGS; i++)
        if (!read_one(config, sources, &settings[i], given, err))
            return false;
    if (config->truncate_slug_length == 0) /* Alembic's reading of 0 */
        config->truncate_slug_length = 40;
    return true;
}

/* The names of all keys that limbeck.toml has. */
static struct strlist *all_names(TALLOC_CTX *mem)
{
    struct strlist *names = strlist_new(mem);

    for (size_t i = 0; i < N_SETTINGS; i++)
        strlist_add(names, settings[i].name);
    for (size_t i = 0; other_names[i]; i++)
        strlist_add(names, other_names[i]);
    return names;
}

static bool fail_unknown(const struct source *limbeck, size_t i, const char *const *names,
                         struct error *err)
{
    const char *key = toml_key(limbeck->table, i);
    size_t line = toml_nth(limbeck->table, i)->line;
    const char *near = strcmp(key, "sqlalchemy") == 0 ? "url" : nearest_word(key, names);

    if (strings_have(later_names, key))
        return error_set(err, ERROR_USAGE,
                         "%s:%zu: key \"%s\" is for what this version cannot do yet", limbeck->name,
                         line, key);
    error_set(err, ERROR_USAGE, "%s:%zu: there is no key \"%s\"", limbeck->name, line, key);
    if (strstr(key, "path_separator"))
        return error_hint(err, "Lists are written as arrays here: [\"one\", \"two\"].");
    return near ? error_hint(err, "Did you mean \"%s\"?", near) : false;
}

bool settings_check_keys(const struct source *limbeck, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *names = all_names(scratch);

    for (size_t i = 0; i < toml_size(limbeck->table); i++)
        if (!strlist_has(names, toml_key(limbeck->table, i)))
            return fail_unknown(limbeck, i, names->items, err);
    return true;
}
