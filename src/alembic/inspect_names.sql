-- Relations of some kinds ("{r,p}") in a schema, or in those that are searched.
SELECT c.relname
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = ANY (CAST(:kinds AS "char"[]))
    AND (c.relpersistence <> 't' OR :temporary)
    AND CASE WHEN CAST(:schema AS text) IS NULL
            THEN pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'
            ELSE n.nspname = :schema END
    AND (CAST(:table AS text) IS NULL OR c.relname = :table)
ORDER BY c.oid
