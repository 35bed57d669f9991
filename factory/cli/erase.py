"""`usine erase`: one document's data, or one person's, found and erased wherever they are."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from factory.backup import saving
from factory.backup.purging import Purged, purge
from factory.backup.shelter import Shelter, shelter
from factory.build.campaign import Campaign
from factory.cli import options
from factory.cli.answer import answer
from factory.cli.backup import shared
from factory.erasure import erasing, findings, places, receipt, refusals, search, wanted
from factory.erasure.erasing import Backups, Erased
from factory.erasure.findings import Findings
from factory.erasure.folding import Terms
from factory.erasure.order import Desk
from factory.erasure.search import Looked, Sought
from factory.erasure.wanted import Wanted
from factory.ground.children import run_all
from factory.ground.problems import UsageError
from factory.reversibility.signature import key_of
from factory.tenants import commune as communes
from factory.tenants import folder
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings
from factory.theme.theme import Theme

SHOWN = 30
"""Lines of one place that a person reads; the others are in the JSON."""


@options.verb(
    "Chercher où paraît une personne ou un texte, puis effacer des documents partout : du site, de "
    "ses états d’avant, des aperçus, du registre et des sauvegardes (RGPD, article 17)."
)
@options.commune
@click.option(
    "--chercher",
    is_flag=True,
    help="Dire où paraissent les termes lus sur l’entrée standard, un par ligne. Ils ne sont "
    "gardés nulle part.",
)
@click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="CHEMIN",
    help="Effacer ce document entier, toutes versions comprises. Peut être répété.",
)
@click.option(
    "--anciennes-versions",
    "versions",
    multiple=True,
    metavar="CHEMIN",
    help="Garder le texte d’aujourd’hui, déjà corrigé, et effacer les versions d’avant.",
)
@click.option(
    "--oublier-adresses",
    is_flag=True,
    help="L’adresse elle-même nomme la personne : l’oublier aussi (elle répondra 404).",
)
@click.option(
    "--oublier-sauvegardes",
    is_flag=True,
    help="Faire une sauvegarde neuve, puis oublier aussitôt celles qui contiennent ces documents.",
)
@click.option(
    "--sauvegardes",
    is_flag=True,
    help="Seulement reprendre les sauvegardes, d’après tout ce qui a été effacé jusqu’ici.",
)
@click.option(
    "--autre-cote",
    is_flag=True,
    help="Depuis la machine de confiance qui a le droit de couper dans les dépôts en ajout seul.",
)
@click.option(
    "--reference",
    default="",
    metavar="TEXTE",
    help="La demande de la commune, sans nom de personne : « courrier du 12/11/2026 ».",
)
@click.option("--essai", is_flag=True, help="Dire ce qui serait effacé, sans rien toucher.")
@click.option("--oui", is_flag=True, help="Ne pas demander de confirmation.")
@click.option("--reprendre", is_flag=True, help="Finir un effacement interrompu.")
@options.as_json
@options.config
def command(
    commune: str,
    chercher: bool,
    documents: tuple[str, ...],
    versions: tuple[str, ...],
    oublier_adresses: bool,
    oublier_sauvegardes: bool,
    sauvegardes: bool,
    autre_cote: bool,
    reference: str,
    essai: bool,
    oui: bool,
    reprendre: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    settings = options.settings(config)
    (tenant,) = folder.communes(settings, (commune,)).tenants
    if chercher:
        return _search(settings, tenant, as_json)
    backups = _backups(settings, tenant, forget=oublier_sauvegardes, other_side=autre_cote)
    if sauvegardes:
        return _only_backups(backups(), as_json)
    if reprendre:
        campaign = _campaign(settings)
        return _told(settings, tenant, erasing.resume(campaign, tenant, backups), as_json)
    if bool(documents) == bool(versions):
        raise UsageError(refusals.nothing_asked())
    found = wanted.settle(
        tenant,
        documents or versions,
        versions=bool(versions),
        addresses=oublier_adresses,
        communes=settings.communes,
    )
    if not isinstance(found, Wanted):
        raise UsageError(*found)
    if not as_json or essai:
        _plan(found, as_json)
    if essai:
        return 0
    if not oui:
        click.confirm("Effacer, sans retour possible ?", abort=True)
    done = erasing.begin(_campaign(settings), tenant, found, reference, backups)
    return _told(settings, tenant, done, as_json)


def _campaign(settings: Settings) -> Campaign:
    workers = len(os.sched_getaffinity(0))
    return Campaign(
        settings=settings,
        theme=Theme.load(settings.theme),
        moment=options.now(),
        carry=partial(run_all, jobs=workers),
        jobs=workers,
    )


def _backups(settings: Settings, tenant: Tenant, *, forget: bool, other_side: bool) -> Backups:
    """What is done in the backups; nothing where the factory has none."""
    if not settings.sauvegardes.depot:
        return tuple
    where: Shelter = shelter(settings)

    def done() -> tuple[Purged, ...]:
        if forget:
            saving.back_up(where, settings, tenant, options.now())
        return purge(where, tenant.slug, forget=forget, other_side=other_side)

    return done


# -- the search --------------------------------------------------------------------------------


def _search(settings: Settings, tenant: Tenant, as_json: bool) -> int:
    terms = Terms.of(_lines())
    if not terms.forms:
        raise UsageError(refusals.no_terms())
    carry = partial(run_all, jobs=len(os.sched_getaffinity(0)))
    looked = search.look(tuple(places.searched(settings, tenant)), Sought(terms=terms), carry)
    found = findings.findings(tenant, looked)
    unread = tuple(findings.unread(looked.unread, settings.racine))
    if as_json:
        answer(code=1 if unread else 0, lus=looked.files, non_lus=unread, **asdict(found))
    else:
        click.echo("\n".join(_found(settings, tenant, looked, found, unread)))
    return 1 if unread else 0


def _lines() -> Iterable[str]:
    if not sys.stdin.isatty():
        return sys.stdin.read().splitlines()
    click.echo("Un nom ou un texte par ligne, puis une ligne vide. Rien n’en sera gardé.")
    return iter(partial(click.prompt, "  ", default="", show_default=False, prompt_suffix=""), "")


def _found(
    settings: Settings, tenant: Tenant, looked: Looked, found: Findings, unread: Sequence[str]
) -> Iterator[str]:
    yield f"{tenant.slug} : {looked.files} fichiers lus dans {looked.places} lieux."
    for place, lines in found.lieux.items():
        yield f"\n{place}"
        yield from _some(lines)
    if not found.lieux:
        yield "    Rien n’a été trouvé."
    if settings.sauvegardes.depot:
        yield "\nSauvegardes : chiffrées, non lues ; un effacement s’y étend."
    if unread:
        yield "\nNon lus (chiffrés, abîmés, trop grands, ou d’un autre compte)"
        yield from _some(unread)
    yield "\nCe qu’une image montre, et ce qu’un autre a copié, ne se cherche pas ici."
    yield from _advice(tenant, found)


def _advice(tenant: Tenant, found: Findings) -> Iterator[str]:
    if not (found.entiers or found.anciens or found.actes):
        return
    yield "\nPour effacer"
    more = " --oublier-adresses" if found.adresses else ""
    for path in found.entiers:
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


# -- the erasure -------------------------------------------------------------------------------


def _plan(found: Wanted, as_json: bool) -> None:
    if as_json:
        answer(essai=True, **asdict(found))
        return
    whole = "les versions d’avant de" if found.gardees else "entiers, avec toutes leurs versions :"
    lines = [f"{found.commune} : à effacer, {whole}"]
    lines += [f"    {path}" for path in found.chemins]
    lines.append(f"    en tout {shared.some(len(found.empreintes), 'version')} dont l’usine sait")
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
    click.echo("\n".join(lines))


def _told(settings: Settings, tenant: Tenant, done: Erased, as_json: bool) -> int:
    """The receipt written, the erasure closed and told."""
    if done.order is None:
        if as_json:
            answer(code=3, problemes=done.problems)
        else:
            click.echo("\n".join(map(str, done.problems)))
        return 3
    told = communes.read((tenant.folder / communes.FILE).read_bytes()).value
    kept = receipt.keep(
        settings.memoire,
        done,
        done.order,
        nom=told.nom if told else tenant.slug,
        domaine=told.domaine if told else tenant.slug,
        metropole=settings.metropole.nom,
        moment=options.now(),
        key=key_of(settings.preuves.cle),
    )
    Desk(tenant).close()
    code = 0 if done.whole and not receipt.waiting(done.sauvegardes) else 1
    if as_json:
        answer(
            code=code,
            recu=str(kept.json),
            page=str(kept.page),
            retires=done.order.retires or {},
            restes=done.restes,
            sauvegardes=done.sauvegardes,
            a_la_main=done.a_la_main,
        )
    else:
        click.echo("\n".join(_done(tenant, done, kept.page, bool(kept.signature))))
    return code


def _done(tenant: Tenant, done: Erased, page: Path, signed: bool) -> Iterator[str]:
    assert done.order is not None
    yield f"{tenant.slug} : effacé ; le site en ligne a été refait sans (génération " + (
        f"{done.generation})."
    )
    yield from (f"    {place} : {count}" for place, count in (done.order.retires or {}).items())
    yield from _about_backups(done.sauvegardes)
    for place, count in done.restes.items():
        yield f"    RESTE dans « {place} » : {count} (voyez le reçu)"
    yield from (f"    à faire : {one}" for one in done.a_la_main)
    yield f"    reçu ({'signé' if signed else 'non signé'}) : {page}"
    yield "À prévenir, de la part de la commune (RGPD, article 19) :"
    yield from (f"    - {one}" for one in receipt.TOLD)
    yield "Pour le suivi des instructions (convention.yaml, rgpd: instructions:) :"
    day = done.order.moment[:10]
    about = done.order.reference or "À COMPLÉTER"
    yield f"    - {{date: {day}, objet: Effacement de documents (RGPD article 17),"
    yield f"       reference: {about}, executee_le: {day}}}"


def _about_backups(found: Iterable[Purged]) -> Iterator[str]:
    for one in found:
        yield f"    sauvegardes ({one.lieu}) : {receipt.told(one)}"
        for problem in one.problems:
            yield from (f"        {line}" for line in str(problem).splitlines())


def _only_backups(found: tuple[Purged, ...], as_json: bool) -> int:
    code = 1 if receipt.waiting(found) else 0
    if as_json:
        answer(code=code, sauvegardes=found)
    else:
        lines = list(_about_backups(found)) or ["    rien n’a été effacé de cette commune"]
        click.echo("\n".join(lines))
    return code
