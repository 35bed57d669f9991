"""A theme's directory: what is read, what changes its digest, what is refused."""

import re
from pathlib import Path

import pytest
import yaml
from page_reader import DIRECTORY

from factory.ground.problems import UsageError
from factory.tenants.commune import Commune
from factory.theme.theme import Theme

SMALLEST = {
    "theme.yaml": "nom: Essai\n",
    "i18n/fr.yaml": "bonjour: Bonjour\n",
    "templates/robots.txt": "{{ mots.bonjour }} {{ vue }}\n",
    "assets/icones.svg": "<svg/>",
    "assets/style.css": "a{background:url(icones.svg#a)}b{background:url('data:,x')}",
}


def written(folder: Path, **changes: str | None) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in (SMALLEST | changes).items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(UsageError) as fault:
        Theme.load(folder).prepare()
    return str(fault.value)


def test_the_digest_covers_every_file_and_nothing_else(tmp_path: Path) -> None:
    first = Theme.load(written(tmp_path / "a")).digest
    assert Theme.load(written(tmp_path / "elsewhere")).digest == first
    written(tmp_path / "a", **{".style.css.swp": "x", "assets/style.css~": "x"})
    assert Theme.load(tmp_path / "a").digest == first
    for number, (name, text) in enumerate(SMALLEST.items()):
        changed = written(tmp_path / f"b{number}", **{name: f"{text}\n"})
        assert Theme.load(changed).digest != first, name


def test_assets_have_addresses_that_follow_their_bytes(tmp_path: Path) -> None:
    theme = Theme.load(written(tmp_path))
    icons, style = theme.assets
    assert re.fullmatch(r"/_theme/icones\.[0-9a-f]{12}\.svg", icons.url)
    assert style.data.decode() == (
        f"a{{background:url(\"{icons.url}#a\")}}b{{background:url('data:,x')}}"
    )
    changed = Theme.load(written(tmp_path, **{"assets/icones.svg": "<svg></svg>"}))
    assert changed.assets[0].url != icons.url
    assert changed.assets[1].url != style.url


def test_a_folder_that_is_no_theme(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent") == (
        "erreur [theme-illisible] Le thème « absent » ne peut pas être utilisé : le fichier "
        "absent/theme.yaml n'existe pas.\n"
        "    → Corrigez ce fichier, ou indiquez un autre thème à la clé « theme » de usine.yaml."
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"i18n/fr.yaml": None}, "il manque le fichier i18n/fr.yaml"),
        ({"i18n/fr.yaml": "- a\n"}, "le fichier i18n/fr.yaml doit donner un texte pour chaque mot"),
        ({"i18n/fr.yaml": "a: [\n"}, "le fichier i18n/fr.yaml ne se lit pas"),
        (
            {"assets/style.css": "a{background:url(absent.svg)}"},
            "une feuille de style demande le fichier absent.svg, qui n'existe pas",
        ),
        (
            {"templates/robots.txt": "a\n{% if %}\n"},
            "le gabarit robots.txt, ligne 2, ne se lit pas",
        ),
    ],
)
def test_what_a_theme_lacks_is_said(
    tmp_path: Path, changes: dict[str, str | None], reason: str
) -> None:
    assert reason in refusal(written(tmp_path / "essai", **changes))


def test_a_language_takes_what_it_lacks_from_french(tmp_path: Path) -> None:
    theme = Theme.load(written(tmp_path, **{"i18n/oc.yaml": "{}\n"}))
    assert theme.render("robots.txt", "x") == b"Bonjour x"


def test_what_theme_yaml_declares_exists(theme: Theme) -> None:
    declared = yaml.safe_load((DIRECTORY / "theme.yaml").read_text("utf-8"))
    drawn = next(asset.data for asset in theme.assets if asset.name == "icones.svg").decode()
    assert [icon for icon in declared["icones"] if f'<symbol id="{icon}"' not in drawn] == []
    assert [key for key in declared["reglages"] if key not in Commune.model_fields] == []
    guide = (DIRECTORY.parents[1] / "docs" / "guide" / "commune.md").read_text("utf-8")
    assert [icon for icon in declared["icones"] if f"`{icon}`" not in guide] == []
