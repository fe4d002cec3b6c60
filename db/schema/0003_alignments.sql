CREATE TABLE matching (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL,           -- of the documents and the recipe that were compared
    recipe TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE TABLE pair (
    id INTEGER PRIMARY KEY,
    source_document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    target_document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    runner_up_score REAL,
    UNIQUE (source_document_id, target_document_id)
) STRICT;
CREATE TABLE alignment_run (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    recipe TEXT NOT NULL,
    verdict TEXT NOT NULL,
    anchor_share REAL NOT NULL,
    mean_posterior REAL NOT NULL,
    median_cosine REAL NOT NULL,
    is_current INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
    created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX alignment_run_current ON alignment_run (pair_id) WHERE is_current;
CREATE TABLE bead (
    run_id INTEGER NOT NULL REFERENCES alignment_run (id) ON DELETE CASCADE,
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    target_start INTEGER NOT NULL,
    target_end INTEGER NOT NULL,
    posterior REAL NOT NULL,
    evidence TEXT,                  -- JSON
    state TEXT NOT NULL,
    edited_source TEXT,
    edited_target TEXT,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (run_id, source_start, target_start)
) STRICT, WITHOUT ROWID;
CREATE TABLE link (
    id INTEGER PRIMARY KEY,
    source_document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    target_document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    target_start INTEGER NOT NULL,
    target_end INTEGER NOT NULL,
    score REAL NOT NULL,
    kind TEXT NOT NULL,
    recipe TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX link_documents ON link (target_document_id, source_document_id);
CREATE TABLE counterpart (
    document_id INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    nearest_document_id INTEGER REFERENCES document (id) ON DELETE SET NULL,
    score REAL,
    verdict TEXT NOT NULL,
    anchor_share REAL,
    mean_posterior REAL,
    median_cosine REAL,
    recipe TEXT NOT NULL
) STRICT;
