-- Enum types: those that are found without a schema, of one, or ('*') of all.
SELECT coalesce(json_agg(json_build_object(
    'name', t.typname,
    'schema', n.nspname,
    'visible', pg_catalog.pg_type_is_visible(t.oid),
    'labels', (SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]')
        FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid)
) ORDER BY n.nspname, t.typname), '[]')
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.typtype = 'e'
    AND CASE WHEN CAST(:schema AS text) IS NULL
            THEN pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog'
            ELSE :schema IN (n.nspname, '*') END
