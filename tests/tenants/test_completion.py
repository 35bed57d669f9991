"""Tab in a shell: verbs, options, and the names of the communes that there are."""

from pathlib import Path

import pytest
from click.shell_completion import BashComplete

from factory.cli.main import usine


def completed(*words: str) -> list[str]:
    shell = BashComplete(usine, {}, "usine", "_USINE_COMPLETE")
    *before, typed = words
    return [item.value for item in shell.get_completions(before, typed)]


def test_names_of_communes_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("aubelle", "aurelle", "belmont", "commun"):
        (tmp_path / "tenants" / name).mkdir(parents=True)
    (tmp_path / "usine.yaml").touch()
    monkeypatch.chdir(tmp_path)
    assert completed("build", "au") == ["aubelle", "aurelle"]
    assert completed("export", "") == ["aubelle", "aurelle", "belmont"]
    assert completed("backup", "dri") == ["drill"]
    (tmp_path / "usine.yaml").write_text("comunes: sites\n", "utf-8")
    assert completed("build", "au") == []
