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
