"""The Chinese sentence for each English one in the source. A test finds those that are missing."""

SENTENCES: dict[str, str] = {}
