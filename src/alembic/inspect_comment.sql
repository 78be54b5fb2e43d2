-- The comment on a table.
WITH relation AS (
    SELECT c.oid
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relname = :table
        AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
        AND CASE WHEN CAST(:schema AS text) IS NULL
                THEN pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'
                ELSE n.nspname = :schema END
)
SELECT json_build_object('text', pg_catalog.obj_description(relation.oid, 'pg_class'))
FROM relation
