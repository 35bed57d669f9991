"""The morning page: what an operator reads first, from a real history."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from matinee import AGREED, HELD, NOW, START, Nights, good, story

from factory.archive.history import History
from factory.archive.nights import Outcome, Step, Trial, Verdict
from factory.ground.problems import error
from factory.report import page, room
from factory.report.gathering import gather
from factory.report.morning import Gravity, Morning, Point
from factory.report.publishing import Reported, write
from factory.report.sparkline import sparkline


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Nights, Morning, Path]]:
    nights = story(tmp_path_factory.mktemp("matin"))
    morning = nights.morning(agreements=AGREED)
    yield nights, morning, write(nights.settings.sortie, morning)


def words(text: str) -> str:
    """What a reader sees."""
    bare = re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.S)
    return " ".join(html.unescape(bare).split())


def test_the_first_sentence_is_enough(told: tuple[Nights, Morning, Path]) -> None:
    _, morning, first = told
    sentence = "4 communes sur 6 sont en ligne et sauvegardées ; 5 demandent votre attention."
    assert morning.sentence == sentence
    text = words(first.read_text("utf-8"))
    assert sentence in text
    assert "Il manque une nuit" not in text


def test_what_asks_for_care_comes_worst_first_with_its_remedy(
    told: tuple[Nights, Morning, Path],
) -> None:
    _, morning, first = told
    assert [(one.gravity, one.commune, one.problem.code) for one in morning.concerns] == [
        (Gravity.PROMESSE, "dieulune", "panne-en-cours"),
        (Gravity.PROMESSE, "bois-joli", "etape-manquee"),
        (Gravity.PROMESSE, "font-rousse", "restauration-non-prouvee"),
        (Gravity.CORRIGER, "chateau-clair", "fichiers-retenus"),
        (Gravity.CORRIGER, "eygues", "convention-a-corriger"),
        (Gravity.CORRIGER, "eygues", "certificat-proche"),
        (Gravity.SAVOIR, "aurelle", "echeance-proche"),
    ]
    text = words(first.read_text("utf-8"))
    assert "« La fête des olives », contenu/actualites/fete-des-olives.md , ligne 3" in text
    assert "Écrivez la date ainsi : 3 mars 2026." in text
    assert "le dépôt ne répond pas (connexion refusée) (3 essais)." in text
    assert "Reconduction tacite : le 31 décembre 2026, dans 38 jours." in text
    assert "Sa convention a un point à corriger ; le site n’en dépend pas." in text
    assert "La fin de la convention précède sa notification." in text


def test_each_commune_has_its_line_worst_first(told: tuple[Nights, Morning, Path]) -> None:
    _, morning, first = told
    order = [line.commune for line in morning.lines]
    assert order[0] == "dieulune", "its site is down"
    assert set(order[1:3]) == {"bois-joli", "font-rousse"}
    assert order[-1] == "aurelle"
    text = words(first.read_text("utf-8"))
    assert "Font Rousse promesse non tenue" in text
    # The last proven restore is the one before that which failed.
    row = text[text.rindex("Font Rousse") :]
    assert "Restauration prouvée : le 22 novembre 2026" in row
    assert "120 pages, 4,2 Mo EcoIndex A au moins" in row
    assert "Sauvegarde : il y a 4 heures 8,4 Mo" in row
    assert "1 alerte en ligne" in text


def test_a_commune_has_its_page(told: tuple[Nights, Morning, Path]) -> None:
    _, _, first = told
    pages = first.parent / "communes"
    assert sorted(path.stem for path in pages.iterdir()) == [
        "aurelle", "bois-joli", "chateau-clair", "dieulune", "eygues", "font-rousse",
    ]  # fmt: skip
    text = words((pages / "chateau-clair.html").read_text("utf-8"))
    assert "Marché de Noël <centre-ville> contenu/agenda/marche.md" in text
    assert "date: 31 février 2026" in text
    alert = words((pages / "aurelle.html").read_text("utf-8"))
    assert "Pont fermé (vigilance). Jusqu’au 18 décembre 2026 à 18 h." in alert
    failed = words((pages / "bois-joli.html").read_text("utf-8"))
    assert "sauvegarde échec 3 essais 1 min 32 s le dépôt ne répond pas" in failed


def test_the_json_says_the_same(told: tuple[Nights, Morning, Path]) -> None:
    _, morning, first = told
    answer = json.loads((first.parent / "rapport.json").read_bytes())
    assert answer["version"] == 1
    assert answer["phrase"] == morning.sentence
    assert [one["code"] for one in answer["a_voir"]] == [
        one.problem.code for one in morning.concerns
    ]
    by_slug = {one["commune"]: one for one in answer["communes"]}
    assert by_slug["chateau-clair"]["problemes"] == {
        "erreur": 1, "avertissement": 1, "information": 0,
    }  # fmt: skip
    assert by_slug["font-rousse"]["derniere_restauration"]["verdict"] == "échec"
    assert by_slug["font-rousse"]["restauration_prouvee"]["moment"].startswith("2026-11-22")
    assert len(by_slug["eygues"]["tendance"]) == 14


def test_nothing_is_fetched_and_nothing_runs(told: tuple[Nights, Morning, Path]) -> None:
    _, _, first = told
    for path in (first, *(first.parent / "communes").iterdir()):
        text = path.read_text("utf-8")
        found = _Tags()
        found.feed(text)
        assert not found.names & {"script", "link", "img", "iframe", "object", "form", "base"}
        assert all(not link.startswith(("http", "//", "/")) for link in found.links)
        assert found.styled == 0, "the policy refuses an attribute style"
        style = re.search(r"<style>(.*?)</style>", text, re.S)
        assert style is not None
        hashed = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert f"default-src 'none'; style-src 'sha256-{hashed}'" in html.unescape(text)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.styled = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.styled += any(name == "style" for name, _ in attrs)


def test_a_night_that_did_not_run_is_said_first(told: tuple[Nights, Morning, Path]) -> None:
    nights, _, _ = told
    later = nights.morning(NOW + timedelta(days=1))
    assert later.late
    text = words(page.index(later))
    missing = (
        "Il manque une nuit : la dernière s’est terminée lundi 23 novembre 2026 à 1 h 42, "
        "il y a 27 heures."
    )
    assert text.index(missing) < text.index(later.sentence, text.index(missing))
    assert later.concerns[0].problem.code == "nuit-absente"


def test_a_quiet_morning(tmp_path: Path) -> None:
    nights = Nights(tmp_path, "aurelle", more="sauvegardes: {depot: d, cles: c}\n")
    nights.night(START, good("aurelle"))
    morning = nights.morning()
    assert morning.sentence == (
        "La commune est en ligne et sauvegardée ; rien ne demande votre attention."
    )
    assert "Rien ce matin." in words(page.index(morning))


def test_what_is_the_same_for_many_communes_is_said_once(tmp_path: Path) -> None:
    slugs = [f"commune-{letter}" for letter in "abcdefghij"]
    nights = Nights(tmp_path, *slugs, more="sauvegardes: {depot: d, cles: c}\n")
    nights.night(START, *(good(slug, backups=()) for slug in slugs))
    morning = nights.morning()
    assert morning.sentence == (
        "Aucune commune sur 10 n’est en ligne et sauvegardée ; 10 demandent votre attention."
    )
    ((who, slug, (concern,)),) = morning.by_gravity[Gravity.PROMESSE]
    assert (slug, concern.problem.code) == ("", "sauvegarde-absente")
    assert who.startswith("10 communes : Commune A, Commune B,") and who.endswith("…")
    assert words(page.index(morning)).count("Cette commune n’a aucune sauvegarde.") == 1
    assert concern.problem.remedy == f"Lancez « usine backup run {' '.join(slugs)} »."


def test_a_step_that_failed_is_told_with_the_remedy_of_its_cause(tmp_path: Path) -> None:
    """The night's own fault is told once, not for each commune; files of many are counted."""
    slugs = [f"commune-{letter}" for letter in "abcd"]
    nights = Nights(tmp_path, *slugs)
    theme = "Le thème « theme » ne peut pas être utilisé."
    full = error("depot-plein", "commune-a : il n’y a plus de place.", "Faites de la place.")
    halted = Step(name="construction", outcome=Outcome.ECHEC, message=theme)
    unsaved = Step(name="sauvegarde", outcome=Outcome.ECHEC, message=full.message)
    communes = [good(slug, code=3, erreurs=2, steps=(halted,)) for slug in slugs]
    communes[0] = replace(communes[0], steps=(halted, unsaved))
    held = dict.fromkeys(slugs, (HELD,))
    nights.night(START, *communes, problems={**held, "commune-a": (full, HELD)}, message=theme)
    told = nights.morning().by_gravity
    whole, own = told[Gravity.PROMESSE]
    assert whole[0] == "" and whole[2][0].problem.message.endswith(theme)
    assert own[1] == "commune-a" and [str(one.problem) for one in own[2]] == [
        "erreur [etape-manquee] Sauvegarde : il n’y a plus de place.\n    → Faites de la place. "
        "Puis lancez « usine nightly commune-a »."
    ]
    assert own[2][0].files == (HELD,)


def test_before_the_first_night(tmp_path: Path) -> None:
    nights = Nights(tmp_path, "aurelle", "bois-joli")
    morning = nights.morning()
    assert morning.sentence == (
        "Les 2 communes sont en ligne ; les sauvegardes ne sont pas réglées ; "
        "aucune ne demande votre attention, l’usine elle-même si."
    )
    assert [one.problem.code for one in morning.concerns] == [
        "nuit-absente", "sauvegardes-non-reglees",
    ]  # fmt: skip
    assert "aucune nuit n’a encore tourné" in words(page.index(morning))


def test_a_disk_that_will_soon_be_full_is_told_while_there_is_time(tmp_path: Path) -> None:
    """Room or names (inodes); one that has enough of both, or does not count names, is not told."""
    nights = Nights(tmp_path, "aurelle")
    (known,) = room.left(nights.settings)
    assert known.folder == tmp_path / "build" and known.octets > 0, "one disk, once"
    good = replace(known, octets=9_000_000_000, files=None)
    assert list(room.lacking((good, replace(good, files=90_000)))) == []
    poor = (replace(good, octets=1_200_000_000, files=12, folder=Path("/disque")),)
    (told,) = room.lacking(poor)
    assert str(told) == (
        "avertissement [disque-presque-plein] Le disque de « /disque » n’a plus que 1,2\u00a0Go "
        "et la place de 12 fichiers.\n    → Faites de la place ou agrandissez-le : plein, il "
        "arrête les publications et les sauvegardes. Les sites en ligne le restent."
    )
    with History(nights.settings.memoire) as history:
        morning = gather(nights.settings, history, nights.tenants, NOW, rooms=poor)
    assert told in [one.problem for one in morning.concerns]


def test_what_became_of_the_sites_agrees_with_their_number(tmp_path: Path) -> None:
    nights = Nights(tmp_path, "aurelle", "bois-joli", "chateau-clair")
    undone = [good(slug, state="non publiée") for slug in ("aurelle", "bois-joli")]
    nights.night(START, *undone, good("chateau-clair", state=""))
    assert "Sites 2 non publiées, 1 sans réponse" in words(page.index(nights.morning()))


def test_what_a_night_left_undone(tmp_path: Path) -> None:
    """A night that died, one that passed a commune by, a site that is not there."""
    nights = Nights(tmp_path, "aurelle", "bois-joli", more="sauvegardes: {depot: d, cles: c}\n")
    nights.night(START - timedelta(days=2), good("aurelle"), good("bois-joli"))
    failed = Trial(moment=START, of="3", verdict=Verdict.ECHEC, message="index.html diffère")
    nights.night(START, good("aurelle", proof=failed, state="suspendue"), end=None)
    with nights.history() as history:
        night = history.last_night()
        assert night is not None
        history.note_night(replace(night, end=None, code=None))
    (tmp_path / "build/bois-joli/public").unlink()
    codes = {(one.commune, one.problem.code) for one in nights.morning(NOW + LATER).concerns}
    assert codes == {
        ("", "nuit-absente"),
        ("", "nuit-interrompue"),
        ("aurelle", "reversibilite-non-prouvee"),
        ("aurelle", "sauvegarde-ancienne"),
        ("aurelle", "publication-suspendue"),
        ("bois-joli", "commune-hors-ligne"),
        ("bois-joli", "commune-oubliee"),
        ("bois-joli", "sauvegarde-ancienne"),
    }


LATER = timedelta(hours=30)


def test_a_commune_that_is_gone_leaves_the_report(tmp_path: Path) -> None:
    nights = Nights(tmp_path, "aurelle", "bois-joli")
    nights.night(START, good("aurelle"), good("bois-joli"))
    write(nights.settings.sortie, nights.morning())
    kept, gone = nights.tenants[0], nights.tenants[1]
    place = Reported()
    assert {path.name for path in place.list(gone)} == {
        "bois-joli.html", "index.html", "rapport.json", "usine.prom",
    }  # fmt: skip
    place.destroy(gone)
    assert place.list(gone) == ()
    assert b"Bois Joli" not in b"".join(
        path.read_bytes() for path in (tmp_path / "build/rapport").rglob("*") if path.is_file()
    )
    assert place.list(kept) != ()


def test_a_trend_has_its_words() -> None:
    def of(*counts: int) -> str:
        points = [Point(night=START, problems=count) for count in counts]
        drawn = sparkline(points)
        return drawn.text.replace("\u00a0", " ") if drawn else ""

    assert of(3) == ""
    assert of(0, 0) == "2 nuits sans problème"
    assert of(5, 2, 1) == "3 nuits : de 5 à 1 problème"
    assert of(2, 9, 4) == "3 nuits : de 2 à 4 problèmes, 9 au plus"
    assert of(4, 4) == "2 nuits : toujours 4 problèmes"
