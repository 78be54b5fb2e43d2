-- The primary key ('p') or the unique constraints ('u') of a table, with SQLAlchemy's keys.
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
        CASE WHEN c.contype = 'p' THEN 'constrained_columns' ELSE 'column_names' END, k.names,
        'name', c.conname,
        'comment', pg_catalog.obj_description(c.oid, 'pg_constraint'),
        'dialect_options', CASE WHEN c.contype = 'p'
            THEN json_build_object('postgresql_include', k.included)
            ELSE json_build_object('postgresql_include', k.included,
                'postgresql_nulls_not_distinct',
                coalesce(to_jsonb(i) ->> 'indnullsnotdistinct' = 'true', false)) END
    ) ORDER BY c.conname)
    FROM pg_catalog.pg_constraint AS c
    JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.conindid
    CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(a.attname ORDER BY u.ord)
                FILTER (WHERE u.ord <= i.indnkeyatts), '[]') AS names,
            coalesce(json_agg(a.attname ORDER BY u.ord)
                FILTER (WHERE u.ord > i.indnkeyatts), '[]') AS included
        FROM unnest(i.indkey) WITH ORDINALITY AS u (attnum, ord)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
    ) AS k
    WHERE c.conrelid = relation.oid AND c.contype = :kind
), '[]')
FROM relation
