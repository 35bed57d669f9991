"""Room 10, probe: each site seen from outside, as a reader's browser would reach it."""
