"""Field types: what agents write, its canonical form, and its way through JSON."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal as Number
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from factory.ground.models import fields
from factory.ground.models.fields import Refus, telephone_lien
from factory.ground.recurrence import Recurrence


def parsed(kind: Any, text: str) -> Any:
    return TypeAdapter(kind).validate_python(text)


def refused(kind: Any, text: str) -> Refus:
    with pytest.raises(ValidationError) as caught:
        parsed(kind, text)
    refus = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(refus, Refus)
    return refus


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (fields.Booleen, "Oui", True),
        (fields.Booleen, "faux", False),
        (fields.Booleen, "no", False),
        (fields.Entier, "1 250", 1250),
        (fields.Decimal, "12,5", Number("12.5")),
        (fields.Montant, "12,50 €", Number("12.50")),
        (fields.Montant, "7 euros", Number("7")),
        (fields.Heure, "13:30", time(13, 30)),
        (fields.Heure, "18 h 30", time(18, 30)),
        (fields.Jour, "3 mars 2026", date(2026, 3, 3)),
        (fields.Jour, "2026-03-03T00:00:00Z", date(2026, 3, 3)),
        (fields.Instant, "2026-03-03", date(2026, 3, 3)),
        (fields.Instant, "3 mars 2026 à 18h30", datetime(2026, 3, 3, 18, 30)),
        (fields.Telephone, "0442001234", "04 42 00 12 34"),
        (fields.Telephone, "+33 (0)4.42.00.12.34", "04 42 00 12 34"),
        (fields.Telephone, "poste 12 (le matin)", "poste 12 (le matin)"),
        (fields.Courriel, "mailto:mairie@exemple.fr", "mairie@exemple.fr"),
        (fields.Url, " https://www.exemple.fr/a?b=c#d ", "https://www.exemple.fr/a?b=c#d"),
        (fields.Couleur, "#AbC", "#aabbcc"),
        (fields.Couleur, "1f5f8b", "#1f5f8b"),
        (fields.Siren, "200 054 807", "200054807"),
        (fields.CodeInsee, "2a004", "2A004"),
        (fields.CodePostal, "13 100", "13100"),
        (fields.ListeDe[fields.Texte], "seul", ("seul",)),
        (fields.Mots, "voirie ; travaux, eau", ("voirie", "travaux", "eau")),
        (Recurrence, "chaque mardi", "FREQ=WEEKLY;BYDAY=TU"),
    ],
)
def test_each_type_reads_what_agents_write(kind: Any, text: str, value: Any) -> None:
    adapter = TypeAdapter(kind)
    found = adapter.validate_python(text)
    assert found == value and type(found) is type(value)
    assert adapter.validate_json(adapter.dump_json(found)) == value
    assert adapter.validate_python(found) == value


@pytest.mark.parametrize(
    ("kind", "text", "message", "remedy"),
    [
        (
            fields.Siren,
            "200054808",
            "« 200054808 » n’est pas un SIREN : sa clé de contrôle est fausse, un chiffre a dû "
            "changer.",
            "Recopiez les 9 chiffres, par exemple 200 054 807.",
        ),
        (
            fields.CodeInsee,
            "Aix",
            "« Aix » n’est pas un code INSEE de commune.",
            "Écrivez ses cinq caractères, par exemple 13001 ; ce n’est pas le code postal.",
        ),
        (
            fields.Url,
            "javascript:alert(1)",
            "« javascript:alert(1) » n’est pas une adresse web.",
            "Écrivez l’adresse entière, par exemple https://www.exemple.fr/page.",
        ),
        (
            fields.Courriel,
            "mairie à exemple.fr",
            "« mairie à exemple.fr » n’est pas une adresse de courriel.",
            "Écrivez l’adresse entière et seule, par exemple mairie@exemple.fr.",
        ),
        (
            fields.Couleur,
            "bleu",
            "« bleu » n’est pas une couleur.",
            "Écrivez un dièse et six chiffres ou lettres de a à f, entre guillemets droits, par "
            "exemple '#1f5f8b'.",
        ),
        (
            fields.Montant,
            "gratuit",
            "« gratuit » n’est pas un montant en euros.",
            "Écrivez le montant en chiffres, par exemple 12,50.",
        ),
        (
            fields.CheminFichier,
            "https://exemple.fr/a.jpg",
            "« https://exemple.fr/a.jpg » est une adresse, pas un fichier de la commune.",
            "Déposez le fichier à côté de la page ou dans « medias », et écrivez son nom.",
        ),
        (
            fields.Heure,
            "25h",
            "« 25h » n’est pas une heure.",
            "Écrivez l’heure ainsi : 18h30 (ou 18:30).",
        ),
    ],
)
def test_a_refusal_says_why_and_what_to_write(
    kind: Any, text: str, message: str, remedy: str
) -> None:
    refus = refused(kind, text)
    assert (refus.message, refus.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("shown", "link"),
    [
        ("04 42 00 12 34", "+33442001234"),
        ("+33 4 42 00 12 34", "+33442001234"),
        ("+32 2 555 12 12", "+3225551212"),
        ("15", "15"),
        ("3939", "3939"),
        ("04 42 00 12 34 ou 35", ""),
        ("le matin", ""),
        ("04 42 00", ""),
        ("0032 2 555 12 12", "+3225551212"),
    ],
)
def test_a_telephone_link_never_misleads(shown: str, link: str) -> None:
    assert telephone_lien(shown) == link


@given(st.text(st.sampled_from("0123456789 .+()-/a"), max_size=20))
def test_a_telephone_is_stable_and_loses_nothing(text: str) -> None:
    once = parsed(fields.Telephone, text)
    assert parsed(fields.Telephone, once) == once
    kept = [digit for digit in once if digit.isdigit()]
    assert kept == [d for d in text if d.isdigit()] or telephone_lien(once)


@given(st.dates() | st.datetimes(timezones=st.none()))
def test_instants_go_through_json_unchanged(when: date) -> None:
    adapter = TypeAdapter[Any](fields.Instant)
    found = adapter.validate_json(adapter.dump_json(when))
    if isinstance(when, datetime):
        assert isinstance(found, datetime) and abs(found - when) < timedelta(seconds=1)
    else:
        assert found == when and not isinstance(found, datetime)


@given(st.sampled_from(sorted(fields.__all__)), st.text(max_size=30))
def test_no_text_makes_a_type_raise_anything_but_a_refusal(name: str, text: str) -> None:
    kind = getattr(fields, name)
    if name in ("Modele", "Refus", "Refuses", "telephone_lien", "ListeDe"):
        return
    adapter = TypeAdapter(kind)
    try:
        found = adapter.validate_python(text)
    except ValidationError:
        return
    assert adapter.validate_json(adapter.dump_json(found)) == found


def test_long_texts_are_refused_before_any_pattern() -> None:
    assert refused(fields.Jour, "1" * 5000).code == "valeur-trop-longue"
