"""Whom to ask and where: a directory entry is written once, and shown wherever it is named."""

from factory.content.document import Document
from factory.content.models import Fiche
from factory.content.models.parts import Contact as Named
from factory.ground.models.fields import telephone_lien
from factory.ground.problems import Problem, warning
from factory.site.hours import hours
from factory.site.plan import Plan
from factory.site.views import Contact
from factory.site.where import place_of, where
from factory.site.words import collation
from factory.tenants.commune import Numero
from factory.tenants.naming import de


def of_commune(plan: Plan) -> Contact:
    """The town hall."""
    commune = plan.snapshot.commune
    return Contact(
        nom=f"Mairie {de(commune.nom)}",
        adresse=commune.adresse.en_lignes if commune.adresse else (),
        telephone=commune.telephone,
        telephone_lien=telephone_lien(commune.telephone),
        courriel=commune.courriel,
        horaires=hours(commune.horaires),
    )


def emergency(number: Numero) -> Contact:
    """A number to call at once."""
    return Contact(
        nom=number.nom,
        telephone=number.telephone,
        telephone_lien=telephone_lien(number.telephone),
    )


def of_fiche(plan: Plan, document: Document) -> Contact:
    """An entry of the directory."""
    meta = document.meta
    assert isinstance(meta, Fiche)
    return Contact(
        nom=meta.titre,
        adresse=meta.adresse,
        telephone=meta.telephone,
        telephone_lien=telephone_lien(meta.telephone),
        courriel=meta.courriel,
        site=meta.site,
        url=plan.addresses.urls.get(document.path, ""),
        horaires=hours(meta.horaires.with_closures(meta.fermetures) if meta.horaires else None),
    )


def named(plan: Plan, document: Document, contact: Named | None, key: str) -> Contact | None:
    """The contact that a document names: an entry of the directory, or what it says itself."""
    if contact is None:
        return None
    said = (contact.fonction, contact.adresse, contact.telephone, contact.courriel, contact.site)
    alone = not any(said) and contact.horaires is None
    entry = None
    if contact.fiche:
        entry = find(plan, document, contact.fiche)
        if entry is None:
            plan.problems.append(_unknown(document, contact.fiche, key))
    elif alone and contact.nom:
        entry = find(plan, document, contact.nom)
    if entry is not None:
        return of_fiche(plan, entry)
    return Contact(
        nom=contact.nom or contact.fiche,
        fonction=contact.fonction,
        adresse=contact.adresse,
        telephone=contact.telephone,
        telephone_lien=telephone_lien(contact.telephone),
        courriel=contact.courriel,
        site=contact.site,
        horaires=hours(contact.horaires),
    )


def find(plan: Plan, document: Document, wanted: str) -> Document | None:
    """The directory entry meant by a title, a file's name, a path or an address."""
    named = plan.entries.get(collation(wanted))
    if named is not None or not ("/" in wanted or wanted.endswith(".md")):
        return named
    found = plan.snapshot.lookup.find(wanted, document.path)
    path = found.path if found else plan.addresses.owners.get("/" + wanted.strip("/") + "/", "")
    entry = plan.snapshot.documents.get(path)
    is_entry = entry is not None and isinstance(entry.meta, Fiche) and plan.online(path)
    return entry if is_entry else None


def _unknown(document: Document, wanted: str, key: str) -> Problem:
    place = place_of(document, f"{key}.fiche", key)
    return warning(
        "fiche-introuvable",
        f"« {wanted} » n’est pas une fiche de l’annuaire en ligne.",
        "Écrivez le chemin de la fiche, par exemple « ../annuaire/mairie.md ».",
        **where(document, place),
    )
