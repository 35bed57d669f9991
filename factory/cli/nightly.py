"""`usine nightly`: the night of all communes: build, check, back up, prove, report."""

import os
from pathlib import Path

import click

from factory.cli import night_output, options
from factory.cli.machines import crew
from factory.nightly import shard
from factory.nightly.log import Log
from factory.nightly.night import Run, pass_night
from factory.tenants import folder


@options.verb(
    "Passer la nuit de toutes les communes : fabriquer, vérifier, publier, sauvegarder, prouver, "
    "rendre compte. Interrompue, elle reprend où elle en était. Avec des noms de communes, la "
    "dernière nuit est complétée pour elles seules."
)
@options.communes
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Communes à la fois.")
@options.part
@options.executor
@click.option(
    "--horloge-juste",
    is_flag=True,
    help="Publier même si l’horloge semble avoir reculé depuis la dernière nuit.",
)
@options.as_json
@options.config
def command(
    communes: tuple[str, ...],
    jobs: int | None,
    part: str | None,
    executor: options.Executor,
    horloge_juste: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    settings = options.settings(config)
    workers = jobs or len(os.sched_getaffinity(0))
    share = shard.parse(part) if part else shard.WHOLE
    count = len(folder.communes(settings, communes).tenants)
    there = crew(settings, executor, jobs=workers, communes=count)
    log = Log(settings.journal.fichier, settings.journal.conservation)
    with there as machines, night_output.told(as_json, log) as told:
        run = Run(
            settings=settings,
            crew=machines,
            listener=told,
            now=options.now,
            part=share,
            only=communes,
            trust_clock=horloge_juste,
        )
        return pass_night(run)
