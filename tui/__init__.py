"""The Textual application in which people review alignments."""
