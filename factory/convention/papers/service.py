"""The minutes by which both parties see the service run (art. 6): the prorata starts there."""

from datetime import date

from factory.convention.desk import Desk, Party
from factory.convention.document import (
    Document,
    Facts,
    Heading,
    Points,
    Signatures,
    Text,
    day,
    said,
)
from factory.convention.periods import days, days_of, last_day
from factory.convention.readings import Lectures
from factory.tenants.convention import Convention, Signataire
from factory.tenants.naming import de
from factory.tenants.roles import holder


def minutes(party: Party, desk: Desk, today: date) -> Document:
    """The procès-verbal de mise en service, to be signed, or as it was signed."""
    convention = party.convention or Convention()
    signed = convention.dates.mise_en_service
    return Document(
        title="Procès-verbal de mise en service",
        subtitle=f"Usine à sites, commune {de(party.nom)} – article 6 de la convention",
        blocks=(
            Facts(rows=_known(party, today)),
            Heading(text="Ce que les parties constatent"),
            Points(
                items=(
                    "Le site de la commune est en ligne à l’adresse ci-dessus.",
                    "Les agents désignés par la commune disposent d’un accès sécurisé pour publier "
                    "(article 4-2).",
                    "Les données du site sont sauvegardées chaque jour (article 4-2).",
                    "Le transfert de compétences initial aux agents a eu lieu (article 6).",
                )
            ),
            Heading(text="Réserves"),
            Text(text="Réserves de la commune, s’il y en a : ................................"),
            Heading(text="Ce qui en résulte"),
            Text(text=_prorata(signed, desk.commun.lectures)),
            Signatures(
                signatories=(
                    (f"la commune {de(party.nom)}", _who(convention.parties.commune)),
                    ("la Métropole", _who(convention.parties.metropole)),
                )
            ),
        ),
        footer=f"Procès-verbal de mise en service, commune {de(party.nom)}",
        fictive=convention.fictive,
    )


def _known(party: Party, today: date) -> tuple[tuple[str, str], ...]:
    """What the files know of it, on the day of the signature or `today`."""
    convention = party.convention or Convention()
    signed = convention.dates.mise_en_service
    ahead = holder(convention.contacts.interlocuteur, signed or today)
    referent = holder(convention.contacts.referent, signed or today)
    return (
        ("Commune", party.nom),
        ("Adresse du site", party.commune.origine if party.commune else said("")),
        ("Noms de domaine servis", said(", ".join(convention.domaines))),
        ("Convention signée le", day(convention.dates.signature)),
        ("Convention notifiée le", day(convention.dates.notification)),
        ("Interlocuteur privilégié de la Métropole", ahead.nom_complet if ahead else said("")),
        ("Référent « Usine à Sites »", referent.nom_complet if referent else said("")),
        ("Jour de la signature de ce procès-verbal", day(signed, "." * 30)),
    )


def _prorata(signed: date | None, lectures: Lectures) -> str:
    """What the signature sets running."""
    if signed:
        count, whole = days(signed, last_day(signed.year), lectures), days_of(signed.year, lectures)
        return (
            f"Les sommes dues pour {signed.year} sont calculées au prorata temporis, de la "
            f"signature de ce procès-verbal au 31 décembre : {count}/{whole} de l’année "
            "(article 6)."
        )
    return (
        "Les sommes dues pour l’année de la mise en service seront calculées au prorata "
        "temporis, de la signature de ce procès-verbal au 31 décembre (article 6)."
    )


def _who(one: Signataire) -> str:
    person = one.representant
    if person is None:
        return said("")
    return f"{person.nom_complet}, {person.qualite}" if person.qualite else person.nom_complet
