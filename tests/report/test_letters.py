"""The letters, sent to a real SMTP server on the loopback: with TLS, an account, and refusals."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from authority import Authority
from commande import usine
from matinee import BARE, HELD, NOW, START, Nights, good, story
from poste import Opened, Postbox, post_office, settled

from factory.cli.options import now
from factory.ground.problems import Problem, error, notice
from factory.report import posting, reporting
from factory.report.letters import to_referent
from factory.report.morning import Line
from factory.tenants.outbox import Outbox, waiting_mail
from factory.tenants.usine import Assistance

CONVENTION = """contacts:
  referent:
    - {nom: Service passé, courriel: ancien@chateau-clair.example, au: 2026-06-30}
    - {nom: Service du numérique, courriel: site@chateau-clair.example, du: 2026-07-01}
"""


@pytest.fixture
def opened(authority: Authority) -> Iterator[Opened]:
    with post_office(authority) as opened:
        yield opened


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    told = story(tmp_path)
    (tmp_path / "tenants/chateau-clair/convention.yaml").write_text(CONVENTION, "utf-8")
    return told


def body(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r", "")


def test_operators_and_the_referent_are_written_to(
    nights: Nights, opened: Opened, authority: Authority
) -> None:
    box = Postbox()
    settled(nights, authority, opened(box))
    assert reporting.after_night(nights.settings, NOW) == ()
    by_address = {letter["To"]: letter for letter in box.letters}
    assert set(by_address) == {
        "nuit@metropole.example", "garde@metropole.example", "site@chateau-clair.example",
    }  # fmt: skip
    digest = by_address["nuit@metropole.example"]
    assert digest["Subject"] == "Usine à Sites, 23 novembre : 5 communes à voir"
    assert "4 communes sur 6 sont en ligne et sauvegardées" in body(digest)
    assert "Une promesse n’est pas tenue : Bois Joli\n  – Sauvegarde : le dépôt" in body(digest)
    assert "<h2>À corriger : Chateau Clair</h2>" in body(digest, "html").replace("\u00a0", " ")
    weekly = by_address["site@chateau-clair.example"]
    assert weekly["Subject"] == "Site de Chateau Clair : 2 documents à corriger"
    assert body(weekly) == WEEKLY
    assert "Marché de Noël &lt;centre-ville&gt;" in body(weekly, "html")
    assert Outbox(nights.settings.memoire).waiting() == ()
    # The same night, completed for one commune: nobody is written to again.
    reporting.after_night(nights.settings, NOW + timedelta(hours=2))
    assert len(box.letters) == 3


LEFT = (good("chateau-clair", erreurs=1, code=1),)
WEEKLY = """Bonjour,

Le site de Chateau Clair est en ligne. Voici ce que vous pouvez y corriger, document par document. \
Rien de ceci ne vous empêche de publier.

« La fête des olives » (contenu/actualites/fete-des-olives.md)
  – « 31 février 2026 » n’est pas une date : il n’y a pas de 31 février (ligne 3).
    → Écrivez la date ainsi : 3 mars 2026.

« Marché de Noël <centre-ville> » (contenu/agenda/marche.md)
  – L’image « marche.jpg » n’a pas de texte de remplacement.
    → Ajoutez « alt » : ce que montre l’image, en une phrase.

Dernière sauvegarde : il y a 4 heures ; dernière restauration prouvée : le 23 novembre 2026.

Pour toute question : CATI, https://cati.ampmetropole.fr/ \
(du lundi au vendredi : 8 h 30 – 12 h 30, 13 h 30 – 17 h 30 ; \
fermé les jours fériés).
"""


def test_a_referent_is_written_to_once_a_week(
    nights: Nights, opened: Opened, authority: Authority
) -> None:
    """On Monday; where Monday's night did not run, the next one writes."""
    box = Postbox()
    settled(nights, authority, opened(box))
    to = "site@chateau-clair.example"
    for day, letters in ((1, 1), (2, 1), (6, 1), (7, 2)):
        nights.night(START + timedelta(days=day), *LEFT, problems={"chateau-clair": (HELD,)})
        reporting.after_night(nights.settings, NOW + timedelta(days=day))
        assert sum(letter["To"] == to for letter in box.letters) == letters
    settled(nights, authority, opened(box), "  communes: jamais\n")
    reporting.after_night(nights.settings, NOW + timedelta(days=20))
    assert sum(letter["To"] == to for letter in box.letters) == 2


def test_a_referent_is_told_of_nothing_that_the_commune_cannot_mend(tmp_path: Path) -> None:
    nights = Nights(tmp_path, "aurelle")
    ours = tuple(
        error("depot-plein", "aurelle : il n’y a plus de place.", "Faites-en.", file=file)
        for file in ("/srv/depots", "sftp:depots@machine", "registre/actes.jsonl", "")
    )
    for number, (problems, told) in enumerate(((ours, False), ((*ours, HELD), True))):
        nights.night(
            START + timedelta(days=number), good("aurelle"), problems={"aurelle": problems}
        )
        (line,) = nights.morning().lines
        letter = to_referent(line, "a@b.example", Assistance(), NOW)
        assert (letter is not None) is told
        assert letter is None or "plus de place" not in letter.text


def test_a_server_that_is_away_is_told_and_tried_again_the_next_night(
    nights: Nights, opened: Opened, authority: Authority
) -> None:
    settled(nights, authority, 1, "  communes: jamais\n")
    problems = reporting.after_night(nights.settings, NOW)
    assert [one.code for one in problems] == ["courriel-non-envoye"] * 2
    assert "le serveur n’accepte pas de connexion" in problems[0].message
    page = (nights.settings.sortie / "rapport/index.html").read_text("utf-8")
    assert "2 courriels n’ont pas pu partir." in page
    assert "le serveur n’accepte pas de connexion" in page
    box = Postbox()
    settled(nights, authority, opened(box), "  communes: jamais\n")
    nights.night(START + timedelta(days=1), *LEFT)
    assert reporting.after_night(nights.settings, NOW + timedelta(days=1)) == ()
    assert len(box.letters) == 4
    page = (nights.settings.sortie / "rapport/index.html").read_text("utf-8")
    assert "courriels n’ont pas pu partir." in page, "it was so when the night was reported"
    assert Outbox(nights.settings.memoire).waiting() == ()


def test_an_address_refused_for_good_is_given_up_at_once_and_others_are_not(
    nights: Nights, opened: Opened, authority: Authority
) -> None:
    box = Postbox(refused="nuit@metropole.example")
    settled(nights, authority, opened(box), "  communes: jamais\n")
    (problem,) = reporting.after_night(nights.settings, NOW)
    assert problem.code == "courriel-abandonne"
    assert "550 personne de ce nom" in problem.message
    page = (nights.settings.sortie / "rapport/index.html").read_text("utf-8")
    assert "1 courriel n’a pas pu partir." in page and "550 personne de ce nom" in page
    assert [letter["To"] for letter in box.letters] == ["garde@metropole.example"]
    assert Outbox(nights.settings.memoire).waiting() == ()


def test_a_letter_is_given_up_after_a_week(nights: Nights, authority: Authority) -> None:
    settled(nights, authority, 1, "  communes: jamais\n")
    for day in range(9):
        problems = posting.send(nights.settings, NOW + timedelta(days=day))
        if not day:
            assert problems == ()
            reporting.after_night(nights.settings, NOW)
    assert {one.code for one in problems} == {"courriel-abandonne"}
    assert Outbox(nights.settings.memoire).waiting() == ()


def test_nothing_is_said_to_a_server_that_is_not_the_one(
    nights: Nights, opened: Opened, authority: Authority, tmp_path: Path
) -> None:
    """A certificate that another authority signed; a wrong password; no password at all."""
    box = Postbox()
    port = opened(box)
    settled(nights, authority, port, "  communes: jamais\n")
    usine = nights.root / "usine.yaml"
    kept = usine.read_text("utf-8")
    other = Authority(tmp_path / "autre")
    usine.write_text(kept.replace(str(authority.file), str(other.file)), "utf-8")
    problems = reporting.after_night(nights.settings, NOW)
    assert "son certificat n’est pas reconnu" in problems[0].message
    usine.write_text(kept, "utf-8")
    for secret, why in (
        ("ferme-toi", "le serveur refuse le compte ou le mot de passe"),
        ("sésame", "le mot de passe ne peut avoir que des lettres sans accent"),
    ):
        (nights.root / "secret").write_text(secret, "utf-8")
        problems = posting.send(nights.settings, NOW)
        assert why in problems[0].message
    (nights.root / "secret").unlink()
    problems = posting.send(nights.settings, NOW)
    assert "le fichier du mot de passe ne se lit pas" in problems[0].message
    assert box.letters == []


def test_what_waits_for_a_commune_goes_with_it(nights: Nights, authority: Authority) -> None:
    settled(nights, authority, 1)
    reporting.after_night(nights.settings, NOW)
    (tenant,) = (one for one in nights.tenants if one.slug == "chateau-clair")
    place = waiting_mail(nights.settings.memoire)
    assert len(place.list(tenant)) == 1
    assert place.list(tenant)[0].stat().st_mode & 0o077 == 0
    place.destroy(tenant)
    assert place.list(tenant) == ()
    assert len(Outbox(nights.settings.memoire).waiting()) == 2


def test_a_commune_is_told_of_what_is_its_own(nights: Nights) -> None:
    """Not of what only informs, nor of the Métropole's files; without any, there is no letter."""
    line = next(one for one in nights.morning().lines if one.commune == "chateau-clair")
    ours = (
        notice("information", "À savoir.", file="contenu/a.md"),
        error("faute", "Faute.", "Remède.", file="convention.yaml"),
        error("faute", "Faute.", "Remède."),
    )
    assert to_referent(_with(line, ours), "a@b.example", Assistance(), NOW) is None
    many = tuple(HELD.at(file=f"contenu/{n:02}.md", document="") for n in range(23))
    letter = to_referent(_with(line, (*many, BARE, *ours)), "a@b.example", Assistance(), NOW)
    assert letter is not None
    assert letter.subject == "Site de Chateau Clair : 24 documents à corriger"
    assert "Et 4 autres documents, à corriger ensuite." in letter.text


def _with(line: Line, problems: tuple[Problem, ...]) -> Line:
    return replace(line, problems=problems)


def test_the_watch_writes_once_a_day_that_a_night_is_missing(
    nights: Nights, opened: Opened, authority: Authority
) -> None:
    box = Postbox()
    settled(nights, authority, opened(box), "  communes: jamais\n")
    late = timedelta(hours=26)
    morning, problems = reporting.watch(nights.settings, NOW, late)
    assert not morning.late and problems == () and box.letters == []
    for hours in (24, 25, 26, 48):
        morning, problems = reporting.watch(nights.settings, NOW + timedelta(hours=hours), late)
        assert morning.late and problems == ()
    assert [letter["Subject"] for letter in box.letters] == [
        *["Usine à Sites, 24 novembre : il manque une nuit"] * 2,
        *["Usine à Sites, 25 novembre : il manque une nuit"] * 2,
    ]
    page = (nights.settings.sortie / "rapport/index.html").read_text("utf-8")
    assert '<p class="manque">Il manque une nuit' in page


def test_the_command_finds_that_a_night_is_missing(tmp_path: Path) -> None:
    """By the real clock: the last night ended long ago; then one has just ended."""
    nights = Nights(tmp_path, "aurelle")
    nights.night(START - timedelta(days=400), good("aurelle"))
    done = usine(tmp_path, "status", "--veille")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "erreur [nuit-absente] Il manque une nuit" in done.stdout
    nights.night(now() - timedelta(hours=20), good("aurelle"))
    done = usine(tmp_path, "status", "--veille")
    assert (done.returncode, done.stdout) == (0, "Aucune nuit ne manque.\n")
    done = usine(tmp_path, "status", "--rapport")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == str(tmp_path / "build/rapport/index.html")
