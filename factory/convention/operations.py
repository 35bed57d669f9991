"""Specific requests (art. 4.3 and 6): studied, ordered, seen done by both, then charged whole.

Outside the financial sheet: neither prorata nor halves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from factory.convention import money
from factory.convention.common import Operation, Participation
from factory.ground.dates import in_words
from factory.ground.problems import Problem, warning
from factory.tenants.convention import Convention
from factory.tenants.roles import Titulaire

ARTICLE = "articles 4.3, 4.5 et 6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A commune's part of an operation. `due` is None until it may be charged (`awaits`)."""

    operation: str
    objet: str
    commune: str
    part: str
    cost: Decimal | None
    due: Decimal | None
    year: int | None
    awaits: str = ""
    title: str = ""

    @property
    def formula(self) -> str:
        if self.cost is None:
            return ""
        whole = money.written(self.cost)
        return whole if self.part == "1" else f"{whole} × {self.part}"


def shares(operation: Operation) -> tuple[Share, ...]:
    """The whole cost among the communes, by their own key, to the cent."""
    parts = [Fraction(one.part or 1) for one in operation.communes]
    amounts: list[int | None] = [None for _ in parts]
    if operation.cout is not None:
        amounts = [*money.shared(money.cents(Fraction(operation.cout)), parts)]
    return tuple(
        _share(operation, one, part, amount)
        for one, part, amount in zip(operation.communes, parts, amounts, strict=True)
    )


def of_year(operations: Iterable[Operation], slug: str, year: int) -> tuple[Share, ...]:
    """What a commune is charged for the operations seen done in a year."""
    return tuple(share for share in of(operations, slug) if share.year == year and share.due)


def of(operations: Iterable[Operation], slug: str) -> tuple[Share, ...]:
    """Every operation that a commune takes part in, at whatever stage."""
    return tuple(
        share for operation in operations for share in shares(operation) if share.commune == slug
    )


def entitled(convention: Convention, who: str, day: date) -> bool | None:
    """Whether who ordered was the représentant or the référent that day (art. 4.3 and 10).

    None where the convention names nobody for that day: it cannot be told.
    """
    contacts = convention.contacts
    known: list[Titulaire] = [
        one for one in (*contacts.representant, *contacts.referent) if one.en_poste(day)
    ]
    if not known:
        return None
    return any(who.strip() in (one.nom, one.nom_complet, one.courriel) for one in known)


def unentitled(
    operations: Iterable[Operation],
    slug: str,
    convention: Convention,
    file: str,
    since: date | None = None,
) -> Iterator[Problem]:
    """A problem for each order that came from someone whom the convention does not name.

    `since`: its first day, where the commune had another before, whose people are not kept.
    """
    for operation in operations:
        for one in operation.communes:
            if one.commune != slug or one.commande_le is None or not one.commande_par:
                continue
            if since is not None and one.commande_le < since:
                continue
            if entitled(convention, one.commande_par, one.commande_le) is False:
                yield warning(
                    "commande-a-valider",
                    f"L’opération {operation.numero} a été commandée pour « {slug} » par "
                    f"« {one.commande_par} », qui n’était ni le représentant ni le référent de la "
                    f"commune le {in_words(one.commande_le)}.",
                    "Faites valider la commande par le représentant (articles 4.3 et 10), ou "
                    "complétez « contacts » de convention.yaml.",
                    file=file,
                )


def _share(operation: Operation, one: Participation, part: Fraction, cents: int | None) -> Share:
    awaits = _awaits(operation, one)
    amount = None if cents is None else money.euros(cents)
    seen = operation.constat_le
    return Share(
        operation=operation.numero,
        objet=operation.objet,
        commune=one.commune,
        part=str(part),
        cost=operation.cout,
        due=None if awaits else amount,
        year=seen.year if seen else None,
        awaits=awaits,
        title=_title(one),
    )


def _awaits(operation: Operation, one: Participation) -> str:
    """What must still happen before this part is charged; empty once it may be."""
    study = operation.etude
    if not (study.description and study.planning and study.devis is not None):
        return "l’étude préalable : description, planning et devis (article 4.3)"
    if one.commande_le is None:
        return "la commande de la commune (article 4.3)"
    if operation.constat_le is None:
        return "le constat de réalisation par les deux parties (article 4.5)"
    if operation.cout is None:
        return "le coût engagé par la Métropole (article 6)"
    return ""


def _title(one: Participation) -> str:
    if not one.titre:
        return "titre de recette à émettre"
    return f"titre {one.titre}" + (f" du {in_words(one.titre_le)}" if one.titre_le else "")
