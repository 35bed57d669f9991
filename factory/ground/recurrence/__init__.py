"""Recurrences: read, expanded, said in French."""

from factory.ground.recurrence.occurrences import expand, sentence, synchronised
from factory.ground.recurrence.reading import Recurrence, parse
from factory.ground.recurrence.rule import DAYS

__all__ = ["DAYS", "Recurrence", "expand", "parse", "sentence", "synchronised"]
