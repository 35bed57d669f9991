"""The log of a night: where it goes, how long it is kept, and that it is rewritten safely."""

import gzip
import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from factory.archive.nights import Night
from factory.ground.moment import PARIS
from factory.nightly import logged
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


def test_old_lines_go_at_the_end_of_a_night_and_rotations_with_them(tmp_path: Path) -> None:
    file = tmp_path / "usine.jsonl"
    old, young = datetime.now(PARIS) - timedelta(days=40), datetime.now(PARIS)
    rows = [json.dumps({"moment": one.isoformat()}).encode() + b"\n" for one in (old, young)]
    file.write_bytes(b"".join(rows))
    (tmp_path / "usine.jsonl.1").write_bytes(rows[0] * 3)
    (tmp_path / "usine.jsonl.2.gz").write_bytes(gzip.compress(rows[0] + rows[1]))
    (tmp_path / "usine.jsonl.3.gz").write_bytes(b"\x1f\x8b abime")
    Log(str(file), kept=30 * 86400).ended(Night(start=START))
    kept, last = file.read_bytes().splitlines(keepends=True)
    assert kept == rows[1] and json.loads(last)["evenement"] == "fin"
    assert not (tmp_path / "usine.jsonl.1").exists()
    assert gzip.decompress((tmp_path / "usine.jsonl.2.gz").read_bytes()) == rows[1]
    assert (tmp_path / "usine.jsonl.3.gz").exists()  # of which nobody can say how old it is


def test_lines_written_while_others_are_rewritten_are_all_kept(tmp_path: Path) -> None:
    file = tmp_path / "usine.jsonl"
    log = Log(str(file))
    enough, written = threading.Event(), []

    def write() -> None:
        count = 0
        while not enough.is_set():
            log.begun(Night(start=START), count)
            count += 1
        written.append(count)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    rewritten = 0
    while rewritten < 20:
        changed = logged.rewrite(
            file, lambda line: line.replace(b'"version": 1,', b'"version":  1,')
        )
        rewritten += changed > 0
    enough.set()
    for writer in writers:
        writer.join()
    assert len(file.read_bytes().splitlines()) == sum(written)
    assert all(json.loads(line)["evenement"] == "nuit" for line in file.open())
