"""Hypothesis without a deadline: the machine is shared, and no test asserts a duration."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("usine", deadline=None)
settings.load_profile("usine")
