"""From a drop into a commune's sources: what is taken, what is left, and what is said of it."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from factory.build.report import Report, Status
from factory.drops import answer, receipt, sshd, taking
from factory.drops.receipt import Receipt
from factory.drops.taking import take
from factory.ground.moment import PARIS
from factory.ground.problems import error
from factory.tenants.drop import Drop, account
from factory.tenants.usine import Assistance, Limites

NOON = datetime(2026, 11, 23, 14, 32, tzinfo=PARIS)


class Place:
    """A drop and the sources it is received into."""

    def __init__(self, root: Path) -> None:
        self.drop = Drop(slug="aubelle", root=root / "depots" / "depot-aubelle")
        self.folder = root / "tenants" / "aubelle"
        self.folder.mkdir(parents=True)
        self.drop.site.mkdir(parents=True)
        self.limits: dict[str, Any] = {}

    def leave(self, path: str, text: str = "# Page\n") -> None:
        target = self.drop.site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def take(self, **how: Any) -> Receipt:
        limits = Limites.model_validate(self.limits)
        return take(self.drop, self.folder, limits, **{"patient": True, **how})

    def received(self) -> dict[str, str]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_text("utf-8")
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(taking, "QUIET", 0.0)
    monkeypatch.setattr(taking, "PACE", 10**12)
    return Place(tmp_path)


def test_what_is_left_is_taken_then_withdrawn(place: Place) -> None:
    place.leave("commune.yaml", "nom: Aubelle\n")
    place.leave("contenu/actualites/fete.md", "Fête")
    place.leave("medias/plan.pdf", "%PDF")
    first = place.take()
    assert first.taken == ("commune.yaml", "contenu/actualites/fete.md", "medias/plan.pdf")
    assert place.received()["contenu/actualites/fete.md"] == "Fête"
    assert not place.take().moved
    (place.drop.site / "contenu/actualites/fete.md").unlink()
    assert place.take().withdrawn == ("contenu/actualites/fete.md",)
    assert not (place.folder / "contenu/actualites").exists()
    (place.drop.site / "commune.yaml").unlink()
    assert place.take().withdrawn == ()
    assert "commune.yaml" in place.received()


def test_a_file_that_never_came_from_the_drop_stays(place: Place) -> None:
    (place.folder / "contenu").mkdir()
    (place.folder / "contenu/posee.md").write_text("Par la Métropole")
    place.leave("contenu/page.md")
    place.take()
    (place.drop.site / "contenu/page.md").unlink()
    place.leave("contenu/autre.md")
    place.take()
    assert set(place.received()) == {"contenu/posee.md", "contenu/autre.md"}


def test_what_the_sources_have_already_is_no_news(place: Place) -> None:
    (place.folder / "contenu").mkdir()
    (place.folder / "contenu/page.md").write_text("# Page\n")
    (place.folder / "commune.yaml").write_text("nom: Aubelle\n")
    place.leave("contenu/page.md")
    place.leave("commune.yaml", "nom: Aubelle\n")
    assert not place.take().moved
    place.leave("commune.yaml", "nom: Aubelle-les-Bains\n")
    assert place.take().taken == ("commune.yaml",)
    assert place.received()["commune.yaml"] == "nom: Aubelle-les-Bains\n"


def test_a_file_on_its_way_is_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.leave("contenu/page.md")
    sending = frozenset({place.drop.site / "contenu/page.md"})
    monkeypatch.setattr(taking, "QUIET", 5.0)
    place.leave("contenu/autre.md")
    assert 0 < place.take().waiting <= 5.1 and not place.received()
    monkeypatch.setattr(taking, "QUIET", 0.01)
    os.sync()
    waited = place.take(sending=sending)
    assert waited.waiting and not waited.moved
    late = place.take(sending=sending, patient=False)
    assert (late.taken, late.waiting > 0) == (("contenu/autre.md",), True)
    assert place.take().taken == ("contenu/page.md",)


def test_a_file_that_was_cut_is_left_until_it_changes(place: Place) -> None:
    place.leave("contenu/page.md", "# Une page entière\n")
    place.take()
    place.leave("contenu/page.md", "# Une pa")
    place.leave("contenu/autre.md")
    cut = frozenset({place.drop.site / "contenu/page.md"})
    first = place.take(cut=cut)
    assert first.taken == ("contenu/autre.md",) and first.fresh
    (problem,) = first.problems
    assert str(problem).replace("\u00a0", " ") == (
        "contenu/page.md: erreur [fichier-coupe] Ce fichier n’est pas arrivé en entier : la "
        "connexion a été coupée pendant l’envoi, après 8 octets. Il n’est pas repris. La version "
        "d’avant reste en ligne.\n    → Envoyez-le de nouveau, jusqu’au bout."
    )
    again = place.take()
    assert again.problems == first.problems and not again.moved and not again.fresh
    assert place.received()["contenu/page.md"] == "# Une page entière\n"
    place.leave("contenu/page.md", "# Une page refaite\n")
    last = place.take()
    assert (last.taken, last.problems, last.fresh) == (("contenu/page.md",), (), True)


def test_the_metropoles_files_and_strays_are_left_where_they_are(place: Place) -> None:
    place.leave("convention.yaml", "domaines: [belmont.example]\n")
    place.leave("registre/actes.jsonl", "{}")
    place.leave("vacances.jpg", "…")
    place.leave("contenu/brouillon.md.filepart", "…")
    found = place.take()
    assert [str(problem) for problem in found.problems] == [
        "convention.yaml: erreur [fichier-de-la-metropole] « convention.yaml » est tenu par la "
        "Métropole : ce qui est déposé sous ce nom n’est pas repris.\n"
        "    → Retirez-le de votre dépôt. Pour une modification, demandez-la à l’assistance.",
        "registre: erreur [fichier-de-la-metropole] « registre » est tenu par la "
        "Métropole : ce qui est déposé sous ce nom n’est pas repris.\n"
        "    → Retirez-le de votre dépôt. Pour une modification, demandez-la à l’assistance.",
        "vacances.jpg: avertissement [fichier-hors-du-site] « vacances.jpg » n’est pas à sa "
        "place : il n’est pas repris.\n"
        "    → Les pages vont dans « contenu », les images et les documents partagés dans "
        "« medias ».",
    ]
    assert found.fresh and not place.take().fresh
    assert place.received() == {}


def test_links_lead_nowhere(place: Place, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/page.md").write_text("secret")
    place.leave("contenu/page.md")
    (place.drop.site / "contenu/a.md").symlink_to(tmp_path / "secret/page.md")
    (place.drop.site / "contenu/b").symlink_to(tmp_path / "secret")
    (place.drop.site / "medias").symlink_to(tmp_path / "secret")
    (place.drop.site / "commune.yaml").symlink_to(tmp_path / "secret/page.md")
    found = place.take()
    assert set(place.received()) == {"contenu/page.md"}
    assert {p.file for p in found.problems} >= {"contenu/a.md", "contenu/b", "commune.yaml"}


def test_a_name_forges_no_line_of_the_answer(place: Place) -> None:
    forged = "fete\n\nEn ligne à 9 h 00.md"
    place.leave("contenu/page.md")
    for name in (forged, "a\x1b[2Jb.md", "a\u202egpj.md"):
        place.leave(f"contenu/{name}")
    place.leave("medias\x1b[31m")
    place.leave("contenu/Icon\r")  # the Finder's, which shows none
    found = place.take()
    assert found.taken == ("contenu/page.md",)
    assert [(p.code, p.file) for p in found.problems] == [
        ("nom-de-fichier-illisible", "contenu/a\ufffd[2Jb.md"),
        ("nom-de-fichier-illisible", "contenu/a\ufffdgpj.md"),
        ("nom-de-fichier-illisible", "contenu/fete\ufffd\ufffdEn ligne à 9 h 00.md"),
        ("fichier-hors-du-site", "medias\ufffd[31m"),
    ]
    titled = error("date-illisible", "Non.", "", document="Fête\n\nEn ligne.", file="contenu/a.md")
    report = Report(slug="aubelle", status=Status.ECHEC, problems=(titled,))
    text = answer.answer("Aubelle", found, report, NOON, Assistance())
    assert not any(line.startswith("En ligne") for line in text.splitlines())
    assert "\x1b" not in text and "\u202e" not in text


def test_a_folder_becomes_a_file_and_back(place: Place) -> None:
    place.leave("contenu/a/b.md")
    place.leave("contenu/c.md")
    place.take()
    (place.drop.site / "contenu/a/b.md").unlink()
    (place.drop.site / "contenu/a").rmdir()
    place.leave("contenu/a", "un fichier")
    place.take()
    assert place.received()["contenu/a"] == "un fichier"
    (place.drop.site / "contenu/a").unlink()
    place.leave("contenu/a/b.md")
    place.take()
    assert set(place.received()) == {"contenu/a/b.md", "contenu/c.md"}


def test_a_drop_is_bounded(place: Place) -> None:
    place.limits = {"octets": "1 Ko"}
    place.leave("contenu/page.md", "x" * 2000)
    (problem,) = place.take().problems
    assert problem.code == "depot-trop-volumineux" and "limites" in problem.remedy
    assert place.received() == {}
    place.limits = {"octets_fichier": "1 Ko"}
    assert [p.code for p in place.take().problems] == ["fichier-trop-lourd"]
    place.limits = {}
    assert place.take().taken == ("contenu/page.md",)


def test_an_empty_drop_is_an_accident(place: Place) -> None:
    place.leave("contenu/page.md")
    place.take()
    (place.drop.site / "contenu/page.md").unlink()
    (problem,) = place.take().problems
    assert str(problem) == (
        "erreur [depot-vide] Le dépôt est vide, où l’on comptait 1 fichier : cela ressemble à un "
        "accident, rien n’est retiré.\n    → Remettez vos fichiers dans le dépôt. Pour fermer le "
        "site, écrivez à l’assistance."
    )
    assert place.received() == {"contenu/page.md": "# Page\n"}


def test_a_spoilt_record_takes_nothing(place: Place) -> None:
    place.leave("contenu/page.md")
    place.take()
    (place.drop.state / "recu.json").write_text("{")
    with pytest.raises(ValueError):
        place.take()
    assert isinstance(receipt.Record().files, dict)


def test_the_answer_as_it_is_read() -> None:
    problem = error(
        "date-illisible", "« 31 février » n’est pas une date.", "Écrivez 3 mars 2026.",
        document="La fête", file="contenu/actualites/fete.md", line=3,
    )  # fmt: skip
    report = Report(slug="aubelle", status=Status.PUBLIEE, problems=(problem,))
    taken = Receipt(
        taken=("contenu/actualites/fete.md", "contenu/b.md"), withdrawn=("medias/a.pdf",)
    )
    text = answer.answer("Aubelle", taken, report, NOON, Assistance())
    assert text.replace("\u00a0", " ") == (
        "Aubelle : réponse du 23/11/2026 à 14 h 32\n\n"
        "En ligne à 14 h 32.\n\n"
        "Repris (2) :\n  - contenu/actualites/fete.md\n  - contenu/b.md\n"
        "Retirés (1) :\n  - medias/a.pdf\n\n"
        "À corriger (1) :\n\n"
        "« La fête » (contenu/actualites/fete.md)\n"
        "  Ligne 3 : « 31 février » n’est pas une date.\n"
        "  → Écrivez 3 mars 2026.\n\n"
        "Besoin d’aide ? CATI : https://cati.ampmetropole.fr/\n\n"
        "Ce fichier est écrit par l’usine à chaque publication : inutile de le modifier.\n"
    )
    letter = answer.letter("Aubelle", text, ["mairie@aubelle.example"])
    assert letter.subject.replace("\u00a0", " ") == "Aubelle : En ligne à 14 h 32"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.INCHANGEE, "Rien de nouveau à mettre en ligne : le site est à jour (14 h 32)."),
        (Status.RETENUE, "Rien n’a été mis en ligne : trop de pages disparaîtraient d’un coup. "
         "Le site d’avant reste en ligne."),
        (Status.SUSPENDUE, "Rien n’a été mis en ligne : la Métropole a suspendu les publications. "
         "Le site d’avant reste en ligne."),
        (Status.ECHEC, "Rien n’a été mis en ligne. Le site d’avant reste en ligne."),
    ],
)  # fmt: skip
def test_the_headline(status: Status, said: str) -> None:
    report = Report(slug="aubelle", status=status)
    assert answer.headline(report, NOON).replace("\u00a0", " ") == said


def test_a_key_brings_no_option_of_its_own() -> None:
    lines = [
        'command="/bin/sh" ssh-ed25519 AAAA agent@aubelle.example',
        "# ssh-ed25519 BBBB ancien",
        "ssh-rsa CCCC autre",
        "n’importe quoi",
    ]
    assert sshd.authorized(lines) == (
        "restrict ssh-ed25519 AAAA agent@aubelle.example\nrestrict ssh-rsa CCCC autre\n"
    )


def test_an_account_has_a_name_that_the_system_takes() -> None:
    assert account("aubelle") == "depot-aubelle"
    one, other = account("saint-" + "a" * 50), account("saint-" + "a" * 49)
    assert len(one) <= 32 and one != other
