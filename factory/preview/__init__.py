"""Room 10: a folder that changes is built again: at home, to look at, or in production."""
