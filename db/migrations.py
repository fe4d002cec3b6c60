"""The schema, as numbered migrations. A migration that has landed is never changed: add the next one."""

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x42495457  # "BITW", written into the file header

DOCUMENTS_TABLES = """
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    content BLOB NOT NULL,          -- the bytes as they came, zlib
    encoding TEXT NOT NULL,
    encoding_reason TEXT NOT NULL,
    text TEXT NOT NULL,             -- as the reader gave it, before cleaning
    is_current INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
    added_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX file_current_path ON file (path) WHERE is_current;
CREATE INDEX file_sha256 ON file (sha256);
CREATE TABLE rule_hit (
    file_id INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    rule TEXT NOT NULL,
    replacement TEXT NOT NULL,
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    PRIMARY KEY (file_id, start, "end", rule)
) STRICT, WITHOUT ROWID;
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    script TEXT NOT NULL,
    published_on TEXT NOT NULL,
    source_name TEXT NOT NULL,
    document_number TEXT NOT NULL,
    issuing_body TEXT NOT NULL,
    UNIQUE (file_id, position)
) STRICT;
CREATE TABLE paragraph (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,         -- place in the file's text
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    script TEXT NOT NULL,
    route TEXT NOT NULL CHECK (route IN ('translate', 'reference', 'skip')),
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (document_id, position)
) STRICT;
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    paragraph_id INTEGER NOT NULL REFERENCES paragraph (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,      -- counts through the document
    start INTEGER NOT NULL,         -- place in the paragraph's text
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    UNIQUE (document_id, position)
) STRICT;
CREATE INDEX segment_text_hash ON segment (text_hash);
CREATE INDEX segment_paragraph ON segment (paragraph_id);
"""

TRANSLATIONS_AND_VECTORS_TABLES = """
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
"""

ALIGNMENTS_TABLES = """
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
"""

REVIEWS_TABLES = """
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
"""

APPEND_ONLY_TRIGGERS = """
CREATE TRIGGER review_event_stays BEFORE DELETE ON review_event
BEGIN SELECT RAISE(ABORT, 'review events are never changed'); END;
CREATE TRIGGER link_event_is_append_only BEFORE UPDATE ON link_event
BEGIN SELECT RAISE(ABORT, 'link events are never changed'); END;
CREATE TRIGGER link_event_stays BEFORE DELETE ON link_event
BEGIN SELECT RAISE(ABORT, 'link events are never changed'); END;
"""

TERMS_MEMORY_AND_FINDINGS_TABLES = """
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
"""

SECOND_READING_TABLES = """
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
"""

TRANSLATION_ORIGINS_AND_DISMISSALS = """
ALTER TABLE translation ADD COLUMN origin TEXT NOT NULL DEFAULT '';  -- of a unit that came from the memory
ALTER TABLE translation ADD COLUMN percent REAL;  -- how like that unit's source was; NULL: an engine's
ALTER TABLE finding ADD COLUMN key TEXT NOT NULL DEFAULT '';  -- of the check, the texts and the places
CREATE TABLE dismissal (
    finding_key TEXT PRIMARY KEY,
    reviewer TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

INTAKE_COLUMNS_AND_TABLES = """
ALTER TABLE file ADD COLUMN rules TEXT NOT NULL DEFAULT '';  -- the user's rules.toml that it was read with
ALTER TABLE file ADD COLUMN boundaries TEXT;  -- JSON list of the places where documents start, NULL as found
ALTER TABLE document ADD COLUMN fingerprint TEXT;  -- of all that is in it but its place, NULL where not known
ALTER TABLE paragraph ADD COLUMN given_row INTEGER;  -- the row of a file in two languages that it stands in
ALTER TABLE segment ADD COLUMN translated_as TEXT;  -- of a reprint: text_hash of the original's sentence
CREATE TABLE signature (
    document_id INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    value BLOB NOT NULL             -- MinHash, uint32, little-endian, empty where the text is too short
) STRICT;
CREATE TABLE reprint (
    document_id INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    original_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    similarity REAL NOT NULL
) STRICT;
CREATE INDEX reprint_original ON reprint (original_id);
"""

REVIEW_COLUMNS_AND_INDEX = """
ALTER TABLE bead ADD COLUMN reason TEXT NOT NULL DEFAULT '';   -- why a side has no counterpart
ALTER TABLE bead ADD COLUMN is_bookmarked INTEGER NOT NULL DEFAULT 0 CHECK (is_bookmarked IN (0, 1));
ALTER TABLE bead ADD COLUMN is_manual INTEGER NOT NULL DEFAULT 0 CHECK (is_manual IN (0, 1));  -- shaped by hand
CREATE INDEX bead_state ON bead (run_id, state);  -- counts open rows without a look at the beads
"""

migrations = Migrations("workbench")


@migrations(name="0001_documents")
def _documents(database: Database) -> None:
    database.executescript(DOCUMENTS_TABLES)


@migrations(name="0002_translations_and_vectors")
def _translations_and_vectors(database: Database) -> None:
    database.executescript(TRANSLATIONS_AND_VECTORS_TABLES)


@migrations(name="0003_alignments")
def _alignments(database: Database) -> None:
    database.executescript(ALIGNMENTS_TABLES)


@migrations(name="0004_reviews")
def _reviews(database: Database) -> None:
    database.executescript(REVIEWS_TABLES)


@migrations(name="0005_append_only_logs")
def _append_only_logs(database: Database) -> None:
    database.executescript(APPEND_ONLY_TRIGGERS)


@migrations(name="0006_terms_memory_and_findings")
def _terms_memory_and_findings(database: Database) -> None:
    database.executescript(TERMS_MEMORY_AND_FINDINGS_TABLES)


@migrations(name="0007_intake")
def _intake(database: Database) -> None:
    database.executescript(INTAKE_COLUMNS_AND_TABLES)


@migrations(name="0011_second_reading")
def _second_reading(database: Database) -> None:
    database.executescript(SECOND_READING_TABLES)


@migrations(name="0009_translation_origins_and_dismissals")
def _translation_origins_and_dismissals(database: Database) -> None:
    database.executescript(TRANSLATION_ORIGINS_AND_DISMISSALS)


@migrations(name="0010_review_columns")
def _review_columns(database: Database) -> None:
    database.executescript(REVIEW_COLUMNS_AND_INDEX)
