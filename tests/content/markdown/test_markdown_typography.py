"""French typography: what it changes, what it leaves, and that it does so once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory.content.markdown import render
from factory.content.markdown.typography import MARK, french


def shown(text: str) -> str:
    """No-break spaces made visible: ␣ narrow, ~ ordinary."""
    return text.replace("\u202f", "␣").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Bonjour ! Ça va ? Oui ; bien", "Bonjour␣! Ça va␣? Oui␣; bien"),
        ("Bonjour! Ça va?", "Bonjour␣! Ça va␣?"),
        ("Quoi ?! Vraiment?!", "Quoi␣?! Vraiment␣?!"),
        ("Horaires : 8h", "Horaires~: 8h"),
        ("Horaires: 8h", "Horaires~: 8h"),
        ("à 12:30 ou 18h30", "à 12:30 ou 18h30"),
        ("l'école d'Aubagne, aujourd'hui", "l’école d’Aubagne, aujourd’hui"),
        ('dit "oui" et l\'on dit "non"', "dit «␣oui␣» et l’on dit «␣non␣»"),
        ('d\'"artiste"', "d’«␣artiste␣»"),
        ('un écran 24" et voilà', 'un écran 24" et voilà'),
        ("« oui » et «non»", "«␣oui␣» et «␣non␣»"),
        ("et ainsi...", "et ainsi…"),
        ("....", "...."),
        ("10 €, 10€, 50%, 12 h 30", "10~€, 10~€, 50~%, 12~h~30"),
        ("3 000 habitants, 1 234 567 km", "3␣000~habitants, 1␣234␣567~km"),
        ("3000 habitants en 2024 300 de plus", "3000~habitants en 2024 300 de plus"),
        ("04 42 00 12 34", "04 42 00 12 34"),
        ("n° 12, N°7, nº 3", "n°~12, N°~7, n°~3"),
        ("8h30 - 12h", "8h30 – 12h"),
        ("Aix-en-Provence -5 °C", "Aix-en-Provence -5~°C"),
        ("https://exemple.fr/?a=1;b!", "https://exemple.fr/?a=1;b!"),
        ("écrire à mairie@exemple.fr !", "écrire à mairie@exemple.fr␣!"),
        ("exemple.fr/page?x=1", "exemple.fr/page?x=1"),
        ("1er janvier", "1er janvier"),
        ("", ""),
    ],
)
def test_a_line_of_french(written: str, expected: str) -> None:
    assert shown(french([written])[0]) == expected


def test_a_quotation_and_a_sign_may_stand_on_both_sides_of_a_mark() -> None:
    runs = french(['Il a dit "', "oui", '" ', "très fort", "!"])
    assert [shown(run) for run in runs] == ["Il a dit «␣", "oui", "␣» ", "très fort", "␣!"]


def test_code_addresses_and_attributes_are_left_as_they_are() -> None:
    body = render(
        "`a = 'b' ; c` et <https://a.fr/?x='y'> [l'un](l'un.md)\n\n```\nd'un \"e\" !\n```\n\n"
        '![l\'image "x" !](y.png)\n\n<pre>l\'un ; "deux" !</pre>\n',
        file="contenu/x.md",
    ).body
    assert "<code>a = 'b' ; c</code>" in body.html
    assert '<pre><code>d\'un "e" !\n</code></pre>' in body.html
    assert '<pre>l\'un ; "deux" !</pre>' in body.html
    assert "https://a.fr/?x='y'</a>" in body.html
    assert ">l’un</a>" in body.html
    assert body.references[0].cible == "l'un.md"
    assert body.references[1].alt == 'l\'image "x" !'


@pytest.mark.parametrize("langue", ["en", "es", "oc", "en-GB"])
def test_other_languages_keep_their_own_typography(langue: str) -> None:
    body = render('It\'s "fine": 10 € !\n', file="contenu/x.md", langue=langue).body
    assert body.html == '<p>It\'s "fine": 10 € !</p>\n'


FRENCH = st.text(
    st.sampled_from("abé lLn0123 \n'\"«»“”’.:;!?%€°º-–()[]…,/@hkm\u202f\u00a0\u2009\ufffcw")
)


@settings(max_examples=500)
@given(st.lists(FRENCH.filter(lambda run: MARK not in run), max_size=5))
def test_applied_twice_it_changes_nothing_more(runs: list[str]) -> None:
    once = french(runs) if runs else []
    assert (french(once) if once else []) == once


@settings(max_examples=300)
@given(st.lists(st.text(st.characters(exclude_characters="\0")), min_size=1, max_size=5))
def test_it_gives_as_many_runs_as_it_took_and_keeps_every_letter(runs: list[str]) -> None:
    changed = french(runs)
    assert len(changed) == len(runs)
    for before, after in zip(runs, changed, strict=True):
        assert [c for c in before if c.isalnum() and c != "º"] == [
            c for c in after if c.isalnum() and c != "º"
        ]
