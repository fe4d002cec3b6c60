"""Tests of the use cases and of the command line."""
