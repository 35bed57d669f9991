"""Proof: rebuild elsewhere and compare. One act, called by `prove`, the backup drill and tests."""
