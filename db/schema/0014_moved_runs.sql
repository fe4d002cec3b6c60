-- A run that a segment repair made from another one: the same rows, with the segments counted anew.
ALTER TABLE alignment_run ADD COLUMN moved_from INTEGER REFERENCES alignment_run (id) ON DELETE SET NULL;
ALTER TABLE alignment_run ADD COLUMN moved_side TEXT CHECK (moved_side IN ('source', 'target'));
ALTER TABLE alignment_run ADD COLUMN moved_position INTEGER;   -- of the segment that became two, or took the next in
ALTER TABLE alignment_run ADD COLUMN moved_by INTEGER;         -- 1 or -1: what lies after it is counted so
CREATE INDEX alignment_run_moved ON alignment_run (moved_from) WHERE moved_from IS NOT NULL;
CREATE INDEX review_event_reverts ON review_event (reverts) WHERE reverts IS NOT NULL;
CREATE VIEW run_chain AS   -- each run that a current one was made from by repairs, itself included
WITH RECURSIVE chain (run_id, current_run_id) AS (
    SELECT id, id FROM alignment_run WHERE is_current
    UNION ALL
    SELECT moved_from, current_run_id FROM alignment_run JOIN chain ON id = run_id WHERE moved_from IS NOT NULL
)
SELECT run_id, current_run_id FROM chain;
