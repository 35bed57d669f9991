"""Contact: how to write to the town hall (CRPA L112-8), call it, or come. No form."""

from collections.abc import Iterator

from msgspec.structs import replace

from factory.site.contacts import of_commune
from factory.site.legal.privacy import of_person, ways
from factory.site.legal.writing import Words, bullets, line, link, paragraph, part, reach
from factory.site.plan import Plan
from factory.site.views import Contact, Link, Part


def contact_page(plan: Plan) -> tuple[Part, ...]:
    return tuple(_parts(plan))


def _parts(plan: Plan) -> Iterator[Part]:
    commune = plan.snapshot.commune
    hall = of_commune(plan)
    yield part("La mairie", reach(replace(hall, nom="")))
    if commune.contact is not None:
        yield part("Écrire ou téléphoner", reach(of_person(commune.contact)))
    yield _electronic(_written(plan, hall))
    others = [
        line(link(title, section.url))
        for folder, title in (("annuaire", "Annuaire : services, lieux, associations"),
                              ("elus", "Les élus et leurs permanences"),
                              ("demarches", "Démarches"))
        if (section := plan.sections.get(folder)) is not None
    ]  # fmt: skip
    if others:
        yield part("Trouver le bon interlocuteur", bullets(others))


def _electronic(where: tuple[Link, ...]) -> Part:
    """What the code wants told of the right to write (CRPA L112-8, L112-11, R112-9-1)."""
    words: list[Words] = []
    for rank, one in enumerate(where):
        words += [" ou " if rank else "", one]
    return part(
        "Votre droit d’écrire par voie électronique",
        paragraph(
            "Vous pouvez adresser à la commune, par voie électronique, une demande, une "
            "déclaration, un document ou une information, ou lui répondre par la même voie : elle "
            "ne peut pas vous en demander la confirmation par un autre moyen (code des relations "
            "entre le public et l’administration, article L112-8)."
        ),
        *((paragraph("Où écrire : ", *words, "."),) if words else ()),
        paragraph("Pour être traité, votre envoi dit qui vous êtes :"),
        bullets(
            (
                "un particulier donne ses nom et prénom, ses adresses postale et électronique ;",
                "une entreprise, son numéro d’inscription au répertoire des entreprises et de "
                "leurs établissements ;",
                "une association, son numéro d’inscription au répertoire national des "
                "associations.",
            )
        ),
        paragraph("La commune accuse réception de votre envoi."),
    )


def _written(plan: Plan, hall: Contact) -> tuple[Link, ...]:
    """Where to write: what the commune chose for it, else the town hall's own address."""
    commune = plan.snapshot.commune
    chosen = ways(of_person(commune.contact)) if commune.contact else ()
    found = [one for one in (*chosen, *ways(hall)) if not one.url.startswith("tel:")]
    return tuple(dict.fromkeys(found))
