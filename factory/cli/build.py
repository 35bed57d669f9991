"""`usine build`: every commune's folder, or some, to its public site."""

import os
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from factory.build import elsewhere, following
from factory.build.campaign import Campaign
from factory.build.publish import build
from factory.cli import options, output
from factory.ground.children import run_all
from factory.ground.moment import parse_moment
from factory.ground.problems import UsageError, error
from factory.ground.refusal import Refus
from factory.tenants import folder
from factory.theme.theme import Theme


@options.verb("Fabriquer et publier les sites des communes, toutes ou celles qui sont nommées.")
@options.communes
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Communes à la fois.")
@click.option("--clean", is_flag=True, help="Tout refaire, sans rien reprendre.")
@click.option("--verifier", is_flag=True, help="Relire chaque fichier au lieu de croire ses dates.")
@click.option(
    "--accepter-retraits", is_flag=True, help="Publier même si beaucoup de pages partent."
)
@click.option(
    "--sans-recherche",
    is_flag=True,
    help="Publier sans refaire l’index de la recherche : la construction suivante s’en charge.",
)
@click.option("--at", metavar="MOMENT", help="Comme si l’on était à ce moment ; avec --to.")
@click.option(
    "--to", metavar="DOSSIER", type=click.Path(path_type=Path), help="Écrire là sans rien publier."
)
@click.option("--infos", is_flag=True, help="Montrer aussi les informations sans gravité.")
@options.part
@options.executor
@options.as_json
@options.config
def command(
    communes: tuple[str, ...],
    jobs: int | None,
    clean: bool,
    verifier: bool,
    accepter_retraits: bool,
    sans_recherche: bool,
    at: str | None,
    to: Path | None,
    infos: bool,
    part: str | None,
    executor: str,
    scheduler: str,
    tls_ca: str,
    tls_cert: str,
    tls_key: str,
    as_json: bool,
    config: Path | None,
) -> int:
    settings = options.settings(config)
    listing = folder.communes(settings, communes)
    if part is not None:
        from factory.nightly import shard

        mine = set(shard.mine([one.slug for one in listing.tenants], shard.parse(part)))
        listing = replace(
            listing, tenants=tuple(one for one in listing.tenants if one.slug in mine)
        )
    theme = Theme.load(settings.theme)
    workers = jobs or len(os.sched_getaffinity(0))
    campaign = Campaign(
        settings=settings,
        theme=theme,
        moment=options.now(),
        carry=partial(run_all, jobs=workers),
        jobs=workers if len(listing.tenants) == 1 else 1,
        accept_removals=accepter_retraits,
        clean=clean,
        verify=verifier,
        index=not sans_recherche,
    )
    printer = output.printer(as_json=as_json, infos=infos, total=len(listing.tenants))
    printer.refused((*settings.problems, *listing.problems))
    if at is not None or to is not None:
        reports = elsewhere.build(_dated(campaign, at, to), listing.tenants, _folder(to))
    elif len(listing.tenants) == 1 and campaign.index:
        # Somebody waits for a page: it goes online before the search's index is made.
        reports = following.build(campaign, listing.tenants)
    else:
        reports = build(campaign, listing.tenants)
    with ExitStack() as machines, printer:
        if executor != "local" or scheduler:
            # Imported where it serves: most builds are made here.
            from factory.cli.machines import crew
            from factory.nightly import errand

            there = machines.enter_context(
                crew(
                    settings,
                    jobs=workers,
                    communes=len(listing.tenants),
                    executor=executor,
                    address=scheduler,
                    tls=(tls_ca, tls_cert, tls_key),
                )
            )
            reports = errand.build(campaign, listing.tenants, there)
        for report in reports:
            printer.report(report)
    return printer.exit_code


def _dated(campaign: Campaign, at: str | None, to: Path | None) -> Campaign:
    if at is not None and to is None:
        raise UsageError(
            error(
                "moment-sans-dossier",
                "« --at » ne publie jamais : il faut dire où écrire.",
                "Ajoutez « --to DOSSIER ».",
            )
        )
    if at is None:
        return campaign
    try:
        return replace(campaign, moment=parse_moment(at))
    except Refus as refusal:
        raise UsageError(error(refusal.code, refusal.message, refusal.remedy)) from None


def _folder(to: Path | None) -> Path:
    assert to is not None
    return to.absolute()
