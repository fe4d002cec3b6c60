CREATE TABLE second_reading (
    id INTEGER PRIMARY KEY,
    reader TEXT NOT NULL,           -- who reads for the second time
    seed INTEGER NOT NULL,
    population TEXT NOT NULL,       -- JSON: number of decided beads, by stratum
    created_at TEXT NOT NULL
) STRICT;
CREATE TABLE second_reading_item (
    id INTEGER PRIMARY KEY,
    reading_id INTEGER NOT NULL REFERENCES second_reading (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,      -- the order in which the sample is read
    run_id INTEGER REFERENCES alignment_run (id) ON DELETE SET NULL,
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    target_start INTEGER NOT NULL,
    target_end INTEGER NOT NULL,
    document TEXT NOT NULL,
    source_text TEXT NOT NULL,      -- as it read when the sample was drawn
    target_text TEXT NOT NULL,
    stratum TEXT NOT NULL,
    first_reader TEXT NOT NULL,
    first_verdict TEXT NOT NULL CHECK (first_verdict IN ('accepted', 'rejected', 'needs-review')),
    UNIQUE (reading_id, position)
) STRICT;
CREATE TABLE second_reading_event (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES second_reading_item (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('reading', 'settlement')),
    reviewer TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'needs-review')),
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX second_reading_event_item ON second_reading_event (item_id, id);
CREATE TRIGGER second_reading_event_is_append_only BEFORE UPDATE ON second_reading_event
BEGIN SELECT RAISE(ABORT, 'second readings are never changed'); END;
CREATE TRIGGER second_reading_event_stays BEFORE DELETE ON second_reading_event
BEGIN SELECT RAISE(ABORT, 'second readings are never changed'); END;
