"""Tests of the example documents and their gold."""
