"""What reviewers do to alignments: rows read, decided, shaped, repaired, read a second time."""
