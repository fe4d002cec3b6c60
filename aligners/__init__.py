"""Sentence alignment of parallel and comparable texts: vectors and sentences in, beads and scores out."""
