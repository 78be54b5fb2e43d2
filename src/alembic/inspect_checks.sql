-- The check constraints of a table; 'sqltext' is still CHECK (...) as a whole.
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
SELECT coalesce((
    SELECT json_agg(json_build_object(
        'name', c.conname,
        'sqltext', pg_catalog.pg_get_constraintdef(c.oid, true),
        'comment', pg_catalog.obj_description(c.oid, 'pg_constraint')
    ) ORDER BY c.conname)
    FROM pg_catalog.pg_constraint AS c
    WHERE c.conrelid = relation.oid AND c.contype = 'c'
), '[]')
FROM relation
