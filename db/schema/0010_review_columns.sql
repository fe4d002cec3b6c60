ALTER TABLE bead ADD COLUMN reason TEXT NOT NULL DEFAULT '';   -- why a side has no counterpart
ALTER TABLE bead ADD COLUMN is_bookmarked INTEGER NOT NULL DEFAULT 0 CHECK (is_bookmarked IN (0, 1));
ALTER TABLE bead ADD COLUMN is_manual INTEGER NOT NULL DEFAULT 0 CHECK (is_manual IN (0, 1));  -- shaped by hand
CREATE INDEX bead_state ON bead (run_id, state);  -- counts open rows without a look at the beads
