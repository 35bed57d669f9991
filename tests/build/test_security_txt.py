"""/.well-known/security.txt: whom to tell of a flaw (RFC 9116)."""

import re
from datetime import UTC, datetime

import pytest
from histoire import Commune, Factory
from mairie import says

from factory.ground.moment import PARIS

LINE = re.compile(r"([A-Z][A-Za-z-]+): (\S.*)")


@pytest.fixture
def commune(factory: Factory) -> Commune:
    return says(factory.commune())


def security(commune: Commune) -> dict[str, list[str]]:
    data = commune.online[".well-known/security.txt"].decode()
    assert data.endswith("\n")
    found: dict[str, list[str]] = {}
    for line in data.splitlines():
        match = LINE.fullmatch(line)
        assert match is not None, line
        found.setdefault(match[1], []).append(match[2])
    return found


def test_security_txt_is_that_of_its_rfc(factory: Factory, commune: Commune) -> None:
    factory.build()
    assert security(commune) == {
        "Contact": ["mailto:mairie@saint-exemple.fr"],
        "Expires": ["2027-06-30T21:59:59+00:00"],
        "Preferred-Languages": ["fr, en"],
        "Canonical": ["https://www.saint-exemple.fr/.well-known/security.txt"],
    }
    (factory.root / "usine.yaml").write_text(
        "theme: theme\nmetropole: {securite: {courriel: cert@exemple.fr, url: https://exemple.fr/s}}\n"
    )
    factory.build()
    assert security(commune)["Contact"] == ["mailto:cert@exemple.fr", "https://exemple.fr/s"]


def test_without_anyone_to_tell_there_is_no_security_txt(factory: Factory) -> None:
    bare = factory.commune()
    factory.build()
    assert ".well-known/security.txt" not in bare.online


@pytest.mark.parametrize("month", range(1, 13))
def test_security_txt_is_good_for_six_to_twelve_months(
    factory: Factory, commune: Commune, month: int
) -> None:
    factory.moment = datetime(2028, month, 1, tzinfo=PARIS)
    report = factory.build()["exemple"]
    (expires,) = security(commune)["Expires"]
    left = datetime.fromisoformat(expires) - factory.moment.astimezone(UTC)
    assert 180 < left.days < 366
    next_half = datetime(2028, 7, 1) if month < 7 else datetime(2029, 1, 1)
    assert report.until <= next_half.replace(tzinfo=PARIS)
