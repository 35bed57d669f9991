"""`usine erase`: one document's data, or one person's, found and erased wherever they are."""

import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from factory.backup.purging import Purged
from factory.cli import erase_output, options
from factory.cli.answer import answer
from factory.cli.campaigns import campaign
from factory.erasure import erasing, receipt, refusals, request, wanted
from factory.erasure.erasing import Erased
from factory.erasure.folding import Terms
from factory.erasure.wanted import Wanted
from factory.ground.confined.children import run_all
from factory.ground.problems import UsageError
from factory.reversibility.signature import key_of
from factory.tenants import folder
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings


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
    orders = {
        "--chercher": chercher, "--document": documents, "--anciennes-versions": versions,
        "--sauvegardes": sauvegardes, "--reprendre": reprendre,
    }  # fmt: skip
    asked = [name for name, given in orders.items() if given]
    if len(asked) != 1:
        raise UsageError(refusals.several_asked(asked) if asked else refusals.nothing_asked())
    if chercher:
        return _search(settings, tenant, as_json)
    backups = request.backups(
        settings, tenant, options.now(), forget=oublier_sauvegardes, other_side=autre_cote
    )
    if sauvegardes:
        return _only_backups(backups(), as_json)
    key_of(settings.preuves.cle)  # Before anything is erased: without it there is no receipt.
    if reprendre:
        done = erasing.resume(campaign(settings), tenant, backups)
        return _told(settings, tenant, done, as_json)
    found = wanted.settle(
        tenant,
        documents or versions,
        versions=bool(versions),
        addresses=oublier_adresses,
        communes=settings.communes,
    )
    if not isinstance(found, Wanted):
        raise UsageError(*found)
    if not as_json:
        click.echo("\n".join(erase_output.plan(found)))
    elif essai:
        answer(essai=True, **asdict(found))
    if essai:
        return 0
    if not oui and not _sure(apart=as_json):
        raise click.Abort
    done = erasing.begin(campaign(settings), tenant, found, reference, backups)
    return _told(settings, tenant, done, as_json)


def _sure(*, apart: bool) -> bool:
    """click's own question wants « y »."""
    asked = "Effacer, sans retour possible ? (oui ou non)"
    said = click.prompt(asked, default="non", show_default=False, err=apart)
    return str(said).strip().lower() in ("o", "oui")


def _search(settings: Settings, tenant: Tenant, as_json: bool) -> int:
    terms = Terms.of(_lines())
    if not terms.forms:
        raise UsageError(refusals.no_terms())
    if sys.stderr.isatty():
        click.echo("Recherche en cours : une minute ou deux pour un grand site…", err=True)
    carry = partial(run_all, jobs=len(os.sched_getaffinity(0)))
    found = request.searched(settings, tenant, terms, carry)
    code = 1 if found.unread else 0
    if as_json:
        answer(code=code, lus=found.looked.files, non_lus=found.unread, **asdict(found.findings))
    else:
        click.echo("\n".join(erase_output.found(settings, tenant, found)))
    return code


def _lines() -> Iterable[str]:
    if not sys.stdin.isatty():
        return sys.stdin.read().splitlines()
    click.echo("Un nom ou un texte par ligne, puis une ligne vide. Rien n’en sera gardé.")
    return iter(partial(click.prompt, "  ", default="", show_default=False, prompt_suffix=""), "")


def _told(settings: Settings, tenant: Tenant, done: Erased, as_json: bool) -> int:
    """The receipt written, the erasure closed and told."""
    if done.order is None:
        if as_json:
            answer(code=3, problemes=done.problems)
        else:
            click.echo("\n".join(map(str, done.problems)))
        return 3
    closed = request.closed(settings, tenant, done, options.now())
    kept, code = closed.kept, 0 if closed.whole else 1
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
        click.echo("\n".join(erase_output.done(tenant, done, kept.page, bool(kept.signature))))
    return code


def _only_backups(found: tuple[Purged, ...], as_json: bool) -> int:
    code = 1 if receipt.waiting(found) else 0
    if as_json:
        answer(code=code, sauvegardes=found)
    else:
        lines = list(erase_output.about_backups(found)) or [
            "    rien n’a été effacé de cette commune"
        ]
        click.echo("\n".join(lines))
    return code
