CREATE TABLE translation (
    id INTEGER PRIMARY KEY,
    text_hash TEXT NOT NULL,
    source_text TEXT NOT NULL,
    target_language TEXT NOT NULL,
    target_text TEXT NOT NULL,
    engine TEXT NOT NULL,
    score REAL,
    is_draft INTEGER NOT NULL CHECK (is_draft IN (0, 1)),
    warnings TEXT NOT NULL,         -- JSON list of names
    created_at TEXT NOT NULL,
    UNIQUE (text_hash, target_language, engine)
) STRICT;
CREATE TABLE vector (
    model TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    value BLOB NOT NULL,            -- float32, little-endian
    PRIMARY KEY (model, text_hash)
) STRICT, WITHOUT ROWID;
