"""`usine build`: every commune's folder, or some, to its public site."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from factory.build import elsewhere, following
from factory.build.campaign import Campaign
from factory.build.publish import build
from factory.build.report import Report, Status
from factory.cli import options, output
from factory.cli.campaigns import campaign
from factory.ground.dates import parse_moment
from factory.ground.problems import Problem, UsageError, error
from factory.ground.refusal import Refus
from factory.nightly.closing import closing
from factory.tenants import folder
from factory.tenants.folder import Tenant


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
    executor: options.Executor,
    as_json: bool,
    config: Path | None,
) -> int:
    if at is not None and to is None:
        raise UsageError(_homeless())
    settings = options.settings(config)
    listing = folder.communes(settings, communes)
    tenants = _mine(listing.tenants, part) if part is not None else listing.tenants
    workers = jobs or len(os.sched_getaffinity(0))
    run = replace(
        campaign(settings, workers=workers, one_at_a_time=len(tenants) == 1),
        accept_removals=accepter_retraits,
        clean=clean,
        verify=verifier,
        index=not sans_recherche,
        over=closing(settings, options.now().date()),
    )
    printer = output.printer(as_json=as_json, infos=infos, total=len(tenants))
    printer.refused((*settings.problems, *listing.problems))
    with ExitStack() as machines, printer:
        if to is not None:
            # Never on other machines: they publish what they build.
            reports = elsewhere.build(_dated(run, at), tenants, to.absolute())
        else:
            reports = _published(run, tenants, executor, workers, machines)
        touched = []
        for report in reports:
            printer.report(report)
            if communes or report.status is Status.PUBLIEE:
                touched.append(report.slug)
        if touched and to is None:
            # Imported once the sites are online: no build waits for it.
            from factory.convention.mending import to_mend

            printer.conventions(to_mend(settings, options.now().date(), touched))
    return printer.exit_code


def _published(
    run: Campaign,
    tenants: tuple[Tenant, ...],
    executor: options.Executor,
    workers: int,
    machines: ExitStack,
) -> Iterator[Report]:
    """Each commune's report as it ends, wherever it is built."""
    if executor.elsewhere:
        # Imported where it serves: most builds are made here.
        from factory.cli.machines import crew
        from factory.nightly import errand

        there = crew(run.settings, executor, jobs=workers, communes=len(tenants))
        return errand.build(run, tenants, machines.enter_context(there))
    if len(tenants) == 1 and run.index:
        # Somebody waits for a page: it goes online before the search's index is made.
        return following.build(run, tenants)
    return build(run, tenants)


def _mine(tenants: tuple[Tenant, ...], part: str) -> tuple[Tenant, ...]:
    """This machine's share. Raises UsageError where `part` is not one."""
    from factory.nightly import shard

    mine = set(shard.mine([one.slug for one in tenants], shard.parse(part)))
    return tuple(one for one in tenants if one.slug in mine)


def _dated(run: Campaign, at: str | None) -> Campaign:
    if at is None:
        return run
    try:
        return replace(run, moment=parse_moment(at))
    except Refus as refusal:
        raise UsageError(error(refusal.code, refusal.message, refusal.remedy)) from None


def _homeless() -> Problem:
    return error(
        "moment-sans-dossier",
        "« --at » ne publie jamais : il faut dire où écrire.",
        "Ajoutez « --to DOSSIER ».",
    )
