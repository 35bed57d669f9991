"""Room 12: the command `usine`. One file a verb: parses, calls, prints; no logic."""

import gc

# What is imported is no garbage: looking for some takes a tenth of a command's start.
gc.set_threshold(50_000, 50, 100)

from factory.cli.main import main  # noqa: E402

__all__ = ["main"]
