\i data/bag_of_words.sql
SELECT pg_temp.bag_of_words('how do I restore a backup of the database?') AS question \gset

SELECT round((1 - (embedding <=> :'question'))::numeric, 2) AS likeness, content
FROM blocks WHERE embedding IS NOT NULL ORDER BY embedding <=> :'question' LIMIT 3;

-- With so few rows reading them all is cheaper; a real table has more.
SET enable_seqscan = off;
EXPLAIN (COSTS off)
SELECT content FROM blocks ORDER BY embedding <=> (SELECT embedding FROM blocks LIMIT 1) LIMIT 3;
