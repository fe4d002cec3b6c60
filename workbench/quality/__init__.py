"""Checks of a Chinese text against its English version: one file a check, all of them pure functions."""
