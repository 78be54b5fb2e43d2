-- limbeck: revision = j0e1f2g3h4i5
-- limbeck: down_revision = i9d0e1f2g3h4
-- limbeck: message = who wrote a page

-- limbeck: upgrade
ALTER TABLE pages ADD COLUMN author text;

-- limbeck: downgrade
ALTER TABLE pages DROP COLUMN author;
