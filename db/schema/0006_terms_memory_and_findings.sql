CREATE TABLE term (
    folded TEXT PRIMARY KEY,        -- the source in Simplified characters: what two terms are the same by
    source TEXT NOT NULL,
    approved TEXT NOT NULL,         -- renderings with | between them, here and below
    tolerated TEXT NOT NULL,
    banned TEXT NOT NULL,
    category TEXT NOT NULL,
    note TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE memory_unit (
    id INTEGER PRIMARY KEY,
    source_hash TEXT NOT NULL,
    source_text TEXT NOT NULL,
    target_text TEXT NOT NULL,
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL,
    origin TEXT NOT NULL,
    state TEXT NOT NULL,
    document TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (source_hash, target_text, target_language)
) STRICT;
CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    pair_id INTEGER REFERENCES pair (id) ON DELETE CASCADE,  -- NULL: found in the machine translation
    source_position INTEGER NOT NULL,  -- the first segment of the Chinese side
    target_position INTEGER,           -- the first segment of the English document
    "check" TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'information')),
    source_start INTEGER,           -- places in the texts of both sides, joined as they were checked
    source_end INTEGER,
    target_start INTEGER,
    target_end INTEGER,
    message TEXT NOT NULL,
    suggestion TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX finding_document ON finding (document_id, source_position);
CREATE INDEX finding_pair ON finding (pair_id, source_position);
