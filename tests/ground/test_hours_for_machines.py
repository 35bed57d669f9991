"""Opening hours given to machines: OpenStreetMap, schema.org, JSON."""

from datetime import date

from horaires import MAIRIE, hours

from factory.ground.hours import (
    Fermeture,
    Horaires,
    osm,
    schema_org,
)


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


def test_models_go_through_json_unchanged() -> None:
    found = hours(MAIRIE).with_closures((Fermeture.model_validate("1er mai"),))
    for dumped in (found.model_dump_json(), found.model_dump_json(exclude_defaults=True)):
        assert Horaires.model_validate_json(dumped) == found
