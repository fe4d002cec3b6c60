"""The store of the workbench: one SQLite file, and the only package that speaks SQL."""
