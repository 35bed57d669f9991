"""Room 10, report: what operators and communes are told of the nights, from the history."""
