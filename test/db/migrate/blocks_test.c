/* The example of knowledge blocks on a table that is in use: there, back, and there again. */
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/listen.h"
#include "harness/migration.h"
#include "harness/server.h"
#include "harness/test.h"

#define SCRIPTS TEST_SOURCE_DIR "/../examples/knowledge-blocks/migrations/versions"
#define PAST "j0e1f2g3h4i5"
#define EMBEDDINGS "k1f2g3h4i5j6"

enum { A_NOTIFICATION_COMES_MS = 60000 };

static void copy_scripts(const struct migration *m)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct strlist *names = file_names(scratch, SCRIPTS, err);

    PASSES(names != NULL);
    for (size_t i = 0; i < names->n; i++) {
        char *from = path_join(scratch, SCRIPTS, names->items[i]);
        struct file_text *text = file_read(scratch, from, 1 << 20, err);

        PASSES(text != NULL);
        PASSES(file_create(path_join(scratch, m->folder, names->items[i]), text->bytes, err));
    }
}

/* The past of the platform: 10,000 blocks of six types, a sixth of them mermaid. */
static struct migration *platform(TALLOC_CTX *mem, struct db *db, struct error *err)
{
    struct migration *m = migration_new(mem);

    copy_scripts(m);
    m->options.journal = true; /* schema limbeck is part of the past */
    PASSES(migration_upgrade(m, db, PAST, err));
    PASSES(
        db_exec(db,
                "INSERT INTO pages (slug, title) VALUES ('guide', 'Guide');"
                "INSERT INTO blocks (page_id, position, block_type, content) SELECT 1, i, "
                "(ARRAY['heading', 'paragraph', 'list', 'table', 'code', 'mermaid'])[1 + i % 6], "
                "'Block ' || i FROM generate_series(1, 10000) AS i",
                err));
    return m;
}

/*
 * What the catalogs say: every definition that people wrote, and for what
 * could be left behind unseen how many there are.  A column that was dropped
 * keeps its place in the row for ever.
 */
static const char *catalogs(TALLOC_CTX *mem, struct db *db)
{
    return migration_ask(
        mem, db,
        "SELECT string_agg(line, E'\\n' ORDER BY line) FROM ("
        "SELECT format('%s %s %s %s', c.oid::regclass, c.relkind, c.relpersistence, c.reloptions) "
        "FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace "
        "UNION ALL SELECT format('%s.%s %s %s %s %s', a.attrelid::regclass, a.attname, "
        "format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attstorage, "
        "pg_get_expr(d.adbin, d.adrelid)) FROM pg_attribute AS a "
        "JOIN pg_class AS c ON c.oid = a.attrelid LEFT JOIN pg_attrdef AS d "
        "ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum) "
        "WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped "
        "UNION ALL SELECT format('%s %s', pg_get_indexdef(i.indexrelid), i.indisvalid) "
        "FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid "
        "WHERE c.relnamespace = 'public'::regnamespace "
        "UNION ALL SELECT format('%s %s %s', conrelid::regclass, conname, "
        "pg_get_constraintdef(oid)) "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
        "UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
        "UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' "
        "UNION ALL SELECT format('extension %s %s', extname, extversion) FROM pg_extension "
        "UNION ALL SELECT format('%s types', count(*)) FROM pg_type "
        "UNION ALL SELECT format('%s functions', count(*)) FROM pg_proc "
        "UNION ALL SELECT format('%s operators', count(*)) FROM pg_operator "
        "UNION ALL SELECT format('%s operator classes', count(*)) FROM pg_opclass "
        "UNION ALL SELECT format('%s casts', count(*)) FROM pg_cast "
        "UNION ALL SELECT format('%s access methods', count(*)) FROM pg_am "
        "UNION ALL SELECT format('%s dependencies', count(*)) FROM pg_depend) AS t (line)");
}

static const char *statuses(TALLOC_CTX *mem, struct db *db)
{
    return migration_ask(
        mem, db,
        "SELECT string_agg(line, ', ' ORDER BY line) FROM (SELECT "
        "format('%s %s %s', embedding_status, count(*), count(DISTINCT block_type)) AS line "
        "FROM blocks GROUP BY embedding_status) AS t");
}

TEST(blocks_get_embeddings_lose_them_and_get_them_again)
{
    struct db *db = server_db(mem);
    struct migration *m = platform(mem, db, err);
    const char *before = catalogs(mem, db), *with;

    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_rows(mem, db), EMBEDDINGS);
    EQUAL_STR(statuses(mem, db), "pending 8334 5, skipped 1666 1");
    with = catalogs(mem, db);
    CONTAINS(with, "blocks.embedding vector(768) f ");
    CONTAINS(with, "blocks.embedding_status character varying(20) f x 'pending'::");
    CONTAINS(with, "USING hnsw (embedding vector_cosine_ops) t");

    PASSES(migration_downgrade(m, db, "-1", err));
    EQUAL_STR(migration_rows(mem, db), PAST);
    EQUAL_STR(catalogs(mem, db), before);
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM blocks"), "10000");

    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(catalogs(mem, db), with);
    EQUAL_STR(statuses(mem, db), "pending 8334 5, skipped 1666 1");
    EQUAL_STR(migration_ask(mem, db,
                            "SELECT to_regclass('limbeck.progress')::text || ' ' || "
                            "count(*) FROM limbeck.progress"),
              "limbeck.progress 0");
}

/* 'sql' runs in a session that is not the listener's; is there a NOTIFY of it? */
static bool is_heard(struct db *listener, struct db *db, const char *sql, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_notification *first, *end;

    PASSES(db_exec(db, sql, err));
    PASSES(db_exec(db, "NOTIFY embedding_queue, 'end'", err));
    PASSES(db_wait_notify(scratch, listener, A_NOTIFICATION_COMES_MS, &first, err));
    TRUE(first != NULL);
    if (first->payload[0] != '\0')
        return false;
    PASSES(db_wait_notify(scratch, listener, A_NOTIFICATION_COMES_MS, &end, err));
    TRUE(end != NULL);
    EQUAL_STR(end->payload, "end");
    return true;
}

static const char *status_of(TALLOC_CTX *mem, struct db *db, int position)
{
    return migration_ask(
        mem, db,
        mem_printf(mem,
                   "SELECT concat_ws(' ', embedding_status, embedding IS NOT NULL) FROM blocks "
                   "WHERE position = %d",
                   position));
}

TEST(a_listener_hears_what_is_to_be_embedded)
{
    struct db *db = server_db(mem);
    struct migration *m = platform(mem, db, err);
    struct db *listener = server_db_beside(mem, db);

    PASSES(migration_upgrade(m, db, "head", err));
    PASSES(db_listen(listener, "embedding_queue", err));
    TRUE(is_heard(listener, db,
                  "INSERT INTO blocks (page_id, position, block_type, content) "
                  "VALUES (1, 20001, 'code', 'x = 1')",
                  err));
    EQUAL_STR(status_of(mem, db, 20001), "pending f");
    TRUE(!is_heard(listener, db,
                   "INSERT INTO blocks (page_id, position, block_type, content) "
                   "VALUES (1, 20002, 'mermaid', 'a --> b')",
                   err));
    EQUAL_STR(status_of(mem, db, 20002), "skipped f");
    TRUE(!is_heard(listener, db,
                   "UPDATE blocks SET embedding_status = 'ready', "
                   "embedding = array_fill(1, ARRAY[768])::vector WHERE position = 20001",
                   err));
    EQUAL_STR(status_of(mem, db, 20001), "ready t");
    TRUE(is_heard(listener, db, "UPDATE blocks SET content = 'x = 2' WHERE position = 20001", err));
    EQUAL_STR(status_of(mem, db, 20001), "pending t");
    TRUE(!is_heard(listener, db, "UPDATE blocks SET block_type = 'mermaid' WHERE position = 20001",
                   err));
    EQUAL_STR(status_of(mem, db, 20001), "skipped f");
    TRUE(is_heard(listener, db, "UPDATE blocks SET block_type = 'list' WHERE position = 20001",
                  err));
    EQUAL_STR(status_of(mem, db, 20001), "pending f");
}

/* Block i looks i thousandths of a radian to the side: neighbours in number are nearest. */
#define LOOKING(angle)                                                                             \
    "(ARRAY[cos(" angle "), sin(" angle ")] || array_fill(0::float8, ARRAY[766]))::vector(768)"
#define NEAREST "SELECT position FROM blocks ORDER BY embedding <=> " LOOKING("0.5003") " LIMIT 3"

TEST(the_nearest_blocks_come_through_the_hnsw_index)
{
    struct db *db = server_db(mem);
    struct migration *m = platform(mem, db, err);
    const char *plan;

    PASSES(migration_upgrade(m, db, "head", err));
    PASSES(db_exec(db,
                   "UPDATE blocks SET embedding = " LOOKING(
                       "position * 0.001") ", embedding_status = 'ready' "
                                           "WHERE position <= 1000 AND block_type <> 'mermaid'; "
                                           "ANALYZE blocks",
                   err));
    EQUAL_STR(
        migration_ask(mem, db, "SELECT string_agg(position::text, ' ') FROM (" NEAREST ") AS t"),
        "500 501 499");
    plan = migration_ask(mem, db, "EXPLAIN (FORMAT JSON) " NEAREST);
    CONTAINS(plan, "\"Index Scan\"");
    CONTAINS(plan, "\"blocks_embedding_idx\"");
}
