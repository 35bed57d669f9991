"""What the law wants known of a site's publisher, and which of it the configuration lacks.

One list, read by the pages that state it and by the check that asks for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factory.tenants.commune import FILE, Commune
from factory.tenants.people import Organisme, Personne
from factory.tenants.usine import Metropole

LCEN = "loi n° 2004-575 du 21 juin 2004, article 1-1"
RGPD = "RGPD, articles 13 et 37"
CRPA = "code des relations entre le public et l’administration, article L112-8"
_USINE = "usine.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manque:
    """A fact that is missing: what it is, and the key that gives it."""

    quoi: str
    cle: str
    fichier: str = FILE


def directeur(commune: Commune) -> Personne | None:
    """The director of publication: the one named, else the mayor."""
    return commune.mentions.directeur_publication or commune.maire


def hebergeur(commune: Commune, metropole: Metropole) -> Organisme:
    """Who hosts the site: the commune's own host, else the Métropole's, else the Métropole."""
    return (
        commune.mentions.hebergeur
        or metropole.hebergeur
        # Each value was checked where it was read, and a site is drawn without building a model.
        or Organisme.model_construct(
            nom=metropole.nom,
            siren=metropole.siren,
            adresse=metropole.adresse,
            telephone=metropole.telephone,
            courriel=metropole.courriel,
            url=metropole.url,
        )
    )


def mentions_manquantes(commune: Commune, metropole: Metropole) -> tuple[Manque, ...]:
    """What the legal notice lacks (LCEN art. 1-1): of the publisher, its director, the host."""
    return (*_publisher(commune), *_host(commune, metropole))


def _publisher(commune: Commune) -> Iterator[Manque]:
    if commune.adresse is None:
        yield Manque(quoi="l’adresse de la mairie", cle="adresse")
    if not commune.telephone:
        yield Manque(quoi="le téléphone de la mairie", cle="telephone")
    if directeur(commune) is None:
        yield Manque(quoi="le nom du directeur de la publication", cle="maire")


def _host(commune: Commune, metropole: Metropole) -> Iterator[Manque]:
    host = hebergeur(commune, metropole)
    if commune.mentions.hebergeur:
        key, file = "mentions.hebergeur", FILE
    else:
        key, file = ("metropole.hebergeur" if metropole.hebergeur else "metropole"), _USINE
    if host.adresse is None:
        yield Manque(quoi="l’adresse de l’hébergeur", cle=f"{key}.adresse", fichier=file)
    if not host.telephone:
        yield Manque(quoi="le téléphone de l’hébergeur", cle=f"{key}.telephone", fichier=file)


def delegue_manquant(commune: Commune) -> tuple[Manque, ...]:
    """A data protection officer that can be reached (RGPD art. 13-1 b and 37-1 a: any commune)."""
    dpo = commune.dpo
    if dpo is None:
        return (Manque(quoi="le délégué à la protection des données", cle="dpo"),)
    if not (dpo.courriel or dpo.telephone or dpo.adresse or dpo.url):
        what = "comment joindre le délégué à la protection des données"
        return (Manque(quoi=what, cle="dpo.courriel"),)
    return ()


def saisine_manquante(commune: Commune) -> tuple[Manque, ...]:
    """An electronic address to which anyone may write to the town hall (CRPA L112-8)."""
    contact = commune.contact
    if commune.courriel or (contact and (contact.courriel or contact.url)):
        return ()
    return (Manque(quoi="une adresse électronique où écrire à la mairie", cle="courriel"),)


def liste(words: Iterable[str]) -> str:
    """« l’adresse, le téléphone et le directeur »."""
    *first, last = words
    return f"{', '.join(first)} et {last}" if first else last


def remede(missing: Iterable[Manque]) -> str:
    """« Ajoutez « adresse » et « maire » dans commune.yaml. »"""
    files: dict[str, list[str]] = {}
    for one in missing:
        files.setdefault(one.fichier, []).append(f"« {one.cle} »")
    return " ".join(f"Ajoutez {liste(keys)} dans {file}." for file, keys in files.items())
