"""Places for schema.org: addresses, hours, the town hall, the entries of the directory."""

import re
from datetime import date
from typing import Any

from factory.content.models import Fiche
from factory.ground import hours
from factory.ground.clock import Clock
from factory.ground.hours import Horaires
from factory.ground.models.fields import telephone_lien
from factory.ground.moment import PARIS
from factory.site import agenda
from factory.site.machines import graph
from factory.site.machines.graph import Node
from factory.site.plan import Plan
from factory.site.views import Contact, FicheDetails
from factory.site.words import collation

_TOWN = re.compile(r"(?:F-)?(\d{5})\s+(\S.*)")
_KINDS = (
    ("mediatheque", "Library"),
    ("bibliotheque", "Library"),
    ("ecole", "School"),
    ("college", "School"),
    ("lycee", "School"),
    ("associati", "Organization"),
    ("mairie", "GovernmentOffice"),
    ("municipa", "GovernmentOffice"),
    ("services publics", "GovernmentOffice"),
    ("sport", "SportsActivityLocation"),
)
"""What a category or, before it, a title says of the kind of place; else it is a Place."""


def home(plan: Plan, picture: str) -> str:
    """The commune, its town hall and its site: what the home page says. `picture` is a URL."""
    town, base = plan.snapshot.commune, plan.base
    address = postal(town.adresse.en_lignes if town.adresse else ())
    hall = {
        "@type": "CityHall",
        "@id": f"{base}/#mairie",
        "name": f"Mairie de {town.nom}",
        "url": f"{base}/",
        "address": address,
        "telephone": telephone_lien(town.telephone),
        "image": picture,
        **opened(plan.clock, town.horaires),
    }
    area = {"@type": "City", "name": town.nom, "identifier": town.code_insee}
    organisation = {
        **graph.commune(base, town.intitule),
        "url": f"{base}/",
        "logo": picture,
        "iso6523Code": _iso6523(town.siret or "", town.siren or ""),
        "areaServed": area,
        "address": address,
        "telephone": telephone_lien(town.telephone),
        "email": town.courriel,
        "sameAs": [network.url for network in town.reseaux],
        "location": {"@id": f"{base}/#mairie"},
    }
    site = {
        "@type": "WebSite",
        "@id": f"{base}/#site",
        "url": f"{base}/",
        "name": town.intitule,
        "inLanguage": town.langue,
        "publisher": {"@id": f"{base}/#commune"},
    }
    return graph.text((organisation, hall, site))


def entry(plan: Plan, meta: Fiche, details: FicheDetails, rest: Node) -> Node:
    """An entry of the directory. An association is no place: what it uses is."""
    contact = details.contact
    kind = _kind(meta)
    place = {
        "address": postal(contact.adresse),
        "geo": _geo(details.position),
        **opened(plan.clock, hours_of(meta)),
    }
    if kind == "Organization":
        where = graph.given(place)
        place = {"location": {"@type": "Place", **where} if where else ""}
    told = {"email": contact.courriel} if kind != "Place" else {}
    return {
        "@type": kind,
        **rest,
        **place,
        **told,
        "telephone": contact.telephone_lien,
        "sameAs": contact.site,
    }


def venue(plan: Plan, contact: Contact | None) -> Node | str:
    """Where something takes place."""
    if contact is None or not contact.nom:
        return ""
    url = plan.base + contact.url if contact.url else ""
    place = {"@type": "Place", "name": contact.nom, "url": url, "address": postal(contact.adresse)}
    return graph.given(place)


def postal(lines: tuple[str, ...]) -> dict[str, str]:
    """An envelope's lines as a PostalAddress; empty where there are none."""
    if not lines:
        return {}
    town = _TOWN.fullmatch(lines[-1].strip())
    street = lines[:-1] if town else lines
    address = {"@type": "PostalAddress", "streetAddress": ", ".join(street)}
    if town:
        address |= {"postalCode": town[1], "addressLocality": town[2]}
    return graph.given({**address, "addressCountry": "FR"})


def opened(clock: Clock, horaires: Horaires | None) -> dict[str, Any]:
    """The usual hours, and what departs from them in the year to come."""
    if horaires is None:
        return {}
    until = agenda.horizon(clock).astimezone(PARIS).date()
    # The horizon is a first of the month, thirteen months after the first of this one.
    month = until.year * 12 + until.month - 1 - agenda.MONTHS_AHEAD - 1
    found = hours.schema_org(horaires, date(month // 12, month % 12 + 1, 1), until)
    return {
        "openingHoursSpecification": found.usual,
        "specialOpeningHoursSpecification": found.special,
    }


def hours_of(meta: Fiche) -> Horaires | None:
    """When an entry of the directory is open, its own closures included."""
    return meta.horaires.with_closures(meta.fermetures) if meta.horaires else None


def _kind(meta: Fiche) -> str:
    for words in (collation(meta.titre), collation(meta.categorie)):
        for start, kind in _KINDS:
            if start in words:
                return kind
    return "Place"


def _geo(position: tuple[float, float] | None) -> Node | str:
    if position is None:
        return ""
    latitude, longitude = (round(angle, 6) for angle in position)
    return {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}


def _iso6523(siret: str, siren: str) -> str:
    """ISO 6523: the French registers are 0009 (SIRET) and 0002 (SIREN)."""
    return f"0009:{siret}" if siret else f"0002:{siren}" if siren else ""
