"""What a probe on another machine hands in: files of JSON lines, in the folder `sonde.releves`."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from factory.archive.history import History
from factory.ground.problems import Problem, warning
from factory.probe import record
from factory.tenants.settings import Settings

_PATTERN = "*.jsonl"


def collect(settings: Settings, night: datetime) -> tuple[Problem, ...]:
    """Take in what was left in the folder of usine.yaml; nothing where none is named."""
    if not settings.sonde.releves:
        return ()
    folder = Path(settings.sonde.releves)
    if not folder.is_dir():
        return (_nowhere(folder),)
    return take(settings, sorted(folder.glob(_PATTERN)))


def take(settings: Settings, files: Iterable[Path]) -> tuple[Problem, ...]:
    """Take in these files. They stay: handed in again, they change nothing."""
    problems: list[Problem] = []
    seen = [one for path in files for one in record.read(path, problems)]
    with History(settings.memoire) as history:
        record.take(history, seen)
    return tuple(problems)


def _nowhere(folder: Path) -> Problem:
    return warning(
        "releves-introuvables",
        f"Le dossier des relevés de la sonde n’existe pas : {folder}.",
        "Corrigez « releves » sous « sonde » de usine.yaml, ou créez ce dossier.",
    )
