"""Search on both sides at once: matchers, rows and concordance lines."""
