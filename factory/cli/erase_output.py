"""What `usine erase` says: what was found, what would go, what went."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from factory.backup.purging import Purged
from factory.erasure import receipt
from factory.erasure.erasing import Erased
from factory.erasure.findings import Findings
from factory.erasure.request import Found
from factory.erasure.wanted import Wanted
from factory.ground.french.counts import counted
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

SHOWN = 30
"""Lines of one place that a person reads; the others are in the JSON."""


def found(settings: Settings, tenant: Tenant, found: Found) -> Iterator[str]:
    """Where something was found, and the commands that erase it."""
    looked, places = found.looked, found.findings.lieux
    read = counted(looked.files, "fichier lu", "fichiers lus")
    yield f"{tenant.slug} : {read} dans {counted(looked.places, 'lieu', 'lieux')}."
    for place, lines in places.items():
        yield f"\n{place}"
        yield from _some(lines)
    if not places:
        yield "    Rien n’a été trouvé."
    if settings.sauvegardes.depot:
        yield "\nSauvegardes : chiffrées, non lues ; un effacement s’y étend."
    if found.unread:
        yield "\nNon lus (chiffrés, abîmés, trop grands, ou d’un autre compte)"
        yield from _some(found.unread)
    yield "\nCe qu’une image montre, et ce qu’un autre a copié, ne se cherche pas ici."
    yield from _advice(tenant, found.findings)


def _advice(tenant: Tenant, found: Findings) -> Iterator[str]:
    if not (found.entiers or found.anciens or found.actes):
        return
    yield "\nPour effacer"
    for path in found.entiers:
        more = " --oublier-adresses" if path in found.nommes else ""
        yield f"    usine erase {tenant.slug} --document {path}{more}"
    if found.entiers:
        yield "      ou corrigez le texte, publiez, puis « --anciennes-versions » au lieu de"
        yield "      « --document » : le document reste, sans ses versions d’avant."
    for path in found.anciens:
        yield f"    usine erase {tenant.slug} --anciennes-versions {path}"
    for path in found.actes:
        yield f"    {path} : acte du registre ; retrait ou occultation, docs/guide/actes.md"


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"    {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"    … et {len(lines) - SHOWN} autres (--json les donne tous)."


def plan(found: Wanted) -> Iterator[str]:
    """What would go, and what follows from it."""
    whole = "les versions d’avant de" if found.gardees else "entiers, avec toutes leurs versions :"
    lines = [f"{found.commune} : à effacer, {whole}"]
    lines += [f"    {path}" for path in found.chemins]
    known = counted(len(found.empreintes), "version")
    lines.append(f"    {known}, en ligne ou gardées par l’usine")
    if found.adresses and not found.gardees:
        reply = "404 (adresse oubliée)" if found.oublier_adresses else "410 (disparu)"
        lines += [f"    {url} répondra {reply}" for url in found.adresses]
    if found.partagees:
        lines.append("Les mêmes octets sont aussi dans ces fichiers, où ils restent :")
        lines += [f"    {path}" for path in found.partagees]
    if found.accompagnent:
        lines.append("Fichiers que seuls ces documents montrent, et qui restent si vous ne les")
        lines.append("ajoutez pas avec « --document » :")
        lines += [f"    {path}" for path in found.accompagnent]
    yield from lines


def done(tenant: Tenant, done: Erased, page: Path, signed: bool) -> Iterator[str]:
    """What went, what is left, whom to tell."""
    assert done.order is not None
    yield f"{tenant.slug} : effacé ; le site en ligne a été refait sans (génération " + (
        f"{done.generation})."
    )
    yield from (f"    {place} : {count}" for place, count in (done.order.retires or {}).items())
    yield from about_backups(done.sauvegardes)
    for place, count in done.restes.items():
        yield f"    RESTE dans « {place} » : {count} (voyez le reçu)"
    yield from (f"    à faire : {one}" for one in done.a_la_main)
    yield f"    reçu ({'signé' if signed else 'non signé'}) : {page}"
    yield "À prévenir, de la part de la commune (RGPD, article 19) :"
    yield from (f"    - {one}" for one in receipt.TOLD)
    yield "Pour le suivi des instructions (convention.yaml, rgpd: instructions:) :"
    day = done.order.moment[:10]
    about = done.order.reference or "À COMPLÉTER"
    yield f"    - date: {day}"
    yield "      objet: Effacement de documents (RGPD, article 17)"
    yield f"      reference: {about}"
    yield f"      executee_le: {day}"


def about_backups(found: Iterable[Purged]) -> Iterator[str]:
    for one in found:
        yield f"    sauvegardes ({one.lieu}) : {receipt.told(one)}"
        for problem in one.problems:
            yield from (f"        {line}" for line in str(problem).splitlines())
