"""What the agenda shows of events that happen again."""

import re

from histoire import Commune, Factory

MARKET = (
    "---\ntitre: Marché\ndebut: 2026-11-24 8h\nfin: 2026-11-24 12h\n"
    "recurrence: FREQ=WEEKLY\nsauf: 2026-12-01\n---\nLe marché.\n"
)
CAROLS = "---\ntitre: Chants de Noël\ndebut: 2026-12-05 18h\n---\nÀ l’église.\n"


def dates(page: str) -> list[str]:
    return re.findall(r"<time datetime=\"?(\d{4}-\d\d-\d\d)", page)


def published(factory: Factory) -> Commune:
    commune = factory.commune().write("contenu/agenda/marche.md", MARKET)
    commune.write("contenu/agenda/noel.md", CAROLS)
    factory.build()
    return commune


def test_a_weekly_market_is_shown_once_with_its_next_date_and_its_rule(factory: Factory) -> None:
    commune = published(factory)
    for url in ("/agenda/", "/"):
        page = commune.page(url)
        assert page.count("href=/agenda/marche/") == 1, url
        assert "2026-11-24" in dates(page) and "2026-12-08" not in dates(page)
        assert page.count("Chaque mardi") == 1
        assert page.count("href=/agenda/noel/") == 1


def test_it_moves_on_past_the_day_on_which_it_is_not_held(factory: Factory) -> None:
    commune = published(factory)
    factory.later(days=2)
    factory.build()
    page = commune.page("/agenda/")
    assert set(dates(page)) == {"2026-12-05", "2026-12-08"}
    assert page.index("Chants de Noël") < page.index("Marché")


def test_its_own_page_has_the_dates_that_come(factory: Factory) -> None:
    page = published(factory).page("/agenda/marche/")
    assert {"2026-11-24", "2026-12-08", "2026-12-15", "2026-12-22"} <= set(dates(page))
    assert "2026-12-01" not in dates(page)


def test_each_month_near_has_a_page_with_every_date(factory: Factory) -> None:
    commune = published(factory)
    december = commune.page("/agenda/2026-12/")
    days = {"2026-12-05", "2026-12-08", "2026-12-15", "2026-12-22", "2026-12-29"}
    assert set(dates(december)) == days
    assert "noindex" in december
    assert "/agenda/2026-12/" not in commune.online["sitemap.xml"].decode()
    for url in ("/agenda/", "/agenda/2026-12/"):
        assert commune.page(url).count('href="/agenda/2027-01/"') == 1 or (
            "href=/agenda/2027-01/" in commune.page(url)
        )
    assert "agenda/2027-06/index.html" not in commune.online


def test_the_agenda_goes_into_a_calendar(factory: Factory) -> None:
    commune = published(factory)
    market = commune.online["agenda/marche/evenement.ics"].decode()
    assert "DTSTART;TZID=Europe/Paris:20261124T080000\r\n" in market
    assert "EXDATE;TZID=Europe/Paris:20261201T080000\r\n" in market
    whole = commune.online["agenda/agenda.ics"].decode()
    assert whole.count("BEGIN:VEVENT") == 2
    assert "evenement.ics" in commune.page("/agenda/marche/")
    assert "agenda.ics" in commune.page("/agenda/")
    # What is over leaves the calendar; the same sources give the same bytes, whenever built.
    factory.later(days=20)
    factory.build()
    assert commune.online["agenda/marche/evenement.ics"].decode() == market
    assert "agenda/noel/evenement.ics" not in commune.online
    assert commune.online == factory.clean(commune)
