-- The columns of a table as JSON; no row when there is no such table.
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
        'name', a.attname,
        'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
        'nullable', NOT a.attnotnull,
        'default', CASE WHEN a.attgenerated = '' AND CAST(:schema AS text) IS NOT NULL
            THEN regexp_replace(e.text, '(nextval\('')([^''.]+)(''.*$)',
                '\1"' || :schema || '".\2\3')
            WHEN a.attgenerated = '' THEN e.text END,
        'is_serial', coalesce(a.attgenerated = '' AND e.text ~ 'nextval\(''[^'']+'''
            AND a.atttypid IN (20, 21, 23), false),
        'comment', pg_catalog.col_description(a.attrelid, a.attnum),
        'computed', CASE WHEN a.attgenerated <> ''
            THEN json_build_object('sqltext', e.text, 'persisted', a.attgenerated = 's') END,
        'identity', CASE WHEN a.attidentity <> '' THEN (
            SELECT json_build_object('always', a.attidentity = 'a', 'start', s.seqstart,
                'increment', s.seqincrement, 'minvalue', s.seqmin, 'maxvalue', s.seqmax,
                'cache', s.seqcache, 'cycle', s.seqcycle)
            FROM pg_catalog.pg_sequence AS s
            WHERE s.seqrelid = CAST(pg_catalog.pg_get_serial_sequence(
                CAST(CAST(a.attrelid AS regclass) AS text), a.attname) AS regclass)) END,
        'collation', (SELECT l.collname FROM pg_catalog.pg_collation AS l
            WHERE l.oid = a.attcollation AND a.attcollation <> t.typcollation),
        'enum', (SELECT json_build_object('name', b.typname,
                'schema', CASE WHEN NOT pg_catalog.pg_type_is_visible(b.oid)
                    THEN CAST(CAST(b.typnamespace AS regnamespace) AS text) END,
                'labels', (SELECT json_agg(v.enumlabel ORDER BY v.enumsortorder)
                    FROM pg_catalog.pg_enum AS v WHERE v.enumtypid = b.oid))
            FROM pg_catalog.pg_type AS b
            WHERE b.oid = CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN t.typelem ELSE t.oid END
                AND b.typtype = 'e'),
        'domain', CASE WHEN t.typtype = 'd'
            THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
        'dimensions', CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN 1 ELSE 0 END
    ) ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN LATERAL (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS text) AS e ON true
    WHERE a.attrelid = relation.oid AND a.attnum > 0 AND NOT a.attisdropped
), '[]')
FROM relation
