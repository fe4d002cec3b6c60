"""One file a format: bytes in, text with its blocks out."""
