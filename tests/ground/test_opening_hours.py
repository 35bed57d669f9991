"""Opening hours: from what an agent writes to pages and machines."""

from datetime import date, datetime

import pytest
from horaires import MAIRIE, bound, hours
from hypothesis import given
from hypothesis import strategies as st

from factory.ground.hours import (
    Fermeture,
    Horaires,
    closures,
    intervals,
    lines,
    state_at,
    tables,
)
from factory.ground.hours.reading import days
from factory.ground.models.binding import Bound, bind
from factory.ground.models.fields import ListeDe, Modele
from factory.ground.yaml.reading import read


def week(text: str) -> list[tuple[str, str]]:
    shown = lines(hours(text))
    return [(line.jours, line.heures.replace("\u00a0", " ")) for line in shown]


def test_a_town_hall_in_french() -> None:
    found = hours(MAIRIE)
    shown = {
        table.titre.replace("\u00a0", " "): [
            f"{line.jours} : {line.heures}".replace("\u00a0", " ") for line in table.lignes
        ]
        for table in tables(found)
    }
    assert shown == {
        "": [
            "Lundi et mardi : 8 h 30 – 12 h, 13 h 30 – 17 h 30",
            "Mercredi : Fermé",
            "Jeudi et vendredi : 8 h 30 – 12 h, 13 h 30 – 17 h 30",
            "Samedi : 9 h – 12 h (1er et 3e du mois)",
        ],
        "Été (du 1er juillet au 31 août)": ["Lundi et mardi : 8 h – 12 h", "Jeudi : 8 h – 12 h"],
        "Du 1er au 30 juin 2026": [
            "Lundi : 8 h – 12 h ; 14 h – 16 h (semaines paires, permanence)",
            "Mardi : Sur rendez-vous",
        ],
    }
    assert [said.replace("\u00a0", " ") for said in closures(found)] == [
        "Fermé le 24 décembre 2026",
        "Fermé du 26 décembre 2026 au 2 janvier 2027",
        "Fermé du 4 au 5 mai 2026 (travaux)",
        "Fermé les jours fériés",
    ]


def test_hours_do_not_break_within() -> None:
    [line] = lines(hours("lundi: 8h30-12h"))
    assert line.heures == "8\u00a0h\u00a030\u00a0– 12\u00a0h"


@pytest.mark.parametrize(
    ("key", "named"),
    [
        ("lundi", (0,)),
        ("Lundi-Vendredi", (0, 1, 2, 3, 4)),
        ("du lundi au jeudi", (0, 1, 2, 3)),
        ("lundi, mardi et jeudi", (0, 1, 3)),
        ("lundi_mardi", ()),
        ("mar. et jeu.", (1, 3)),
        ("samedi-lundi", (5, 6, 0)),
        ("week-end", (5, 6)),
        ("tous les jours", (0, 1, 2, 3, 4, 5, 6)),
        ("samdi", ()),
    ],
)
def test_keys_name_days(key: str, named: tuple[int, ...]) -> None:
    assert days(key) == named


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("8h30-12h", "8 h 30 – 12 h"),
        ("de 8h30 à 12h00 et de 13h30 à 17h", "8 h 30 – 12 h, 13 h 30 – 17 h"),
        ("8:30 - 12:00 / 13:30 - 17:00", "8 h 30 – 12 h, 13 h 30 – 17 h"),
        ("9-12", "9 h – 12 h"),
        ("14h - minuit", "14 h – 24 h"),
        ("midi à 14 h", "12 h – 14 h"),
        ("9h-12h sur rendez-vous", "9 h – 12 h, sur rendez-vous"),
        ("sur RDV", "Sur rendez-vous"),
        ("Fermée", "Fermé"),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, said: str) -> None:
    assert week(f"lundi: {written}") == [("Lundi", said)]


def test_a_single_day_wins_over_a_range() -> None:
    assert week("mercredi: 9h-10h\nlundi-vendredi: 8h-9h") == [
        ("Lundi et mardi", "8 h – 9 h"),
        ("Mercredi", "9 h – 10 h"),
        ("Jeudi et vendredi", "8 h – 9 h"),
    ]


def test_all_faults_at_once_in_french() -> None:
    text = (
        "lundi: 17h-8h\nmardi: 8h-12h, 11h-14h\nmercredi: le matin\n"
        "jeudi:\n  heures: 9h-10h\n  rang: [9]\njeudi-vendredi: 8h-9h\nvendredi-samedi: 9h-10h\n"
        "samdi: 9h\nperiodes:\n  - du: 1er mai 2026\n    au: 1er avril 2026\n    lundi: 8h-9h\n"
        "fermetures: [32 mai 2026]\njours_feries: bof\n"
    )
    found = {(p.line, p.column, p.code): (p.message, p.remedy) for p in bound(text).problems}
    read_so = (
        "Écrivez les heures ainsi : 8h30-12h, 13h30-17h30 (ou « fermé », ou « sur rendez-vous »)."
    )
    assert found == {
        (1, 8, "horaires-inverses"): (
            "« 17h-8h » : l’heure de fin vient avant celle du début.",
            "Échangez les deux heures. Si l’on ferme après minuit, écrivez « 17h-24h » ce jour-là "
            "et « 0h-8h » le lendemain.",
        ),
        (2, 8, "horaires-qui-se-chevauchent"): (
            "« 8h-12h » et « 11h-14h » se chevauchent.",
            "Corrigez les heures, ou n’en faites qu’une : 8h-14h.",
        ),
        (3, 11, "horaires-illisibles"): ("« le matin » ne se lit pas.", read_so),
        (6, 9, "rang-illisible"): (
            "« 9 » n’est pas un rang dans le mois.",
            "Écrivez par exemple [1, 3] pour le premier et le troisième, -1 pour le dernier.",
        ),
        (8, 1, "jour-en-double"): (
            "Le vendredi est donné deux fois : « jeudi-vendredi » et « vendredi-samedi ».",
            "Gardez une seule des deux lignes, ou réunissez leurs heures.",
        ),
        (9, 1, "cle-inconnue"): (
            "La clé « samdi » n’existe pas ici. Vouliez-vous dire « samedi » ?",
            "Les clés possibles : un jour (lundi, lundi-vendredi…), periodes, fermetures, "
            "jours_feries, note, sur_rendez_vous.",
        ),
        (11, 5, "periode-incoherente"): (
            "La période finit (1er avril 2026) avant de commencer (1er mai 2026).",
            "Échangez les deux dates, ou corrigez l’année.",
        ),
        (14, 14, "date-illisible"): (
            "« 32 mai 2026 » n’est pas une date : il n’y a pas de 32 mai.",
            "Écrivez « 1er juillet 2026 », ou « 1er juillet » pour que cela vaille chaque année.",
        ),
        (15, 15, "horaires-illisibles"): ("« bof » ne se lit pas.", read_so),
    }


class Fiche(Modele):
    horaires: Horaires | None = None
    fermetures: ListeDe[Fermeture] = ()


def test_hours_within_another_model_keep_their_places() -> None:
    text = "horaires:\n  samdi: 9h\n  lundi: 9h-8h\nfermetures: 1er mai\n"
    found = bind(Fiche, read(text, file="fiche.md"), file="fiche.md")
    places = {(p.line, p.column, p.code) for p in found.problems}
    assert places == {(2, 3, "cle-inconnue"), (3, 10, "horaires-inverses")}
    [written_flat] = bind(Fiche, read("horaires: 8h-12h", file="f"), file="f").problems
    assert written_flat.message == "Les horaires s’écrivent un jour par ligne."


TIMES = st.tuples(st.integers(0, 23), st.sampled_from([0, 5, 30, 59]))


@given(st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=3), st.sampled_from(["h", ":"]))
def test_any_hours_are_read_or_refused(spans: list[tuple[tuple[int, int], ...]], sign: str) -> None:
    written = ", ".join(
        "-".join(f"{hour}{sign}{minute:02}" for hour, minute in span) for span in spans
    )
    found = bound(f"tous les jours: '{written}'\njours_feries: ouvert")
    if found.value is None:
        assert found.problems[0].code.startswith("horaires-")
        return
    assert Horaires.model_validate_json(found.value.model_dump_json()) == found.value
    for start, end in intervals(found.value, date(2026, 3, 3)):
        assert start < end <= 24 * 60
        state = state_at(found.value, datetime(2026, 3, 3, start // 60, start % 60))
        assert state.ouvert


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=4))
def test_no_text_raises(value: dict[str, str]) -> None:
    quoted = [f"{yaml(key)}: {yaml(hour)}" for key, hour in value.items()]
    bound("{" + ", ".join(quoted) + "}")


def yaml(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\n", " ") + "'"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "du lundi au vendredi de 8h30 à 12h00 et de 13h30 à 17h00",
            [("Du lundi au vendredi", "8 h 30 – 12 h, 13 h 30 – 17 h")],
        ),
        ("lun-ven 8h-12h", [("Du lundi au vendredi", "8 h – 12 h")]),
        (
            "'Mardi et jeudi : 9h-12h / 14h-17h30, samedi matin 9h-12h'",
            [
                ("Mardi", "9 h – 12 h, 14 h – 17 h 30"),
                ("Jeudi", "9 h – 12 h, 14 h – 17 h 30"),
                ("Samedi", "9 h – 12 h"),
            ],
        ),
        ("tous les jours 9h-18h sans interruption", [("Tous les jours", "9 h – 18 h")]),
        ("sur rendez-vous", [("Du lundi au vendredi", "Sur rendez-vous")]),
        (
            "[lundi: 9h-12h, mercredi: 14h-18h]",
            [("Lundi", "9 h – 12 h"), ("Mercredi", "14 h – 18 h")],
        ),
    ],
)
def test_a_week_in_one_line(written: str, shown: list[tuple[str, str]]) -> None:
    """As an agent copies it from the town hall's door."""
    assert one_line(written) == shown


@pytest.mark.parametrize("written", ["le matin", "lundi 9h-12h lundi 14h-16h", "jeudi si beau"])
def test_a_line_that_does_not_read_whole_is_refused(written: str) -> None:
    assert "horaires" in str(bound_line(written).problems[0])


class Line(Modele):
    horaires: Horaires


def bound_line(written: str) -> Bound[Line]:
    return bind(Line, read(f"horaires: {written}", file="f.md"), file="f.md")


def one_line(written: str) -> list[tuple[str, str]]:
    found = bound_line(written)
    assert found.value is not None, found.problems
    return [
        (line.jours, line.heures.replace("\u00a0", " ")) for line in lines(found.value.horaires)
    ]
