"""Room 8: keys, generations, the switch, rollback; one confined child a commune."""
