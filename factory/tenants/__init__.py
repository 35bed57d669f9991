"""Room 1: which communes there are, and what their configuration says."""
