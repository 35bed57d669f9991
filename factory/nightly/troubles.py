"""What keeps a night from beginning, going on or ending as it should, in words."""

from datetime import datetime
from pathlib import Path

from factory.ground.french.counts import counted
from factory.ground.problems import Problem, error

NEVER_ENDED = "La nuit a été interrompue, et n’a pas été reprise."


def backwards(now: datetime, known: datetime) -> Problem:
    return error(
        "horloge-en-retard",
        f"L’horloge de la machine dit le {now:%d/%m/%Y à %H:%M}, et la nuit d’avant s’est terminée "
        f"le {known.astimezone(now.tzinfo):%d/%m/%Y à %H:%M} : rien n’est publié, car la date de "
        "mise en ligne des actes doit être vraie. Ce qui est en ligne y reste.",
        "Réglez l’horloge, puis relancez la nuit. Si c’est celle d’avant qui était fausse, ajoutez "
        "« --horloge-juste ».",
    )


def no_journal(folder: Path, why: str) -> Problem:
    return error(
        "nuit-sans-journal",
        f"Le journal de la nuit n’a pas pu être commencé dans « {folder} » : {why}.",
        "Vérifiez la place libre et les droits de ce dossier. La nuit a lieu.",
    )


def unfinished() -> Problem:
    return error(
        "nuit-inachevee",
        "La dernière nuit a été interrompue : elle n’est pas passée par toutes les communes.",
        "Lancez « usine nightly » sans nom de commune : elle reprend où elle en était.",
    )


def other_parts(parts: int) -> Problem:
    return error(
        "nuit-en-parties",
        f"Une nuit en {counted(parts, 'partie')} est commencée, et n’est pas finie.",
        f"Terminez-la avec « --shard 1/{parts} » et les suivantes, ou sans « --shard » si elle "
        "n’en a qu’une.",
    )


def stopped() -> Problem:
    return error(
        "nuit-arretee",
        "La nuit a été arrêtée avant d’être finie.",
        "Relancez « usine nightly » : elle reprend où elle en était. Si elle manque de temps, "
        "donnez-lui plus d’heures, ou plusieurs machines.",
    )
