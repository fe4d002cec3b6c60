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
