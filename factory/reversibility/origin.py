"""What made the site: the theme, the factory's version, its libraries and its lock, its licence.

Together with the sources they make the site again, anywhere, under a free licence.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from factory import __version__
from factory.archive.manifest import Manifest
from factory.build.engine import components, engine
from factory.ground.written import written
from factory.tenants.settings import Settings

PLACE = "usine"
THEME = f"{PLACE}/theme"
MANIFEST = f"{PLACE}/manifeste.json"
SETTINGS = f"{PLACE}/usine.yaml"
VERSIONS = f"{PLACE}/versions.json"
_LONGEST = 1 << 16
"""Bytes of that file that are read back."""


def parts(settings: Settings, manifest: Manifest, with_theme: bool) -> Iterator[tuple[str, bytes]]:
    """The small files of `usine/`, the theme apart: path and bytes."""
    yield MANIFEST, written(manifest) + b"\n"
    yield SETTINGS, _settings(settings, with_theme).encode()
    yield VERSIONS, _versions(manifest).encode()
    for name, place in (("LICENCE.txt", "LICENSE"), ("verrou.txt", "locks/base.txt")):
        if (data := _packaged(place)) is not None:
            yield f"{PLACE}/{name}", data


def theme_files(theme: Path) -> Iterator[tuple[str, Path]]:
    """The theme's files, those that count for its digest, below `usine/theme/`."""
    for path in sorted(theme.rglob("*")):
        if path.is_file() and not (path.name.startswith(".") or path.name.endswith("~")):
            yield f"{THEME}/{path.relative_to(theme).as_posix()}", path


def _settings(settings: Settings, with_theme: bool) -> str:
    """What of the factory's settings shapes a page. JSON, which is YAML too: no word is lost."""
    limits = settings.limites
    kept = {
        **({"theme": "theme"} if with_theme else {}),
        "precompression": "oui" if settings.precompression else "non",
        "limites": {
            "pages": limits.pages,
            "octets": limits.octets,
            "octets_fichier": limits.octets_fichier,
        },
        "metropole": settings.metropole.model_dump(mode="json", exclude_none=True),
    }
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    return f"# Les réglages de l’usine qui ont servi à faire ce site.\n{text}\n"


def _versions(manifest: Manifest) -> str:
    found = {
        "version": 1,
        "usine": __version__,
        "moteur": engine(),
        "moteur_du_site": manifest.moteur,
        "composants": dict(components()),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def other_versions(bag: Path) -> Iterator[str]:
    """What of this factory has another version than the one that made the bag, in French."""
    try:
        with (bag / "data" / VERSIONS).open("rb") as file:
            told = json.loads(file.read(_LONGEST))
        there = {str(name): str(version) for name, version in told["composants"].items()}
        theirs = str(told["usine"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
    if theirs != __version__:
        yield f"l’usine de l’export était la {theirs[:40]}, celle-ci est la {__version__}"
    for name, here in components():
        if name in there and there[name] != here:
            yield f"{name} : {there[name][:40]} pour l’export, {here} ici"


def _packaged(place: str) -> bytes | None:
    """A file that comes with the package, installed or in a checkout."""
    package = Path(str(files("factory")))
    for real in (package / place, package.parent / place):
        if real.is_file():
            return real.read_bytes()
    return None
