-- The foreign keys of a table, with SQLAlchemy's keys.
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
        'constrained_columns', (SELECT json_agg(a.attname ORDER BY u.ord)
            FROM unnest(c.conkey) WITH ORDINALITY AS u (attnum, ord)
            JOIN pg_catalog.pg_attribute AS a
                ON a.attrelid = c.conrelid AND a.attnum = u.attnum),
        'referred_schema', CASE WHEN NOT pg_catalog.pg_table_is_visible(c.confrelid)
            OR n.nspname = :schema THEN n.nspname END,
        'referred_table', r.relname,
        'referred_columns', (SELECT json_agg(a.attname ORDER BY u.ord)
            FROM unnest(c.confkey) WITH ORDINALITY AS u (attnum, ord)
            JOIN pg_catalog.pg_attribute AS a
                ON a.attrelid = c.confrelid AND a.attnum = u.attnum),
        'options', json_strip_nulls(json_build_object(
            'onupdate', CASE c.confupdtype WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT'
                WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' END,
            'ondelete', CASE c.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT'
                WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' END,
            'initially', CASE WHEN c.condeferred THEN 'DEFERRED' END,
            'deferrable', CASE WHEN c.condeferrable THEN true END,
            'match', CASE WHEN c.confmatchtype = 'f' THEN 'FULL' END)),
        'comment', pg_catalog.obj_description(c.oid, 'pg_constraint')
    ) ORDER BY c.conname)
    FROM pg_catalog.pg_constraint AS c
    JOIN pg_catalog.pg_class AS r ON r.oid = c.confrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace
    WHERE c.conrelid = relation.oid AND c.contype = 'f'
), '[]')
FROM relation
