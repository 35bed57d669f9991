"""Room 11: a night. For all communes: build, check, back up, prove; then report."""
