"""A picture whose new version cannot be shown stays online as it last was."""

import json
import shutil

import pytest
from histoire import Commune, Factory

STAYS = "En attendant, la dernière version correcte reste en ligne."


def published(factory: Factory) -> Commune:
    commune = factory.commune().picture("medias/place.jpg")
    commune.write("contenu/place.md", "# La place\n\n![La place](../medias/place.jpg)\n")
    factory.build()
    return commune


def pictures(commune: Commune) -> dict[str, bytes]:
    return {path: data for path, data in commune.online.items() if path.startswith("_medias/")}


def cut_short(commune: Commune) -> bytes:
    return (commune.folder / "medias/place.jpg").read_bytes()[:-300]


@pytest.mark.parametrize("spoilt", ["cut short", "no picture", "empty"])
def test_it_stays_and_says_so(factory: Factory, spoilt: str) -> None:
    commune = published(factory)
    shown, page = pictures(commune), commune.page("/place/")
    data = {
        "cut short": cut_short(commune),
        "no picture": b"\xff\xd8\xff" + b"x" * 99,
        "empty": b"",
    }
    commune.write("medias/place.jpg", data[spoilt])
    report = factory.build()["exemple"]
    assert commune.page("/place/") == page and "<img" in page
    assert pictures(commune) == shown
    (problem,) = [p for p in report.problems if p.file == "medias/place.jpg"]
    assert problem.remedy.endswith(STAYS)
    assert commune.online == factory.clean(commune)


def test_it_stays_although_all_of_build_is_deleted(factory: Factory) -> None:
    commune = published(factory)
    shown = pictures(commune)
    commune.write("medias/place.jpg", cut_short(commune))
    shutil.rmtree(commune.output)
    factory.build()
    assert pictures(commune) == shown
    shutil.rmtree(commune.output)
    factory.build()
    assert pictures(commune) == shown
    assert commune.online == factory.fresh(commune)


def test_a_build_after_it_derives_nothing(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune = published(factory)
    commune.write("medias/place.jpg", cut_short(commune))
    factory.build()
    shown = pictures(commune)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a child was asked")

    monkeypatch.setattr("factory.build.bench.File", refuse)
    monkeypatch.setattr("factory.build.bench.Request", refuse)
    commune.write("contenu/autre.md", "Texte.\n")
    report = factory.build()["exemple"]
    assert not report.faults
    assert "autre/index.html" in commune.online
    assert pictures(commune) == shown


def test_a_good_version_takes_over_and_the_former_bytes_go(factory: Factory) -> None:
    commune = published(factory)
    pieces = commune.folder / "registre" / "pieces"
    first = commune.manifest.sources["medias/place.jpg"]
    assert (pieces / first).is_file()
    commune.write("medias/place.jpg", cut_short(commune))
    factory.build()
    assert (pieces / first).is_file()
    commune.picture("medias/place.jpg", "red")
    report = factory.build()["exemple"]
    assert [p for p in report.problems if p.file == "medias/place.jpg"] == []
    second = commune.manifest.sources["medias/place.jpg"]
    assert second != first
    assert (pieces / second).is_file() and not (pieces / first).exists()


def test_one_that_is_removed_or_no_longer_shown_is_not_kept(factory: Factory) -> None:
    commune = published(factory)
    name = commune.manifest.sources["medias/place.jpg"]
    commune.write("contenu/place.md", "# La place\n")
    factory.build()
    assert not (commune.folder / "registre" / "pieces" / name).exists()
    last = json.loads(commune.read("registre/retenus.jsonl").splitlines()[-1])
    assert last["oublies"] == ["medias/place.jpg"]


def test_one_that_was_never_good_is_left_out(factory: Factory) -> None:
    commune = factory.commune().write("medias/place.jpg", b"\xff\xd8\xff" + b"x" * 99)
    commune.write("contenu/place.md", "# La place\n\n![La place](../medias/place.jpg)\n")
    report = factory.build()["exemple"]
    assert "<img" not in commune.page("/place/")
    (problem,) = [p for p in report.problems if p.file == "medias/place.jpg"]
    assert STAYS not in problem.remedy


def test_a_damaged_retained_version_is_not_shown(factory: Factory) -> None:
    commune = published(factory)
    piece = commune.folder / "registre" / "pieces" / commune.manifest.sources["medias/place.jpg"]
    piece.chmod(0o644)
    piece.write_bytes(b"\xff\xd8\xff" + b"x" * 99)
    commune.write("medias/place.jpg", cut_short(commune))
    shutil.rmtree(commune.output)
    report = factory.build()["exemple"]
    assert "<img" not in commune.page("/place/")
    assert not report.faults
