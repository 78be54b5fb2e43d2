-- limbeck: revision = k1f2g3h4i5j6
-- limbeck: down_revision = j0e1f2g3h4i5
-- limbeck: message = embeddings for blocks

-- limbeck: upgrade
CREATE EXTENSION IF NOT EXISTS vector;

ALTER TABLE blocks
    ADD COLUMN embedding vector(768),
    ADD COLUMN embedding_status varchar(20) DEFAULT 'pending';

UPDATE blocks SET embedding_status = 'skipped' WHERE block_type = 'mermaid';

-- The function reads content and block_type, so the trigger names both.
CREATE FUNCTION blocks_embedding_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.block_type = 'mermaid' THEN
        NEW.embedding_status := 'skipped';
        NEW.embedding := NULL;
    ELSE
        NEW.embedding_status := 'pending';
        NOTIFY embedding_queue;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER blocks_embedding_status BEFORE INSERT OR UPDATE OF content, block_type ON blocks
    FOR EACH ROW EXECUTE FUNCTION blocks_embedding_status();

-- The table is live, so the index is built beside its readers and writers.
-- limbeck: upgrade transaction=off
CREATE INDEX CONCURRENTLY blocks_embedding_idx ON blocks USING hnsw (embedding vector_cosine_ops);

-- limbeck: downgrade
DROP INDEX blocks_embedding_idx;
DROP TRIGGER blocks_embedding_status ON blocks;
DROP FUNCTION blocks_embedding_status();
ALTER TABLE blocks DROP COLUMN embedding_status, DROP COLUMN embedding;
DROP EXTENSION vector;
