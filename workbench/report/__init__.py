"""The report of a pair: its figures, its pictures, and what the decisions so far assure."""
