"""Whatever a commune's colour, what is written in it can be read."""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory.theme.oklch import Oklch, Rgb, contrast
from factory.theme.palette import PAIRS, dark, light, stylesheet
from factory.theme.theme import Theme

LATTICE = [Rgb(*levels) for levels in product(range(0, 256, 51), repeat=3)]
COMPONENT = st.integers(0, 255)


def faults(colour: Rgb) -> list[str]:
    return [
        f"{colour} {name}: {ink} on {ground} is {contrast(colours[ink], colours[ground]):.2f}"
        for name, colours in (("light", light(colour)), ("dark", dark(colour)))
        for ink, ground, least in PAIRS
        if contrast(colours[ink], colours[ground]) < least
    ]


@pytest.mark.parametrize("red", range(0, 256, 51))
def test_every_pair_stands_out_over_a_lattice_of_colours(red: int) -> None:
    assert [fault for colour in LATTICE if colour.red == red for fault in faults(colour)] == []


@pytest.mark.slow
@pytest.mark.parametrize("red", [min(255, 8 * step) for step in range(33)])
def test_every_pair_stands_out_over_a_finer_lattice(red: int) -> None:
    """33 levels of each component: 35,937 colours, light and dark."""
    levels = [min(255, 8 * step) for step in range(33)]
    colours = (Rgb(red, green, blue) for green, blue in product(levels, repeat=2))
    assert [fault for colour in colours for fault in faults(colour)] == []


@given(st.builds(Rgb, COMPONENT, COMPONENT, COMPONENT))
@settings(max_examples=60)
def test_every_pair_stands_out_for_any_colour(colour: Rgb) -> None:
    assert faults(colour) == []


@given(st.builds(Rgb, COMPONENT, COMPONENT, COMPONENT))
def test_a_colour_comes_back_from_oklch(colour: Rgb) -> None:
    assert colour.oklch().rgb() == colour
    assert Rgb.parse(str(colour)) == colour


@given(st.floats(0.15, 1), st.floats(0, 0.5), st.floats(0, 360))
def test_a_colour_beyond_the_screen_keeps_its_hue_and_lightness(
    lightness: float, chroma: float, hue: float
) -> None:
    shown = Oklch(lightness, chroma, hue).rgb().oklch()
    assert shown.lightness == pytest.approx(lightness, abs=0.02)
    if shown.chroma > 0.05:
        assert abs((shown.hue - hue + 180) % 360 - 180) < 4


def test_contrast_is_wcag_s() -> None:
    assert contrast(Rgb(0, 0, 0), Rgb(255, 255, 255)) == pytest.approx(21)
    assert contrast(Rgb.parse("#777777"), Rgb.parse("#fff")) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("text", ["", "bleu", "#12345", "#12345g", "1f5f8b", "#fff;}", "#1f5f8b\n"])
def test_what_is_not_a_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a hexadecimal colour"):
        stylesheet(text)


def test_the_commune_s_own_colour_is_kept_where_it_can_be_read() -> None:
    assert str(light(Rgb.parse("#1f5f8b"))["marque"]) == "#1f5f8b"
    for colour in ("#ffdd00", "#7a1f3d", "#ffffff", "#000000"):
        assert str(light(Rgb.parse(colour))["plaque"]) == colour


def test_the_stylesheet_prints_the_colours_that_were_measured() -> None:
    colour = Rgb.parse("#1f5f8b")
    css = stylesheet("#1F5F8B").decode()
    for expected in (light(colour), dark(colour)):
        for name, value in expected.items():
            assert f"--{name}:{value};" in css


def test_the_stylesheets_ask_for_no_colour_that_the_palette_lacks(theme: Theme) -> None:
    css = next(asset.data for asset in theme.assets if asset.name == "style.css").decode()
    given_names = set(re.findall(r"(--[\w-]+)\s*:", css + stylesheet("#fff").decode()))
    assert set(re.findall(r"var\((--[\w-]+)", css)) <= given_names
    # All colours come from the palette: none is written in the stylesheet, but for paper's black.
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", css)) <= {"#000"}
