"""Room 12: the command `usine`. One file a verb: parses, calls, prints; no logic."""

from factory.cli.main import main

__all__ = ["main"]
