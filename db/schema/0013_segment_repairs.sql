CREATE TABLE segment_repair (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    action TEXT NOT NULL CHECK (action IN ('split', 'merge')),
    position INTEGER NOT NULL,      -- of the first segment, as the document was counted then
    before TEXT NOT NULL,           -- JSON list of texts
    after TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER segment_repair_is_append_only BEFORE UPDATE ON segment_repair
BEGIN SELECT RAISE(ABORT, 'segment repairs are never changed'); END;
