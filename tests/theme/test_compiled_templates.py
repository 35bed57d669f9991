"""A theme compiled by one run serves the next; damaged, it is compiled again."""

from pathlib import Path

import jinja2.environment
import pytest

from factory.theme.theme import Theme

THEME = Path(__file__).resolve().parents[2] / "themes" / "institutional"


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that Jinja compiles from now on."""
    seen: list[str] = []
    compiled = jinja2.environment.Environment.compile

    def counted(self, source, name=None, *rest, **named):  # type: ignore[no-untyped-def]
        seen.append(name)
        return compiled(self, source, name, *rest, **named)

    monkeypatch.setattr(jinja2.environment.Environment, "compile", counted)
    return seen


def test_the_second_run_compiles_nothing(tmp_path: Path, compilations: list[str]) -> None:
    kept = tmp_path / "gabarits" / "0"
    Theme.load(THEME).prepare(kept)
    assert "accueil.html" in compilations
    compilations.clear()

    Theme.load(THEME).prepare(kept)
    assert compilations == []


@pytest.mark.parametrize("damage", [b"", b"x" * 400], ids=["empty", "other bytes"])
def test_a_damaged_file_is_compiled_anew(
    tmp_path: Path, compilations: list[str], damage: bytes
) -> None:
    kept = tmp_path / "gabarits" / "0"
    Theme.load(THEME).prepare(kept)
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    compilations.clear()

    Theme.load(THEME).prepare(kept)
    assert "accueil.html" in compilations
    assert len(kept.read_bytes()) == len(whole)


def test_another_engine_takes_the_place(tmp_path: Path) -> None:
    folder = tmp_path / "gabarits"
    Theme.load(THEME).prepare(folder / "1")
    Theme.load(THEME).prepare(folder / "2")
    assert [file.name for file in folder.iterdir()] == ["2"]


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    Theme.load(THEME).prepare(tmp_path / "file" / "1")
