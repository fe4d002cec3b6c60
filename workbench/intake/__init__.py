"""From files as they come to documents, paragraphs and segments."""
