"""Tests of the training pipelines."""
