/* What env.py says, below what the files of the configuration say. */
#include "cmd/project.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "config/config.h"
#include "script/env_py.h"

/* What decides what upgrade does: the key that answers it, and an example of its value. */
struct deciding {
    enum env_py_key key;
    const char *setting, *example;
};

enum { TABLE, SCHEMA, PK, PER_MIGRATION, DDL };

static const struct deciding deciding[] = {
    [TABLE] = {ENV_PY_VERSION_TABLE, "version_table", "alembic_version"},
    [SCHEMA] = {ENV_PY_VERSION_TABLE_SCHEMA, "version_table_schema", "public"},
    [PK] = {ENV_PY_VERSION_TABLE_PK, "version_table_pk", "true"},
    [PER_MIGRATION] = {ENV_PY_TRANSACTION_PER_MIGRATION, "transaction", "per_migration"},
    [DDL] = {ENV_PY_TRANSACTIONAL_DDL, "transactional_ddl", "true"},
};

enum { N_DECIDING = sizeof(deciding) / sizeof(deciding[0]) };

static bool refuse(const struct command_env *env, const struct env_py *env_py,
                   const struct deciding *d)
{
    const char *quote = env->config->place_is_ini ? "" : "\"";

    error_set(env->err, ERROR_USAGE, "%s:%d: its %s is known only when it runs", env_py->path,
              env_py->facts[d->key].line, env_py_names[d->key]);
    error_detail(env->err, "limbeck reads env.py and never runs it.");
    return error_hint(env->err, "Write what it stands for into %s: %s = %s%s%s", env->config->place,
                      d->setting, quote, d->example, quote);
}

/* Whoever only reads is told that it may be the wrong table. */
static void warn(const struct env_py *env_py, const struct deciding *d)
{
    log_write(LOG_WARNING, "limbeck.env_py",
              "%s:%d: its %s is known only when it runs; without "
              "\"%s\" in the configuration the usual one is taken",
              env_py->path, env_py->facts[d->key].line, env_py_names[d->key], d->setting);
}

static bool check(const struct command_env *env, const struct env_py *env_py, enum project_use use)
{
    for (size_t i = 0; i < N_DECIDING; i++) {
        if (env_py->facts[deciding[i].key].standing != ENV_PY_UNKNOWN ||
            strlist_has(env->config->given, deciding[i].setting))
            continue;
        if (use == PROJECT_WRITES)
            return refuse(env, env_py, &deciding[i]);
        warn(env_py, &deciding[i]);
    }
    return true;
}

/* What env.py says if no file does: its fact, or NULL. */
static const struct env_py_fact *fact_of(const struct config *config, const struct env_py *env_py,
                                         const struct deciding *d)
{
    const struct env_py_fact *fact = &env_py->facts[d->key];

    return fact->standing == ENV_PY_KNOWN && !strlist_has(config->given, d->setting) ? fact : NULL;
}

/* None stands for what is usual, as in Alembic. */
static void set_bool(bool *field, const struct env_py_fact *fact)
{
    if (fact && fact->text)
        *field = strcmp(fact->text, "true") == 0;
}

static const struct config *merged(struct command_env *env, const struct env_py *env_py)
{
    struct config *config = mem_new(env->mem, struct config);
    const struct env_py_fact *facts[N_DECIDING] = {NULL};
    bool per_migration;

    *config = *env->config;
    for (size_t i = 0; i < N_DECIDING; i++)
        facts[i] = fact_of(config, env_py, &deciding[i]);
    per_migration = config->transaction == CONFIG_PER_MIGRATION;
    if (facts[TABLE] && facts[TABLE]->text)
        config->version_table = facts[TABLE]->text;
    if (facts[SCHEMA])
        config->version_table_schema = facts[SCHEMA]->text;
    set_bool(&config->version_table_pk, facts[PK]);
    set_bool(&config->transactional_ddl, facts[DDL]);
    set_bool(&per_migration, facts[PER_MIGRATION]);
    if (facts[PER_MIGRATION])
        config->transaction = per_migration ? CONFIG_PER_MIGRATION : CONFIG_ALL;
    config->env_py_table = facts[TABLE] || facts[SCHEMA];
    if (!config->naming)
        config->naming = env_py->naming;
    return config;
}

const struct env_py *project_read_env_py(struct command_env *env, enum project_use use)
{
    const char *location = env->config->script_location;
    const struct env_py *env_py;

    if (!env->config->is_alembic || !location)
        return mem_new(env->mem, struct env_py);
    env_py = env_py_read(env->mem, project_scripts(env, NULL, false),
                         path_join(env->mem, location, "env.py"), env->err);
    if (!env_py || !check(env, env_py, use))
        return NULL;
    env->config = merged(env, env_py);
    return env_py;
}

static char *shown(TALLOC_CTX *mem, const struct env_py *env_py, enum env_py_key key)
{
    const struct env_py_fact *fact = &env_py->facts[key];

    return mem_printf(mem, "%s = %s (%s:%d)", env_py_names[key], fact->text ? fact->text : "None",
                      env_py->path, fact->line);
}

struct strlist *project_env_py_facts(TALLOC_CTX *mem, const struct env_py *env_py)
{
    MEM_SCRATCH(scratch);
    struct strlist *lines = strlist_new(mem);

    for (enum env_py_key key = 0; key < ENV_PY_KEYS; key++)
        if (env_py->facts[key].standing == ENV_PY_KNOWN)
            strlist_add(lines, shown(scratch, env_py, key));
    for (size_t i = 0; env_py->naming && i < env_py->naming->n; i++)
        strlist_addf(lines, "naming.%s = %s (%s:%d)", env_py->naming->entries[i].key,
                     (const char *)env_py->naming->entries[i].value, env_py->naming_path,
                     env_py->naming_line);
    return lines;
}
