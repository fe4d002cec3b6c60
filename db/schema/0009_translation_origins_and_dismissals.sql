ALTER TABLE translation ADD COLUMN origin TEXT NOT NULL DEFAULT '';  -- of a unit that came from the memory
ALTER TABLE translation ADD COLUMN percent REAL;  -- how like that unit's source was; NULL: an engine's
ALTER TABLE finding ADD COLUMN key TEXT NOT NULL DEFAULT '';  -- of the check, the texts and the places
CREATE TABLE dismissal (
    finding_key TEXT PRIMARY KEY,
    reviewer TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
