"""A commune's palette: all its colours, light and dark, from one.

Whatever the colour given, each pair of `PAIRS` has the contrast it asks for (WCAG 2.1 AA: 4.5 for
text, 3 for what is not text). The colours printed are the ones that were measured: hexadecimal,
which the oldest browsers read.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from factory.theme.oklch import Oklch, Rgb, contrast

TEXT = 4.5
SHAPE = 3.0

_GROUNDS = ("fond", "fond-doux", "fond-fort")
_LEVELS = ("info", "vigilance", "urgence")

PAIRS: tuple[tuple[str, str, float], ...] = (
    *(
        (ink, ground, TEXT)
        for ink in ("texte", "texte-doux", "lien", "survol", "visite")
        for ground in _GROUNDS
    ),
    *((line, ground, SHAPE) for line in ("bord", "focus", "marque") for ground in _GROUNDS),
    ("sur-marque", "marque", TEXT),
    ("sur-marque", "survol", TEXT),
    ("sur-plaque", "plaque", TEXT),
    ("sur-nuit", "nuit", TEXT),
    ("sur-nuit-doux", "nuit", TEXT),
    *((f"{level}-texte", f"{level}-fond", TEXT) for level in _LEVELS),
    *((f"{level}-bord", ground, SHAPE) for level in _LEVELS for ground in _GROUNDS),
)
"""(ink, ground, least contrast): every pair that the stylesheet uses."""

_NEARLY_DARK = 3.2
_WHITE = Rgb(255, 255, 255)
_HUES = MappingProxyType({"info": 245.0, "vigilance": 75.0, "urgence": 27.0})


def stylesheet(colour: str) -> bytes:
    """The custom properties for `colour` (« #1f5f8b »), as CSS. ValueError if it is not one."""
    given = Rgb.parse(colour)
    return (
        f":root{{color-scheme:light dark;{_declarations(light(given))}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_declarations(dark(given))}}}}}\n"
        # Paper is white whatever the screen was.
        f"@media print{{:root{{color-scheme:light;{_declarations(light(given))}}}}}\n"
    ).encode()


def plate(colour: str) -> tuple[str, str]:
    """The ground and the ink of the commune's plate, as « #1f5f8b »: for its icons."""
    found = _plate(Rgb.parse(colour))
    return str(found["plaque"]), str(found["sur-plaque"])


def light(given: Rgb) -> Mapping[str, Rgb]:
    """Dark ink on white."""
    brand = given.oklch()
    tint = _tinted(brand)
    grounds = [_WHITE, tint(0.975, 0.010), tint(0.945, 0.024)]
    marque = _reach(brand, grounds, TEXT, darker=True)
    survol = _reach(Oklch(_lightness(marque) - 0.10, brand.chroma, brand.hue), grounds, TEXT, True)
    nuit = _reach(Oklch(0.27, min(brand.chroma, 0.07), brand.hue), [_WHITE], 7, darker=True)
    return {
        **_grounds(grounds),
        "texte": _reach(Oklch(0.24, min(brand.chroma, 0.02), brand.hue), grounds, 10, True),
        "texte-doux": _reach(Oklch(0.45, min(brand.chroma, 0.02), brand.hue), grounds, 5.5, True),
        "vive": given,
        "marque": marque,
        "survol": survol,
        "sur-marque": _WHITE,
        "lien": marque,
        "visite": _reach(Oklch(0.42, 0.13, _away(brand.hue)), grounds, TEXT, True),
        **_plate(given),
        "nuit": nuit,
        "sur-nuit": _WHITE,
        "sur-nuit-doux": _reach(tint(0.88, 0.03).oklch(), [nuit], TEXT, darker=False),
        "bord": _reach(Oklch(0.60, min(brand.chroma, 0.02), brand.hue), grounds, SHAPE, True),
        "bord-doux": tint(0.88, 0.018),
        "focus": _reach(Oklch(0.20, min(brand.chroma, 0.04), brand.hue), grounds, 10, True),
        **_levels(grounds, dark=False),
    }


def dark(given: Rgb) -> Mapping[str, Rgb]:
    """Light ink on a ground that is nearly black."""
    brand = given.oklch()
    tint = _tinted(brand)
    grounds = [tint(0.19, 0.012), tint(0.225, 0.016), tint(0.27, 0.022)]
    bright = Oklch(max(brand.lightness, 0.80), min(brand.chroma, 0.12), brand.hue)
    marque = _reach(bright, grounds, 6, darker=False)
    survol = _reach(Oklch(_lightness(marque) + 0.08, bright.chroma, brand.hue), grounds, 6, False)
    nuit = tint(0.14, 0.012)
    return {
        **_grounds(grounds),
        "texte": _reach(tint(0.93, 0.008).oklch(), grounds, 10, darker=False),
        "texte-doux": _reach(tint(0.78, 0.015).oklch(), grounds, 5.5, darker=False),
        "vive": given,
        "marque": marque,
        "survol": survol,
        "sur-marque": _reach(tint(0.19, 0.02).oklch(), [marque, survol], TEXT, darker=True),
        "lien": marque,
        "visite": _reach(Oklch(0.80, 0.10, _away(brand.hue)), grounds, TEXT, False),
        **_plate(given),
        "nuit": nuit,
        "sur-nuit": tint(0.96, 0.005),
        "sur-nuit-doux": _reach(tint(0.82, 0.02).oklch(), [nuit], TEXT, darker=False),
        "bord": _reach(tint(0.60, 0.02).oklch(), grounds, SHAPE, darker=False),
        "bord-doux": tint(0.34, 0.02),
        "focus": _reach(tint(0.95, 0.01).oklch(), grounds, 10, darker=False),
        **_levels(grounds, dark=True),
    }


def _plate(given: Rgb) -> dict[str, Rgb]:
    """The enamelled plate, in the commune's very colour where ink can be read on it.

    White ink on what is dark enough or nearly so; else dark ink, on a colour that stays as it is.
    """
    brand = given.oklch()
    if contrast(given, _WHITE) >= _NEARLY_DARK:
        return {"plaque": _reach(brand, [_WHITE], TEXT, darker=True), "sur-plaque": _WHITE}
    ink = Oklch(0.30, min(brand.chroma, 0.05), brand.hue)
    return {"plaque": given, "sur-plaque": _reach(ink, [given], TEXT, darker=True)}


def _levels(grounds: Sequence[Rgb], dark: bool) -> dict[str, Rgb]:
    """The colours of information, caution and emergency: the same for every commune."""
    colours: dict[str, Rgb] = {}
    for level, hue in _HUES.items():
        if level == "urgence":
            # The one that must be seen first: full ground, white ink.
            ground, ink = Oklch(0.47, 0.17, hue).rgb(), Oklch(1, 0, hue)
            text = _reach(ink, [ground], TEXT, darker=False)
        else:
            ground = Oklch(0.30 if dark else 0.94, 0.05, hue).rgb()
            text = _reach(Oklch(0.90 if dark else 0.34, 0.06, hue), [ground], 7, darker=not dark)
        edge = _reach(Oklch(0.75 if dark else 0.55, 0.14, hue), grounds, SHAPE, darker=not dark)
        colours |= {f"{level}-fond": ground, f"{level}-texte": text, f"{level}-bord": edge}
    return colours


def _grounds(grounds: Sequence[Rgb]) -> dict[str, Rgb]:
    return dict(zip(_GROUNDS, grounds, strict=True))


def _declarations(colours: Mapping[str, Rgb]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


class _tinted:
    """Greys that lean a little to the commune's hue, as paint does."""

    def __init__(self, brand: Oklch) -> None:
        self.brand = brand

    def __call__(self, lightness: float, chroma: float) -> Rgb:
        return Oklch(lightness, min(chroma, self.brand.chroma), self.brand.hue).rgb()


def _reach(start: Oklch, grounds: Sequence[Rgb], ratio: float, darker: bool) -> Rgb:
    """The colour nearest to `start` that stands out on all `grounds`; black or white at worst."""
    lightness, step = min(max(start.lightness, 0.0), 1.0), -0.005 if darker else 0.005
    while 0 <= lightness <= 1:
        colour = Oklch(lightness, start.chroma, start.hue).rgb()
        if all(contrast(colour, ground) >= ratio for ground in grounds):
            return colour
        lightness += step
    return Rgb(0, 0, 0) if darker else _WHITE


def _lightness(colour: Rgb) -> float:
    return colour.oklch().lightness


def _away(hue: float) -> float:
    """A hue for visited links: purple, or a blue where the commune's own colour is a purple."""
    return 255.0 if 280 <= hue <= 345 else 310.0
