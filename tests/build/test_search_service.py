"""Pagefind, asked through its service: the same records give the same bytes."""

import gzip

import pytest

from factory.build import engine
from factory.build.search import cbor, pagefind
from factory.site.records import Record
from factory.site.views import Html

_MARK = b"pagefind_dcd"
needs_pagefind = pytest.mark.skipif(not engine.pagefind(), reason="pagefind-bin is not installed")


@needs_pagefind
def test_the_same_records_give_the_same_bytes() -> None:
    records = [
        Record(
            url=f"/p{n}/", titre=f"Page {n}", type=("page", "acte", "elu", "avis")[n % 4],
            rubrique=("Mairie", "École", "Vie locale")[n % 3], corps=Html(f"<p>Mot{n} commun</p>"),
        )
        for n in range(40)
    ]  # fmt: skip
    made = [pagefind.index(records, "fr") for _ in range(6)]
    assert all(one == made[0] for one in made)
    assert not any("ui" in path or "highlight" in path for path in made[0])
    meta = next(data for path, data in made[0].items() if path.endswith(".pf_meta"))
    filters = cbor.loads(gzip.decompress(meta).removeprefix(_MARK))[3]
    assert [name for name, _ in filters] == ["rubrique", "type"]
    for name, file in filters:
        data = gzip.decompress(made[0][f"filter/{file}.pf_filter"]).removeprefix(_MARK)
        title, values = cbor.loads(data)
        assert title == name and values == sorted(values)


@pytest.mark.parametrize(
    "value", [0, 23, 24, 255, 256, 65_536, 1 << 32, "", "é" * 300, [1, ["a", []], [2] * 30]]
)
def test_the_files_are_written_as_they_are_read(value: object) -> None:
    assert cbor.loads(cbor.dumps(value)) == value


@pytest.mark.parametrize(
    "data", [b"", b"\x81", b"\x9f", b"\x62a", b"\x00\x00", b"\xa0", b"\x1a\x00"]
)
def test_what_is_not_understood_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        cbor.loads(data)


def test_a_service_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pagefind_bin")
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: "/bin/true")
    with pytest.raises(pagefind.Unavailable):
        pagefind.index([], "fr")
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: "/nulle/part")
    with pytest.raises(pagefind.Unavailable):
        pagefind.index([], "fr")
