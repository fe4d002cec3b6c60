"""Translation: the memory first, then an engine; the queue, and the terms that both keep to."""
