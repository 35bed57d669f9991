"""The lines of `usine watch` and `usine serve`: how long until online, and until all was done."""

import json
from typing import Any

import pytest

from factory.build.report import Report, Status
from factory.cli.running import JsonLines, Lines, PreviewLines
from factory.preview.told import Built


def built(**report: Any) -> Built:
    made = Report(slug="aubelle", pages=47, rendered=1, **report)
    return Built(slug="aubelle", report=made, settled=100.0, done=100.25)


PUBLISHED = built(status=Status.PUBLIEE, online=100.052)
UNCHANGED = built(status=Status.INCHANGEE)


@pytest.mark.parametrize(
    ("lines", "told", "line"),
    [
        (
            Lines(),
            PUBLISHED,
            "aubelle : publiée, en ligne en 52 ms, terminé en 250 ms (47 pages, 1 refaite)",
        ),
        (
            PreviewLines(),
            PUBLISHED,
            "aubelle : refaite, à l’écran en 52 ms, terminé en 250 ms (47 pages, 1 refaite)",
        ),
        (Lines(), UNCHANGED, "aubelle : inchangée en 250 ms (47 pages, 1 refaite)"),
    ],
)
def test_what_readers_wait_for_is_told_apart(
    capsys: pytest.CaptureFixture[str], lines: Lines, told: Built, line: str
) -> None:
    lines.tell(told)
    assert capsys.readouterr().out == f"{line}\n"


@pytest.mark.parametrize(("told", "online"), [(PUBLISHED, 52), (UNCHANGED, None)])
def test_machines_are_told_both(
    capsys: pytest.CaptureFixture[str], told: Built, online: int | None
) -> None:
    JsonLines().tell(told)
    answer = json.loads(capsys.readouterr().out)
    assert (answer["millisecondes_en_ligne"], answer["millisecondes"]) == (online, 250)
