"""Room 10: what a commune's sources and site are checked for, after they are built."""
