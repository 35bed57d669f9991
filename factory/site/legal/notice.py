"""Mentions légales (LCEN, loi 2004-575, art. 1-1): publisher, director of publication, host."""

from collections.abc import Iterator

from factory.ground.models.fields import telephone_lien
from factory.site.contacts import of_commune
from factory.site.legal.writing import bullets, line, link, paragraph, part, reach
from factory.site.plan import Plan
from factory.site.views import Block, Contact, Part
from factory.tenants import legal
from factory.tenants.commune import Commune
from factory.tenants.people import Organisme, Personne

_REUSE = (
    "Sauf mention contraire, les informations publiques de ce site peuvent être réutilisées "
    "librement (code des relations entre le public et l’administration, article L321-1), en "
    "citant leur source et leur date, et sans en altérer le sens."
)


def notice(plan: Plan) -> tuple[Part, ...]:
    return tuple(_parts(plan, plan.snapshot.commune))


def _parts(plan: Plan, commune: Commune) -> Iterator[Part]:
    yield part("Éditeur", *_publisher(plan, commune))
    director = legal.directeur(commune)
    if director is not None:
        yield part("Directeur de la publication", paragraph(person(director, "maire")))
    editor = commune.mentions.responsable_redaction
    if editor is not None:
        yield part("Responsable de la rédaction", paragraph(person(editor)))
    yield part("Hébergeur", reach(organisation(legal.hebergeur(commune, plan.metropole))))
    yield part("Réutilisation des contenus", paragraph(commune.mentions.licence or _REUSE))
    if commune.mentions.credits:
        yield part("Crédits", bullets(commune.mentions.credits))
    yield part(
        "Autres informations",
        bullets(
            (
                line(link("Données personnelles", "/donnees-personnelles/")),
                line(link("Accessibilité", "/accessibilite/")),
                line(link("Contact", "/contact/")),
            )
        ),
    )


def _publisher(plan: Plan, commune: Commune) -> Iterator[Block]:
    yield reach(publisher(plan))
    numbers = [f"SIREN : {_grouped(commune.siren)}"] if commune.siren else []
    numbers += [f"SIRET : {_grouped(commune.siret)}"] if commune.siret else []
    if numbers:
        yield bullets(numbers)


def publisher(plan: Plan) -> Contact:
    """The commune as a legal person, at the town hall's address."""
    hall = of_commune(plan)
    return Contact(
        nom=plan.snapshot.commune.intitule,
        adresse=hall.adresse,
        telephone=hall.telephone,
        telephone_lien=hall.telephone_lien,
        courriel=hall.courriel,
    )


def organisation(body: Organisme) -> Contact:
    return Contact(
        nom=body.nom,
        adresse=body.adresse.en_lignes if body.adresse else (),
        telephone=body.telephone,
        telephone_lien=telephone_lien(body.telephone),
        courriel=body.courriel,
        site=body.url,
    )


def person(who: Personne, usual: str = "") -> str:
    """« Camille Exemple, maire »."""
    capacity = who.qualite or usual
    return f"{who.nom_complet}, {capacity}" if capacity else who.nom_complet


def _grouped(number: str) -> str:
    """« 213 000 000 00011 »: by three, and what is left."""
    return "\u00a0".join((number[:3], number[3:6], number[6:9], number[9:])).rstrip("\u00a0")
