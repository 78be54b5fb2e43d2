-- The indexes of a table but that of its primary key, with SQLAlchemy's keys.
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
    SELECT json_agg(json_strip_nulls(json_build_object(
        'name', x.relname,
        'unique', i.indisunique,
        'column_names', k.names,
        'expressions', k.expressions,
        'column_sorting', k.sorting,
        'duplicates_constraint', (SELECT x.relname FROM pg_catalog.pg_constraint AS c
            WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid
                AND c.contype IN ('p', 'u', 'x') LIMIT 1),
        'include_columns', k.included,
        'dialect_options', json_build_object(
            'postgresql_ops', k.ops,
            'postgresql_with', (SELECT json_object_agg(split_part(r, '=', 1),
                substr(r, strpos(r, '=') + 1)) FROM unnest(x.reloptions) AS r),
            'postgresql_using', CASE WHEN m.amname <> 'btree' THEN m.amname END,
            'postgresql_where', pg_catalog.pg_get_expr(i.indpred, i.indrelid),
            'postgresql_include', k.included,
            'postgresql_nulls_not_distinct',
                CASE WHEN to_jsonb(i) ->> 'indnullsnotdistinct' = 'true' THEN true END)
    )) ORDER BY x.relname)
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
    JOIN pg_catalog.pg_am AS m ON m.oid = x.relam
    CROSS JOIN LATERAL (
        SELECT json_agg(CASE WHEN NOT e.is_expression THEN e.name END ORDER BY e.ord)
                FILTER (WHERE e.is_key) AS names,
            CASE WHEN bool_or(e.is_expression)
                THEN json_agg(e.name ORDER BY e.ord) FILTER (WHERE e.is_key) END AS expressions,
            json_object_agg(e.name, e.sorting ORDER BY e.ord)
                FILTER (WHERE e.is_key AND e.sorting IS NOT NULL) AS sorting,
            coalesce(json_agg(e.name ORDER BY e.ord) FILTER (WHERE NOT e.is_key), '[]')
                AS included,
            json_object_agg(e.name, e.opclass ORDER BY e.ord)
                FILTER (WHERE e.is_key AND NOT e.is_default) AS ops
        FROM (
            SELECT u.ord, u.ord <= i.indnkeyatts AS is_key, u.attnum = 0 AS is_expression,
                CASE WHEN u.attnum = 0
                    THEN pg_catalog.pg_get_indexdef(i.indexrelid, CAST(u.ord AS int), true)
                    ELSE CAST(a.attname AS text) END AS name,
                CASE i.indoption[u.ord - 1] WHEN 1 THEN json_build_array('desc', 'nulls_last')
                    WHEN 2 THEN json_build_array('nulls_first')
                    WHEN 3 THEN json_build_array('desc') END AS sorting,
                o.opcname AS opclass, coalesce(o.opcdefault, true) AS is_default
            FROM unnest(i.indkey) WITH ORDINALITY AS u (attnum, ord)
            LEFT JOIN pg_catalog.pg_attribute AS a
                ON a.attrelid = i.indrelid AND a.attnum = u.attnum
            LEFT JOIN pg_catalog.pg_opclass AS o ON o.oid = i.indclass[u.ord - 1]
        ) AS e
    ) AS k
    WHERE i.indrelid = relation.oid AND NOT i.indisprimary
), '[]')
FROM relation
