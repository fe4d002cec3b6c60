CREATE TABLE pairing_decision (
    id INTEGER PRIMARY KEY,
    source_document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    target_document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    is_pair INTEGER NOT NULL CHECK (is_pair IN (0, 1)),  -- 1: belong together, 0: do not
    reviewer TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX pairing_decision_documents ON pairing_decision (source_document_id, target_document_id);
CREATE TRIGGER pairing_decision_is_append_only BEFORE UPDATE ON pairing_decision
BEGIN SELECT RAISE(ABORT, 'pairing decisions are never changed'); END;
