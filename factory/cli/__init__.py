"""Room 12: the command `usine`. One file a verb: parses, calls, prints; no logic."""

import gc
import os

# What is imported is no garbage: looking for some takes a tenth of a command's start.
gc.set_threshold(500_000, 50, 100)
# Nobody's plug-in has a say in our models, nor is one looked for at each start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from factory.cli.main import main  # noqa: E402

__all__ = ["main"]
