"""The days that count, of one commune or of all."""

from collections.abc import Sequence
from datetime import date

from factory.convention.agenda import Entry
from factory.convention.document import Document, day, table


def paper(entries: Sequence[Entry], today: date) -> Document:
    """The nearest first."""
    return Document(
        title="Échéances des conventions",
        subtitle=f"À partir du {day(today)}",
        blocks=(
            table(
                "Échéances, la plus proche d’abord",
                ("Jour", "Dans", "Commune", "Échéance", "Article"),
                [
                    (
                        day(one.deadline.day),
                        f"{one.deadline.left(today)} j",
                        one.nom,
                        one.deadline.title
                        + (f" ({one.deadline.doubt}, à confirmer)" if one.deadline.doubt else ""),
                        one.deadline.article,
                    )
                    for one in entries
                ],
            ),
        ),
        footer="Usine à sites, articles 6, 7, 9 et 13 de la convention",
    )
