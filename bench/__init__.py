"""Measurements of the workbench: `python -m bench NAME` prints a table."""
