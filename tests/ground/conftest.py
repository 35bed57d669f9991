"""Hypothesis without a deadline: the machine is shared, and no test asserts a duration."""

from hypothesis import settings

settings.register_profile("usine", deadline=None)
settings.load_profile("usine")
