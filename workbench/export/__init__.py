"""Everything that leaves the database: the formats of the trade, and documents in translation."""
