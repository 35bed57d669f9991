"""« Ouvert aujourd’hui jusqu’à 17 h 30 »: the script's word is the one that Python would give."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sample_parts
import samples
from page_reader import DIRECTORY

from factory.ground.hours import Horaires, rules, state_at
from factory.ground.models.faults import validated
from factory.ground.moment import PARIS, aware
from factory.site.hours import hours
from factory.theme.theme import Theme

CHROMIUM = shutil.which("chromium")
WORDS = ["ouvert", "{jour} {heure}", "ferme à {heure}", "fermé", "{heure}", "demain {heure}",
         "{jour} {heure}", "minuit"]  # fmt: skip

ORDINARY: dict[str, Any] = {
    "lundi-vendredi": "8h30-12h, 13h30-17h30",
    "samedi": {"heures": "9h-12h", "rang": [2, 4]},
}
PLACES: dict[str, dict[str, Any]] = {
    "a town hall": {
        **ORDINARY,
        "periodes": [
            {"titre": "Été", "du": "1er juillet", "au": "31 août", "lundi-vendredi": "8h-15h30"},
            {"du": "21 décembre 2026", "au": "3 janvier 2027", "lundi-mardi": "9h-12h"},
            {"du": "20 décembre", "au": "5 janvier", "mercredi": "10h-11h"},
        ],
        "fermetures": ["24 décembre 2026", "du 24 décembre au 2 janvier", "10 mai 2027"],
    },
    "a place open on public holidays": {"mercredi": "14h-18h", "jours_feries": "10h-12h"},
    "a place that public holidays change nothing to": {
        "lundi-dimanche": "9h-19h",
        "jours_feries": "ouvert",
    },
    "even weeks and last days": {
        "mardi": {"heures": "9h-12h", "semaines": "paires"},
        "jeudi": [
            {"heures": "14h-16h", "semaines": "impaires"},
            {"heures": "17h-19h", "rang": "dernier"},
        ],
    },
    "appointments apart": {
        "lundi": "9h-12h",
        "mardi": {"heures": "9h-12h", "sur_rendez_vous": "oui"},
    },
    "day and night": {"lundi-dimanche": "24h/24", "jours_feries": "ouvert"},
    "until midnight": {"vendredi": "18h-24h", "samedi": "0h-2h, 20h-24h"},
    "never for months": {
        "periodes": [{"du": "1er juin", "au": "30 juin", "lundi": "9h-12h"}],
    },
}


def opening(written: dict[str, Any]) -> Horaires:
    found: Horaires = validated(Horaires, written)
    return found


@pytest.fixture(scope="module")
def tab() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        # Reader on the other side of the world: the clock that counts is the town hall's.
        page = browser.new_context(locale="fr-FR", timezone_id="Pacific/Auckland").new_page()
        yield page
        browser.close()


def told(tab: Any, written: Horaires, moments: list[datetime]) -> list[dict[str, Any]]:
    """What the script says at each moment: its words, and whether it is open."""
    script = (DIRECTORY / "assets" / "theme.js").read_text("utf-8")
    tab.set_content(
        '<!doctype html><html lang="fr"><body><p id="p" data-mots="'
        + "|".join(WORDS)
        + f'" data-horaires="{rules(written)}" hidden></p>'
    )
    # The script runs once for each moment, its clock patched.
    answer: list[dict[str, Any]] = tab.evaluate(
        """([script, moments]) => moments.map(moment => {
          const Real = Date;
          window.Date = class extends Real {
            constructor(...given) { given.length ? super(...given) : super(moment); }
          };
          const heard = [];
          const listen = document.addEventListener;
          document.addEventListener = (name, f) => name === 'DOMContentLoaded' && heard.push(f);
          window.setInterval = () => 0;
          new Function(script)();
          heard.forEach(f => f());
          document.addEventListener = listen;
          window.Date = Real;
          const p = document.getElementById('p');
          return { text: p.textContent, open: p.classList.contains('ouvert'), hidden: p.hidden };
        })""",
        [script, [moment.isoformat() for moment in moments]],
    )
    return answer


def expected(written: Horaires, moment: datetime) -> str:
    """The same words, from `state_at`."""
    state = state_at(written, moment)
    if state.jusqu_a is None:
        return WORDS[0 if state.ouvert else 3]
    until = state.jusqu_a
    midnight = state.ouvert and until.hour == until.minute == 0
    day = (until - timedelta(minutes=1) if midnight else until).date()
    ahead = (day - moment.astimezone(PARIS).date()).days
    hour = f"{until.hour}\u00a0h" + (f"\u00a0{until.minute:02}" if until.minute else "")
    form = (1 if ahead else 2) if state.ouvert else min(4 + ahead, 6)
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    months = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
              "septembre", "octobre", "novembre", "décembre")  # fmt: skip
    name = days[day.weekday()]
    if ahead >= 7:
        name += f" {day.day} {months[day.month - 1]}"
    return WORDS[form].replace("{heure}", WORDS[7] if midnight else hour).replace("{jour}", name)


@pytest.mark.parametrize("place", PLACES)
def test_the_script_says_what_the_hours_say(tab: Any, place: str) -> None:
    """Over three years, changes of hour, closures, holidays and New Years included."""
    written = opening(PLACES[place])
    start = datetime(2026, 1, 1, tzinfo=PARIS)
    # 19 h 37 min apart: every hour of every weekday comes round.
    moments = [start + timedelta(minutes=1177 * n) for n in range(1300)]
    answers = told(tab, written, moments)
    wrong = [
        f"{moment}: {answer['text']} rather than {expected(written, moment)}"
        for moment, answer in zip(moments, answers, strict=True)
        if answer["text"] != expected(written, moment)
        or answer["open"] != state_at(written, moment).ouvert
        or answer["hidden"]
    ]
    assert wrong == []


def test_to_the_minute_where_it_opens_and_closes(tab: Any) -> None:
    written = opening(ORDINARY)
    moments = [aware(datetime(2026, 11, 23, *hm)) for hm in ((8, 29), (8, 30), (11, 59), (12, 0))]
    said = [answer["text"] for answer in told(tab, written, moments)]
    assert said == ["8\u00a0h\u00a030", "ferme à 12\u00a0h", "ferme à 12\u00a0h",
                    "13\u00a0h\u00a030"]  # fmt: skip


def test_rules_are_numbers_and_absent_where_one_never_just_comes() -> None:
    assert rules(opening({"lundi": "sur rendez-vous"})) == ""
    assert '"' not in rules(opening(PLACES["a town hall"]))
    assert json.loads(rules(opening(PLACES["a town hall"])))[2][0] == [20261224, 20261224]


def test_the_hours_are_told_in_full_without_the_script(theme: Theme) -> None:
    """The state stays hidden until the script has reckoned it."""
    page = theme.render(*samples.SAMPLES["accueil"]).decode()
    for line in sample_parts.HOURS.periodes[0].lignes:
        assert line.heures in page
    assert page.count("data-horaires=") == 2
    assert all("hidden" in tag for tag in page.split("<")[1:] if "data-horaires=" in tag)


def test_a_page_s_hours_carry_their_rules() -> None:
    view = hours(opening(ORDINARY))
    assert view is not None
    assert view.regles == rules(opening(ORDINARY))
