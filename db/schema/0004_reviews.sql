CREATE TABLE review_event (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES alignment_run (id) ON DELETE CASCADE,
    reviewer TEXT NOT NULL,
    created_at TEXT NOT NULL,
    action TEXT NOT NULL,
    before TEXT NOT NULL,           -- JSON list of beads
    after TEXT NOT NULL,
    reverts INTEGER REFERENCES review_event (id)
) STRICT;
CREATE INDEX review_event_run ON review_event (run_id, reviewer);
CREATE TABLE link_event (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
    reviewer TEXT NOT NULL,
    created_at TEXT NOT NULL,
    before TEXT NOT NULL,           -- JSON: state and note
    after TEXT NOT NULL
) STRICT;
CREATE TRIGGER review_event_is_append_only BEFORE UPDATE ON review_event
BEGIN SELECT RAISE(ABORT, 'review events are never changed'); END;
