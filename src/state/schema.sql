-- What limbeck keeps in a user's database, version 1.
--
-- Every statement can run over what is already there, so that two programs
-- that start at once, or one that was killed, end with the same schema.

CREATE SCHEMA IF NOT EXISTS limbeck;

COMMENT ON SCHEMA limbeck IS 'state of the limbeck migration tool; safe to drop when no migration is under way';

CREATE TABLE IF NOT EXISTS limbeck.about (
    version integer PRIMARY KEY,
    since timestamptz NOT NULL DEFAULT now()
);

-- What ran here: one row for each step that was committed.
CREATE TABLE IF NOT EXISTS limbeck.journal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_table text NOT NULL,
    revision text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('upgrade', 'downgrade', 'stamp')),
    checksum text,
    started timestamptz NOT NULL,
    took interval NOT NULL,
    by_role text NOT NULL DEFAULT session_user,
    by_user text,
    program text NOT NULL
);

CREATE INDEX IF NOT EXISTS journal_revision_idx ON limbeck.journal (version_table, revision, id);

-- How far a step came that commits before its end: one row while it is under way.
CREATE TABLE IF NOT EXISTS limbeck.progress (
    version_table text NOT NULL,
    revision text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('upgrade', 'downgrade')),
    done integer NOT NULL,
    done_checksum text NOT NULL,
    announced integer,
    announced_sql text,
    found text,
    started timestamptz NOT NULL DEFAULT now(),
    changed timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (version_table, revision, direction)
);

INSERT INTO limbeck.about (version) VALUES (1) ON CONFLICT DO NOTHING;
