"""A duty of publication: what the law asks, and whether a commune's site does it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a commune stands."""

    SATISFAITE = "satisfaite"
    NON_SATISFAITE = "non satisfaite"
    SANS_OBJET = "sans objet"
    """The law does not ask this of that commune: its size, its choice."""
    A_CONFIRMER = "à confirmer"
    """Only a person can tell: a threshold, a fact that is on no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty and its state. `why` and `remedy` are French, for an agent."""

    code: str
    article: str
    title: str
    state: State
    why: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A duty before it is looked at: its code, the text that founds it, its name."""

    code: str
    article: str
    title: str

    def met(self, why: str) -> Duty:
        return self._with(State.SATISFAITE, why)

    def unmet(self, why: str, remedy: str) -> Duty:
        return self._with(State.NON_SATISFAITE, why, remedy)

    def without_object(self, why: str) -> Duty:
        return self._with(State.SANS_OBJET, why)

    def to_confirm(self, why: str, remedy: str) -> Duty:
        return self._with(State.A_CONFIRMER, why, remedy)

    def _with(self, state: State, why: str, remedy: str = "") -> Duty:
        return Duty(
            code=self.code,
            article=self.article,
            title=self.title,
            state=state,
            why=why,
            remedy=remedy,
        )
