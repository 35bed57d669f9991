"""The cache may be lost or damaged in any way: it costs time, and nothing else."""

import random
from pathlib import Path

import pytest
from histoire import Factory

from factory.archive.cache import Cache


@pytest.mark.parametrize("seed", range(30))
def test_a_spoilt_cache_gives_what_was_put_there_or_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = tmp_path / "resultats.sqlite"
    put = {f"cle {n}": chance.randbytes(chance.randrange(3000)) for n in range(40)}
    with Cache(path) as cache:
        for key, value in put.items():
            cache.put("nature", key, value)
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 20, 400])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    with Cache(path) as cache:
        assert cache.all("nature").items() <= put.items()
        cache.put("nature", "neuve", b"neuve")
        cache.keep_only("nature", ["neuve"])
    with Cache(path) as cache:
        assert cache.all("nature").items() <= {**put, "neuve": b"neuve"}.items()


@pytest.mark.parametrize("spoilt", [b"", b"rien", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_build_does_without_its_cache(factory: Factory, spoilt: bytes) -> None:
    commune = factory.commune()
    factory.build()
    commune.layout.results.write_bytes(spoilt)
    commune.write("contenu/a.md", "A.\n")
    report = factory.build()["exemple"]
    assert report.status == "publiée" and report.faults == ()


def test_what_an_earlier_engine_kept_of_a_picture_is_made_again(factory: Factory) -> None:
    """Derivatives are kept from one engine to the next: the next may write them otherwise."""
    commune = factory.commune().with_a_picture()
    factory.build()
    before = commune.online
    with Cache(commune.layout.results) as cache:
        kept = cache.all("derivees")
        assert kept
        for key in kept:
            cache.put("derivees", key, b'{"digest":"00","size":1}')
    assert not factory.build(clean=False, verify=True)["exemple"].faults
    assert commune.online == before


def test_one_derivative_made_again_is_shown_in_its_place(factory: Factory) -> None:
    """The order is the browser's choice: the best format first, last the one that all read."""
    commune = factory.commune().with_a_picture()
    factory.build()
    before = commune.online
    with Cache(commune.layout.results) as cache:
        kept = cache.all("derivees")
    assert len(kept) > 2
    for key, value in kept.items():
        with Cache(commune.layout.results) as cache:
            cache.put("derivees", key, b"")
        assert not factory.build(clean=False, verify=True)["exemple"].faults
        assert commune.online == before
        with Cache(commune.layout.results) as cache:
            assert cache.all("derivees")[key] == value
