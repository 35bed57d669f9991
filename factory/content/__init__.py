"""Room 3: from a file's bytes to a Document. Pure."""
