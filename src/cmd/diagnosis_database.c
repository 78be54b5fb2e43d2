#include "cmd/diagnosis.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cmd/engine.h"
#include "cmd/project.h"
#include "config/config.h"
#include "db/db.h"
#include "migrate/prospect.h"
#include "migrate/rights.h"

enum { SHOWN_IDS = 5 };

static bool note_server(struct diagnosis *d, struct db *db, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r =
        db_query_row(scratch, db,
                     "SELECT pg_catalog.current_setting('server_version'), current_user, "
                     "pg_catalog.pg_backend_pid(), (SELECT extversion FROM pg_catalog.pg_extension "
                     "WHERE extname = 'vector'), (SELECT default_version FROM "
                     "pg_catalog.pg_available_extensions WHERE name = 'vector')",
                     DB_NO_PARAMS, err);

    if (!r)
        return false;
    diagnosis_note(d, "database", "PostgreSQL %s, as role \"%s\"", db_text(r, 0, 0),
                   db_text(r, 0, 1));
    if (db_text(r, 0, 3))
        diagnosis_note(d, "extension", "vector %s is installed", db_text(r, 0, 3));
    else if (db_text(r, 0, 4))
        diagnosis_note(d, "extension", "vector is not installed; version %s can be",
                       db_text(r, 0, 4));
    else
        diagnosis_note(d, "extension", "vector is not to be had on this server");
    if (db_int(r, 0, 2) != db_backend_pid(db))
        diagnosis_note(d, "pooler",
                       "one stands between; a migration that commits more than once "
                       "needs migration_url");
    else
        diagnosis_note(d, "pooler", "none");
    return true;
}

static void note_prospect(struct diagnosis *d, const struct prospect *prospect)
{
    MEM_SCRATCH(scratch);
    const char *const *rows = prospect->table->rows;

    if (!prospect->table->exists)
        diagnosis_note(d, "version table", "%s does not exist yet", prospect->table->label);
    else
        diagnosis_note(d, "version table", "%s stands at %s", prospect->table->label,
                       rows[0] ? strings_join(scratch, rows, ", ") : "base");
    diagnosis_note(d, "version table", "%zu to do for \"upgrade heads\"", prospect->work->n_steps);
    for (size_t i = 0; i < prospect->extensions->n; i++)
        diagnosis_note(d, "extension", "upgrade will first create %s (ensure = auto)",
                       prospect->extensions->items[i]);
    for (size_t i = 0; i < prospect->warnings->n; i++)
        diagnosis_note(d, "database", "%s", prospect->warnings->items[i]);
}

void diagnosis_database(struct diagnosis *d, struct command_env *env, const struct graph *graph)
{
    const struct engine_options engine = ENGINE_OPTIONS_DEFAULT;
    struct migrate_options options = engine_migrate_options(env, &engine);
    const struct migrate_request request = {
        .direction = GRAPH_UPGRADE,
        .targets = (const char *const[]){"heads", NULL},
    };
    struct db *db = project_open(env, PROJECT_READS);
    struct prospect *prospect;

    if (!db) {
        diagnosis_problem(d, "database", env->err);
        return;
    }
    diagnosis_note(d, "database", "%s on %s (from %s)", db_name(db), db_host(db),
                   env->config->url_source);
    if (!note_server(d, db, env->err)) {
        diagnosis_problem(d, "database", env->err);
        return;
    }
    prospect = graph ? prospect_new(env->mem, db, graph, &request, &options, env->err) : NULL;
    if (prospect)
        note_prospect(d, prospect);
    else if (graph)
        diagnosis_problem(d, "version table", env->err);
}
