"""Colours: sRGB to OKLCH and back, and WCAG 2 contrast.

OKLCH (Björn Ottosson, 2020) separates lightness (0 to 1), chroma (0 to about 0.37 in sRGB) and
hue (degrees) as the eye does: lightening a colour keeps its hue.
"""

import math
import re
from dataclasses import dataclass

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rgb:
    """A colour of the screen, components from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> "Rgb":
        """From « #1f5f8b » or « #16b ». Raises ValueError for anything else."""
        if not _HEX.match(text):
            raise ValueError(f"not a hexadecimal colour: {text!r}")
        digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
        return cls(*(int(digits[i : i + 2], 16) for i in (0, 2, 4)))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance, WCAG 2.1."""
        red, green, blue = self._linear()
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def oklch(self) -> "Oklch":
        red, green, blue = self._linear()
        long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
        return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)

    def _linear(self) -> tuple[float, float, float]:
        return _expand(self.red), _expand(self.green), _expand(self.blue)


@dataclass(frozen=True, slots=True)
class Oklch:
    """Lightness 0 to 1, chroma from 0, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def rgb(self) -> Rgb:
        """The nearest colour a screen can show: same lightness and hue, less chroma if needed."""
        exact = self._linear()
        if _inside(exact):
            return Rgb(*map(_compress, exact))
        low, high = 0.0, self.chroma
        for _ in range(16):
            middle = (low + high) / 2
            if _inside(Oklch(self.lightness, middle, self.hue)._linear()):
                low = middle
            else:
                high = middle
        return Rgb(*map(_compress, Oklch(self.lightness, low, self.hue)._linear()))

    def _linear(self) -> tuple[float, float, float]:
        angle = math.radians(self.hue)
        a, b = self.chroma * math.cos(angle), self.chroma * math.sin(angle)
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        middle = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        return (
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        )


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    low, high = sorted((one.luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)


def _inside(linear: tuple[float, float, float]) -> bool:
    return all(-1e-6 <= value <= 1 + 1e-6 for value in linear)


def _expand(component: int) -> float:
    value = component / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _compress(linear: float) -> int:
    value = min(max(linear, 0.0), 1.0)
    encoded = value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(encoded * 255)
