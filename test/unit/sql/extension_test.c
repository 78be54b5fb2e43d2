#include "sql/extension.h"

#include "base/mem.h"
#include "base/strlist.h"
#include "harness/test.h"

/* "needs vector, citext; makes hstore" */
static char *shown(TALLOC_CTX *mem, const char *sql)
{
    struct strlist *needed = strlist_new(mem), *made = strlist_new(mem);

    extension_scan(needed, made, sql);
    return mem_printf(mem, "needs %s; makes %s", strlist_join(mem, needed, ", "),
                      strlist_join(mem, made, ", "));
}

TEST(extension_types_count_where_types_stand)
{
    EQUAL_STR(shown(mem, "CREATE TABLE t (id int, e VECTOR(1536) NOT NULL, n citext)"),
              "needs vector, citext; makes ");
    EQUAL_STR(shown(mem, "ALTER TABLE t ADD COLUMN \"e\" halfvec"), "needs vector; makes ");
    EQUAL_STR(shown(mem, "ALTER TABLE t ALTER COLUMN e TYPE vector(3) USING e::vector(3)"),
              "needs vector; makes ");
    EQUAL_STR(shown(mem, "SELECT '[1]'::vector"), "needs vector; makes ");
    EQUAL_STR(shown(mem, "SELECT CAST(x AS hstore)"), "needs hstore; makes ");
}

TEST(extension_names_that_are_no_types_do_not_count)
{
    EQUAL_STR(shown(mem, "CREATE TABLE vector (vector text, citext int)"), "needs ; makes ");
    EQUAL_STR(shown(mem, "ALTER TABLE t DROP COLUMN vector"), "needs ; makes ");
    EQUAL_STR(shown(mem, "SELECT vector FROM t AS v WHERE vector = 'VECTOR(3)'"), "needs ; makes ");
    EQUAL_STR(shown(mem, "CREATE INDEX i ON vector (vector)"), "needs ; makes ");
    EQUAL_STR(shown(mem, "CREATE TABLE t (a int) -- e VECTOR(3)"), "needs ; makes ");
}

TEST(extension_operator_classes_count)
{
    EQUAL_STR(shown(mem, "CREATE INDEX i ON t USING hnsw (e vector_cosine_ops)"),
              "needs vector; makes ");
    EQUAL_STR(shown(mem, "CREATE INDEX i ON t USING gin (a gin_trgm_ops)"),
              "needs pg_trgm; makes ");
    EQUAL_STR(shown(mem, "CREATE TABLE t (id uuid DEFAULT uuid_generate_v4())"),
              "needs uuid-ossp; makes ");
}

TEST(extension_that_is_created_is_named)
{
    EQUAL_STR(shown(mem, "CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA x"),
              "needs ; makes vector");
    EQUAL_STR(shown(mem, "create extension \"uuid-ossp\""), "needs ; makes uuid-ossp");
    EQUAL_STR(shown(mem, "DO $$ BEGIN CREATE EXTENSION vector; END $$"), "needs ; makes vector");
}
