#include "harness/migration.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "db/db.h"
#include "graph/graph.h"
#include "harness/test.h"
#include "script/script_dir.h"
#include "script/scripts.h"

static struct buf *said(const struct migration *m)
{
    return m->said;
}

static void say_step(const struct graph_step *step, void *data)
{
    MEM_SCRATCH(scratch);

    buf_addf(said(data), "step: %s\n", graph_step_title(scratch, step));
}

static void say_notice(const char *path, const struct db_notice *notice, void *data)
{
    buf_addf(said(data), "notice %s: %s: %s\n", path_name(path), notice->severity, notice->message);
}

static void get_out_of_the_way(struct migration *m)
{
    struct error *err = error_new(m);

    if (!db_exec(m->in_the_way, "ROLLBACK", err))
        FAIL("%s", err->message);
    m->in_the_way = NULL;
}

static void say_warning(const char *text, void *data)
{
    struct migration *m = data;

    buf_addf(m->said, "warning: %s\n", text);
    if (m->on_warning)
        m->on_warning();
    if (m->in_the_way)
        get_out_of_the_way(m);
}

static void say_info(const char *text, void *data)
{
    buf_addf(said(data), "info: %s\n", text);
}

static void say_waiting(int pid, void *data)
{
    (void)pid;
    buf_add(said(data), "waiting\n");
}

static int remove_folder(struct migration *m)
{
    MEM_SCRATCH(scratch);

    file_remove_folder(m->folder, error_new(scratch));
    return 0;
}

struct migration *migration_new(TALLOC_CTX *mem)
{
    struct migration *m = mem_new(mem, struct migration);
    struct error *err = error_new(m);

    m->folder = file_temp_folder(m, "/tmp", "limbeck-test-", err);
    if (!m->folder)
        FAIL("%s", err->message);
    talloc_set_destructor(m, remove_folder);
    m->said = buf_new(m, BUF_MAX);
    m->options = (struct migrate_options){
        .version_table = {"alembic_version", NULL, true},
        .settings = {-1, -1},
        .program = "limbeck test",
        .by_user = "tester@here",
    };
    return m;
}

void migration_script(const struct migration *m, const char *id, const char *down, const char *body)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    char *path = mem_printf(scratch, "%s/%s.sql", m->folder, id);
    char *parent = down ? mem_printf(scratch, "-- limbeck: down_revision = %s\n", down)
                        : mem_strdup(scratch, "");
    char *text =
        mem_printf(scratch, "-- limbeck: revision = %s\n%s-- limbeck: message = about %s\n%s", id,
                   parent, id, body);

    if (!file_replace(path, text, err))
        FAIL("%s", err->message);
}

void migration_python(const struct migration *m, const char *id, const char *down, const char *body)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    char *path = mem_printf(scratch, "%s/%s.py", m->folder, id);
    char *parent = down ? mem_printf(scratch, "'%s'", down) : mem_strdup(scratch, "None");
    char *text = mem_printf(scratch,
                            "\"\"\"about %s\"\"\"\n"
                            "from alembic import op\nimport sqlalchemy as sa\n"
                            "from sqlalchemy import text\n"
                            "revision = '%s'\ndown_revision = %s\n\n%s",
                            id, id, parent, body);

    if (!file_replace(path, text, err))
        FAIL("%s", err->message);
}

static bool run(struct migration *m, struct db *db, const struct migrate_request *request,
                struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct script_locations locations = {
        .folders = (const char *const[]){m->folder, NULL},
    };
    const struct migrate_listener listener = {say_step, say_notice,  say_warning,
                                              say_info, say_waiting, m};
    const struct scripts_options scripts = {.world = {.root = m->folder}};
    struct graph *graph = script_dir_load(scratch, &locations, err);

    m->options.scripts = scripts_new(scratch, &scripts);
    buf_clear(m->said);
    TALLOC_FREE(m->standing);
    return graph && migrate_run(m, db, graph, request, &m->options, &listener, &m->standing, err);
}

bool migration_upgrade(struct migration *m, struct db *db, const char *target, struct error *err)
{
    return run(m, db,
               &(struct migrate_request){.direction = GRAPH_UPGRADE,
                                         .targets = (const char *const[]){target, NULL}},
               err);
}

bool migration_downgrade(struct migration *m, struct db *db, const char *target, struct error *err)
{
    return run(m, db,
               &(struct migrate_request){.direction = GRAPH_DOWNGRADE,
                                         .targets = (const char *const[]){target, NULL}},
               err);
}

bool migration_stamp(struct migration *m, struct db *db, const char *target, bool purge,
                     struct error *err)
{
    return run(m, db,
               &(struct migrate_request){.direction = GRAPH_STAMP,
                                         .targets = (const char *const[]){target, NULL},
                                         .purge = purge},
               err);
}

const char *migration_ask(TALLOC_CTX *mem, struct db *db, const char *sql)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct db_result *r = db_query_row(scratch, db, sql, DB_NO_PARAMS, err);

    if (!r)
        FAIL("%s: %s", sql, err->message);
    return mem_strdup(mem, db_text(r, 0, 0));
}

const char *migration_rows(TALLOC_CTX *mem, struct db *db)
{
    if (!migration_ask(mem, db, "SELECT to_regclass('alembic_version')::text"))
        return "none";
    return migration_ask(mem, db,
                         "SELECT coalesce(string_agg(version_num, ', ' ORDER BY version_num), '') "
                         "FROM alembic_version");
}
