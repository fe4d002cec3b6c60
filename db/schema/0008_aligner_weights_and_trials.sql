CREATE TABLE aligner_weights (
    version TEXT PRIMARY KEY,       -- a digest of the weights
    content TEXT NOT NULL,          -- JSON, as the aligner writes it
    is_used INTEGER NOT NULL DEFAULT 0 CHECK (is_used IN (0, 1)),
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX aligner_weights_used ON aligner_weights (is_used) WHERE is_used;
CREATE TABLE matching_trial (
    source_digest TEXT NOT NULL,    -- of the document's segments, so that a document taken in again is known
    target_digest TEXT NOT NULL,
    recipe TEXT NOT NULL,
    verdict TEXT NOT NULL,
    anchor_share REAL NOT NULL,
    mean_posterior REAL NOT NULL,
    median_cosine REAL NOT NULL,
    PRIMARY KEY (source_digest, target_digest, recipe)
) STRICT, WITHOUT ROWID;
