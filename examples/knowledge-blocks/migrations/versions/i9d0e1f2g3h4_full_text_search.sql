-- limbeck: revision = i9d0e1f2g3h4
-- limbeck: down_revision = h8c9d0e1f2g3
-- limbeck: message = full-text search over blocks

-- limbeck: upgrade
ALTER TABLE blocks ADD COLUMN search_vector tsvector;

CREATE FUNCTION blocks_search_vector() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search_vector := to_tsvector('english', NEW.content);
    RETURN NEW;
END
$$;

CREATE TRIGGER blocks_search_vector BEFORE INSERT OR UPDATE OF content ON blocks
    FOR EACH ROW EXECUTE FUNCTION blocks_search_vector();

UPDATE blocks SET search_vector = to_tsvector('english', content);

CREATE INDEX blocks_search_vector_idx ON blocks USING gin (search_vector);

-- limbeck: downgrade
DROP INDEX blocks_search_vector_idx;
DROP TRIGGER blocks_search_vector ON blocks;
DROP FUNCTION blocks_search_vector();
ALTER TABLE blocks DROP COLUMN search_vector;
