"""Where the log of a night goes when its file cannot be written."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from factory.archive.nights import Night
from factory.nightly.log import Log

START = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def test_a_log_that_cannot_be_written_goes_to_the_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fichier").write_text("")
    file = tmp_path / "fichier" / "usine.jsonl"
    Log(str(file)).begun(Night(start=START), 92)
    told, line = capsys.readouterr().err.rstrip().rsplit("\n", 1)
    assert told == (
        "avertissement [journal-inaccessible] Le journal de l’usine ne peut pas être écrit dans "
        f"« {file} ».\n"
        "    → Corrigez « journal: fichier » dans usine.yaml, ou rendez son dossier au compte de "
        "l’usine. La nuit a lieu ; son journal est sur la sortie d’erreur."
    )
    assert json.loads(line)["communes"] == 92


def test_a_log_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "journaux" / "usine.jsonl"
    Log(str(file)).begun(Night(start=START), 92)
    assert json.loads(file.read_text("utf-8"))["evenement"] == "nuit"
