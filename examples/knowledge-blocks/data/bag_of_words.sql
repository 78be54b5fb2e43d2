-- Vectors without a model: every word is hashed into one of 768 counters.
-- Texts that share words come out as neighbours; meaning plays no part.
CREATE FUNCTION pg_temp.bag_of_words(text) RETURNS vector LANGUAGE sql IMMUTABLE AS $$
    SELECT array_agg(coalesce(n, 0) ORDER BY i)::real[]::vector
    FROM generate_series(0, 767) AS i
    LEFT JOIN (
        SELECT (hashtext(lexeme) & 2147483647) % 768 AS i, count(*) AS n
        FROM unnest(to_tsvector('english', $1)) GROUP BY 1
    ) AS counted USING (i)
$$;

UPDATE blocks SET embedding = pg_temp.bag_of_words(content), embedding_status = 'ready'
WHERE embedding_status = 'pending';

ANALYZE blocks;
