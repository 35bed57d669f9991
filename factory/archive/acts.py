"""The register's acts, as its lines tell them (CGCT L2131-1, R2131-1).

Three events make an act's history: « mise en ligne », « remplacement » and « retrait ». The moment
of the first is never moved: appeal periods run from it. Bytes withdrawn for privacy are named by
their digest in `efface`, and by nothing else, ever again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from factory.archive.chain import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A recorded replacement or withdrawal: what was ordered, by whom, and when it was done."""

    evenement: str
    """« remplacement » or « retrait »."""
    motif: str
    decide_par: str
    decide_le: str
    """The day of the decision, ISO 8601."""
    precisions: str
    moment: str
    """When readers saw it, ISO 8601 with its offset."""
    empreinte: str
    """The digest of the version it put aside."""
    efface: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """What was asked for: one order serves once."""
        return (self.evenement, self.motif, self.decide_par, self.decide_le, self.precisions)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredAct:
    """An act as it is registered today."""

    fichier: str
    moment: str
    """When it came online. Never moved."""
    empreinte: str
    """The digest of its document's bytes; empty once they were erased."""
    pieces: Mapping[str, str]
    """The files it brings: path → digest."""
    numero: str = ""
    nature: str = ""
    date_acte: str = ""
    decisions: tuple[Decision, ...] = ()
    """Oldest first."""
    anciennes: frozenset[str] = frozenset()
    """The digests of its earlier versions and of their files."""

    @property
    def retrait(self) -> Decision | None:
        """The withdrawal, where the act is no longer online."""
        last = self.decisions[-1] if self.decisions else None
        return last if last is not None and last.evenement == "retrait" else None

    @property
    def digests(self) -> frozenset[str]:
        """Of the bytes that the register keeps for it."""
        return frozenset({self.empreinte, *self.pieces.values(), *self.anciennes} - {""})


def note_act(acts: dict[str, RegisteredAct], line: Line) -> None:
    """What one line of `actes.jsonl` adds."""
    path = line["fichier"]
    if line["evenement"] == "mise en ligne":
        acts[path] = RegisteredAct(
            fichier=path,
            moment=line["moment"],
            empreinte=line["empreinte"],
            pieces=line["pieces"],
            numero=line["numero"],
            nature=line.get("nature", ""),
            date_acte=line.get("date_acte", ""),
        )
        return
    acts[path] = _after(acts[path], line)


def erased(acts: Mapping[str, RegisteredAct]) -> dict[str, str]:
    """The digests that were withdrawn for privacy, with the moment: nothing may publish them."""
    return {
        name: decision.moment
        for act in acts.values()
        for decision in act.decisions
        for name in decision.efface
    }


def _after(act: RegisteredAct, line: Line) -> RegisteredAct:
    gone = frozenset(line.get("efface", ()))
    decision = Decision(
        evenement=line["evenement"],
        motif=line["motif"],
        decide_par=line["decide_par"],
        decide_le=line["decide_le"],
        precisions=line["precisions"],
        moment=line["moment"],
        empreinte=act.empreinte,
        efface=tuple(line.get("efface", ())),
    )
    withdrawn = line["evenement"] == "retrait"
    return replace(
        act,
        empreinte="" if withdrawn else line["empreinte"],
        pieces={} if withdrawn else line["pieces"],
        numero=line["numero"],
        anciennes=act.digests - gone,
        decisions=(*act.decisions, decision),
    )
