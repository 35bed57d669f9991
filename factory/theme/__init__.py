"""Room 7: from a view to bytes. Pure."""
