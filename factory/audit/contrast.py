"""The published palette: the contrast of every pair that the style sheet uses (RGAA 3.2, 3.3)."""

import re
from collections.abc import Iterator

from factory.audit.finding import Finding
from factory.audit.website import Website
from factory.ground.problems import error
from factory.theme.oklch import Rgb, contrast
from factory.theme.palette import PAIRS, TEXT

_BLOCK = re.compile(r"(@media[^{]*\{)?:root\{([^}]*)\}")
_COLOUR = re.compile(r"--([a-z-]+):(#[0-9a-f]{6}|#[0-9a-f]{3})\b")
_MODES = (("print", "à l’impression"), ("dark", "en mode sombre"), ("", "en mode clair"))


def findings(site: Website) -> Iterator[Finding]:
    for path in site.files:
        if re.fullmatch(r"/_theme/couleurs\.[0-9a-f]+\.css", path):
            css = (site.folder / path[1:]).read_text("utf-8")
            yield from _weak(css)


def _weak(css: str) -> Iterator[Finding]:
    for media, declarations in _BLOCK.findall(css):
        mode = next(name for word, name in _MODES if word in media)
        colours = dict(_COLOUR.findall(declarations))
        for ink, ground, least in PAIRS:
            if ink in colours and ground in colours:
                found = contrast(Rgb.parse(colours[ink]), Rgb.parse(colours[ground]))
                if found < least:
                    yield _finding(mode, ink, ground, found, least)


def _finding(mode: str, ink: str, ground: str, found: float, least: float) -> Finding:
    critere = "3.2" if least == TEXT else "3.3"
    problem = error(
        "contraste-insuffisant",
        f"La couleur « {ink} » sur « {ground} », {mode}, a un contraste de {found:.2f} ; il en faut"
        f" {least:.1f} (RGAA, critère {critere}).".replace(".", ",", 1),
        "Signalez-le à la Métropole : c’est un défaut du thème.",
    )
    return Finding(problem=problem, critere=critere)
