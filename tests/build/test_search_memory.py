"""What bounds the index of a very large site."""

from pathlib import Path

import pytest

from factory.build import engine
from factory.build.search import pagefind
from factory.site.records import Record
from factory.site.views import Html


@pytest.mark.skipif(not engine.pagefind(), reason="pagefind-bin is not installed")
def test_an_index_that_is_refused_memory_says_which_setting_bounds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind's process inherits the bound of the commune's own, and ends where it is reached."""
    import pagefind_bin

    bounded = tmp_path / "pagefind"
    bounded.write_text(f'#!/bin/sh\nulimit -d 16000\nexec "{pagefind_bin.get_executable()}" "$@"\n')
    bounded.chmod(0o755)
    words = [f"mot{number}" for number in range(40_000)]
    texts = [Html(" ".join(words[page::4])) for page in range(4)]
    records = [Record(url=f"/{n}/", titre="T", type="page", corps=t) for n, t in enumerate(texts)]
    assert pagefind.index(records, "fr")

    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: bounded)
    with pytest.raises(pagefind.Unavailable, match="voyez « limites: memoire »"):
        pagefind.index(records, "fr")
