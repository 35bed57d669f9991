"""Opening hours: from what an agent writes to pages and machines."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.ground.binding import Bound, bind
from factory.ground.fields import ListeDe, Modele
from factory.ground.hours import (
    Fermeture,
    Horaires,
    closures,
    intervals,
    lines,
    osm,
    schema_org,
    state_at,
    tables,
)
from factory.ground.hours.bounds import contains
from factory.ground.hours.reading import days
from factory.ground.yaml import read

MAIRIE = """
lundi-vendredi: 8h30-12h, 13h30-17h30
mercredi: fermé
samedi:
  heures: 9h-12h
  rang: [1, 3]
periodes:
  - titre: Été
    du: 1er juillet
    au: 31 août
    lundi, mardi et jeudi: 8h à 12h
  - du: 1er juin 2026
    au: 30 juin 2026
    lundi:
      - 8h-12h
      - {heures: 14h-16h, semaines: paires, note: permanence}
    mardi: sur rendez-vous
fermetures:
  - 24 décembre 2026
  - du 26 décembre 2026 au 2 janvier 2027
  - {du: 4 mai 2026, au: 5 mai 2026, motif: travaux}
note: Le standard ferme à 17 h
"""


def bound(text: str) -> Bound[Horaires]:
    return bind(Horaires, read(text, file="commune.yaml"), file="commune.yaml")


def hours(text: str) -> Horaires:
    found = bound(text)
    assert found.value is not None, [str(problem) for problem in found.problems]
    return found.value


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


def test_a_town_hall_in_openstreetmap() -> None:
    assert osm(hours("lundi-vendredi: 8h30-12h, 13h30-17h30")) == (
        "Mo-Fr 08:30-12:00,13:30-17:30; PH off"
    )
    assert osm(hours(MAIRIE)).split("; ") == [
        "Mo-Tu 08:30-12:00,13:30-17:30",
        "We off",
        "Th-Fr 08:30-12:00,13:30-17:30",
        "Sa[1,3] 09:00-12:00",
        "Jul 01-Aug 31 off",
        "Jul 01-Aug 31 Mo-Tu 08:00-12:00",
        "Jul 01-Aug 31 Th 08:00-12:00",
        "2026 Jun 01-2026 Jun 30 off",
        "2026 Jun 01-2026 Jun 30 Mo 08:00-12:00, 2026 Jun 01-2026 Jun 30 week 02-53/2 Mo "
        '14:00-16:00 "permanence"',
        '2026 Jun 01-2026 Jun 30 Tu "sur rendez-vous"',
        "PH off",
        "2026 Dec 24 off",
        "2026 Dec 26-2027 Jan 02 off",
        '2026 May 04-2026 May 05 off "travaux"',
    ]
    assert osm(hours("tous les jours: 24h/24\njours_feries: ouvert")) == "Mo-Su 00:00-24:00"
    assert osm(hours("note: Selon la météo")) == ""


YEAR_AHEAD = (date(2026, 11, 1), date(2027, 11, 30))
SPECIFICATION = {"@type": "OpeningHoursSpecification"}


def on(*names: str) -> dict[str, list[str]]:
    return {"dayOfWeek": [f"https://schema.org/{name}" for name in names]}


def test_a_town_hall_in_schema_org() -> None:
    written = "lundi-mardi: 8h30-12h\nmercredi: fermé\nfermetures: 24 décembre 2026"
    found = schema_org(hours(written), *YEAR_AHEAD)
    assert found.usual == (
        {**SPECIFICATION, **on("Monday", "Tuesday"), "opens": "08:30", "closes": "12:00"},
        {**SPECIFICATION, **on("Wednesday")},
    )
    assert found.special == (
        {**SPECIFICATION, **on("PublicHolidays")},
        {**SPECIFICATION, "validFrom": "2026-12-24", "validThrough": "2026-12-24"},
    )


def test_what_comes_back_each_year_has_its_years_in_schema_org() -> None:
    written = """
lundi-vendredi: 8h-12h
jours_feries: ouverts
periodes:
  - {titre: Été, du: 1er juillet, au: 31 août, lundi: 9h-11h, mardi: sur rendez-vous}
fermetures:
  - du 24 décembre au 2 janvier
  - 1er mai 2026
"""
    summer = {"validFrom": "2027-07-01", "validThrough": "2027-08-31"}
    found = schema_org(hours(written), *YEAR_AHEAD)
    assert found.special == (
        {**SPECIFICATION, **on("Monday"), **summer, "opens": "09:00", "closes": "11:00"},
        {**SPECIFICATION, **on("Tuesday"), **summer},
        {**SPECIFICATION, **on("Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), **summer},
        {**SPECIFICATION, "validFrom": "2026-12-24", "validThrough": "2027-01-02"},
    )


def test_the_29_february_of_other_years_is_in_schema_org_their_28() -> None:
    found = schema_org(
        hours("lundi: 8h-12h\njours_feries: ouverts\nfermetures: 29 février"), *YEAR_AHEAD
    )
    assert [node["validFrom"] for node in found.special] == ["2027-02-28"]


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


def test_models_go_through_json_unchanged() -> None:
    found = hours(MAIRIE).with_closures((Fermeture.model_validate("1er mai"),))
    for dumped in (found.model_dump_json(), found.model_dump_json(exclude_defaults=True)):
        assert Horaires.model_validate_json(dumped) == found


@pytest.mark.parametrize(
    ("at", "opened", "until"),
    [
        ("2026-03-03T09:00", True, "2026-03-03T12:00:00+01:00"),
        ("2026-03-03T12:00", False, "2026-03-03T13:30:00+01:00"),
        ("2026-03-04T09:00", False, "2026-03-05T08:30:00+01:00"),
        ("2026-03-06T18:00", False, "2026-03-07T09:00:00+01:00"),
        ("2026-03-14T10:00", False, "2026-03-16T08:30:00+01:00"),
        ("2026-07-14T09:00", False, "2026-07-16T08:00:00+02:00"),
        ("2026-06-08T15:00", True, "2026-06-08T16:00:00+02:00"),
        ("2026-06-01T15:00", False, "2026-06-08T08:00:00+02:00"),
        ("2026-05-04T09:00", False, "2026-05-07T08:30:00+02:00"),
    ],
)
def test_open_or_closed(at: str, opened: bool, until: str) -> None:
    state = state_at(hours(MAIRIE), datetime.fromisoformat(at))
    assert state.jusqu_a is not None
    assert (state.ouvert, state.jusqu_a.isoformat()) == (opened, until)


def test_a_place_always_open_never_closes() -> None:
    always = hours("tous les jours: 24h/24\njours_feries: ouvert")
    assert state_at(always, datetime(2026, 3, 3, 9)).ouvert
    assert state_at(always, datetime(2026, 3, 3, 9)).jusqu_a is None
    bar = hours("vendredi: 18h-24h\nsamedi: 0h-2h, 18h-24h")
    late = state_at(bar, datetime(2026, 3, 6, 23)).jusqu_a
    assert late is not None and late.isoformat() == "2026-03-07T02:00:00+01:00"


def test_a_yearly_stretch_may_span_new_year() -> None:
    assert contains("--12-20", "--01-05", date(2026, 1, 1))
    assert contains("--12-20", "--01-05", date(2026, 12, 31))
    assert not contains("--12-20", "--01-05", date(2026, 6, 1))


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
