"""Drawings: rewritten from what is harmless, refused where they run or fetch something."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.archive.store import Store
from factory.ground.problems import Problem
from factory.media.derive import Derived, derive
from factory.media.examine import examine
from factory.media.facts import PictureFacts
from factory.media.recipes import recipes
from factory.media.svg import Drawing, drawing

Write = Callable[[str, bytes], Path]

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
BLASON = f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" {XMLNS}
     xmlns:xlink="http://www.w3.org/1999/xlink" inkscape:version="1.3"
     width="60mm" height="72mm" viewBox="0 0 60 72">
  <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
     <auteur xmlns="urn:x">une personne</auteur></rdf:RDF></metadata>
  <title>Blason &amp; devise</title>
  <style>.or {{ fill: url(#degrade) }} @media print {{ .or {{ fill: #fc0 }} }}</style>
  <defs><linearGradient id="degrade"><stop offset="0" stop-color="#fc0"/></linearGradient></defs>
  <a href="https://exemple.fr/"><path id="ecu" class="or" d="M0 0H60V50L30 72L0 50Z"/></a>
  <use xlink:href="#ecu" transform="scale(.5) translate(3, 4)"/>
</svg>
"""


def clean(write: Write, text: str) -> str:
    drawn = drawing(write("a.svg", text.encode()), "a.svg")
    assert isinstance(drawn, Drawing), drawn
    return drawn.clean.decode()


def refusal(write: Write, body: str) -> Problem:
    text = f'<svg {XMLNS} xmlns:xlink="http://www.w3.org/1999/xlink">{body}</svg>'
    drawn = drawing(write("a.svg", text.encode()), "medias/a.svg")
    assert isinstance(drawn, Problem), drawn.clean
    return drawn


def test_a_coat_of_arms_keeps_its_shapes_and_loses_its_editors_marks(write: Write) -> None:
    assert clean(write, BLASON) == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="72mm" viewBox="0 0 60 72">\n'
        "  \n"
        "  <title>Blason &amp; devise</title>\n"
        "  <style>.or { fill: url(#degrade) } @media print { .or { fill: #fc0 } }</style>\n"
        '  <defs><linearGradient id="degrade"><stop offset="0" stop-color="#fc0"></stop>'
        "</linearGradient></defs>\n"
        '  <path id="ecu" class="or" d="M0 0H60V50L30 72L0 50Z"></path>\n'
        '  <use href="#ecu" transform="scale(.5) translate(3, 4)"></use>\n'
        "</svg>"
    )


def test_its_size_is_in_css_pixels(write: Write) -> None:
    facts = examine(write("blason.svg", BLASON.encode()), "blason.svg").facts
    assert facts == PictureFacts(format="SVG", largeur=227, hauteur=272, alpha=True)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="120" height="80px"', (120, 80)),
        ('viewBox="0 0 32 64"', (32, 64)),
        ('width="100" viewBox="0,0,50,25"', (100, 50)),
        ('width="100%" height="100%" viewBox="0 0 30 20"', (30, 20)),
        ('viewBox="0 0 nan 20"', (300, 150)),
        ('width="1e9" height="1e9"', (300, 150)),
        ('width="0" height="0"', (300, 150)),
        ("", (300, 150)),
    ],
)
def test_sizes_said_in_many_ways(write: Write, attributes: str, size: tuple[int, int]) -> None:
    drawn = drawing(write("a.svg", f"<svg {XMLNS} {attributes}/>".encode()), "a.svg")
    assert isinstance(drawn, Drawing)
    assert (drawn.facts.largeur, drawn.facts.hauteur) == size


def test_what_was_cleaned_is_clean(write: Write) -> None:
    once = clean(write, BLASON)
    assert clean(write, once) == once


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<g onclick="alert(1)"/>',
        '<g ONLOAD="alert(1)"/>',
        "<foreignObject><p>texte</p></foreignObject>",
        '<g><body xmlns="http://www.w3.org/1999/xhtml" onload="alert(1)"/></g>',
        '<metadata><script xmlns="http://www.w3.org/2000/svg">alert(1)</script></metadata>',
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
        "<style>@import 'https://exemple.fr/a.css';</style>",
        "<style>@font-face { font-family: a }</style>",
        "<style><style></style>@import '//exemple.fr/a.css';</style>",
        "<style><x:y xmlns:x='urn:x'/>@import '//exemple.fr/a.css';</style>",
        r"<style>.a { fill: u\72l(https://exemple.fr) }</style>",
        '<rect style="width: expression(alert(1))"/>',
        "<rect style=\"background: image-set('https://exemple.fr/a.png' 1x)\"/>",
    ],
)
def test_what_runs_is_refused(write: Write, body: str) -> None:
    assert refusal(write, body).code == "svg-actif"


@pytest.mark.parametrize(
    "body",
    [
        '<use href="https://exemple.fr/a.svg#b"/>',
        '<use xlink:href="autre.svg#b"/>',
        '<use href="data:image/svg+xml,x#b"/>',
        '<use href="javascript:alert(1)"/>',
        '<rect fill="url(https://exemple.fr/a.svg#b)"/>',
        "<rect style=\"fill:URL( 'https://exemple.fr/a' )\"/>",
        "<style>.a { background: url(//exemple.fr/pixel) }</style>",
        "<style>.a { background: url(</style>",
        '<rect style="fill: u/**/rl(//exemple.fr/a)"/>',
    ],
)
def test_what_comes_from_elsewhere_is_refused(write: Write, body: str) -> None:
    assert refusal(write, body).code == "svg-externe"


def test_a_comment_within_a_string_hides_nothing(write: Write) -> None:
    body = "<rect style=\"a: '/*'; fill: url(//exemple.fr/a); b: '*/'\"/>"
    assert "exemple.fr" not in clean(write, f"<svg {XMLNS}>{body}</svg>")


@pytest.mark.parametrize("root", ["a", "g", "rect"])
def test_a_drawing_begins_with_svg(write: Write, root: str) -> None:
    drawn = drawing(write("a.svg", f"<{root} {XMLNS}><svg/></{root}>".encode()), "a.svg")
    assert isinstance(drawn, Problem)
    assert drawn.message == "Ce fichier n’est pas un dessin SVG."


def test_an_image_glued_in_is_refused(write: Write) -> None:
    assert str(refusal(write, '<image href="data:image/png;base64,AAAA"/>')) == (
        "medias/a.svg: erreur [svg-image] Ce dessin SVG contient une image collée.\n"
        "    → Exportez le tout en PNG ou en JPEG, puis remplacez le fichier."
    )


def test_entities_are_refused_before_they_laugh(write: Write) -> None:
    laughs = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for text in (
        f"{laughs}<svg {XMLNS}><text>&b;</text></svg>",
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg {XMLNS}>&x;</svg>',
        f'<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://localhost/"> %p;]><svg {XMLNS}/>',
    ):
        drawn = drawing(write("a.svg", text.encode()), "a.svg")
        assert isinstance(drawn, Problem)
        assert str(drawn) == (
            "a.svg: erreur [svg-entites] Ce dessin SVG déclare des entités XML, qui sont"
            " refusées.\n"
            "    → Exportez-le en « SVG simple » (Inkscape) ou en PNG, puis remplacez le fichier."
        )


def test_a_drawing_of_itself_a_billion_times_is_refused(write: Write) -> None:
    levels = "".join(
        f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * 10 + "</g>" for n in range(1, 10)
    )
    bomb = refusal(write, f'<g id="l0"><path d="M0 0"/></g>{levels}')
    assert bomb.message == "Ce dessin SVG se répète lui-même un nombre démesuré de fois."
    assert refusal(write, '<g id="a"><use href="#a"/></g>').code == "svg-trop-complexe"
    loop = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'
    assert refusal(write, loop).code == "svg-trop-complexe"
    pattern = '<pattern id="p"><rect fill="url(#p)"/></pattern>'
    assert refusal(write, pattern).code == "svg-trop-complexe"


def test_depth_and_weight_are_bounded(write: Write) -> None:
    assert refusal(write, "<g>" * 200 + "</g>" * 200).code == "svg-trop-complexe"
    assert refusal(write, "<g/>" * 60_000).code == "svg-trop-complexe"
    assert refusal(write, "<desc>" + "a" * (3 << 20) + "</desc>").message == (
        "Ce dessin SVG est trop lourd."
    )


@pytest.mark.parametrize("again", ["url(", "url('", "/* ", "url( "])
def test_a_style_that_never_ends_takes_no_time(write: Write, again: str) -> None:
    """Each of these took the square of its length, or more: hours."""
    body = f"<style>{again * 200_000}</style>"
    if again == "/* ":  # a comment without an end goes on to the end, as in CSS
        assert "/*" not in clean(write, f"<svg {XMLNS}>{body}</svg>")
    else:
        assert refusal(write, body).code == "svg-externe"


def test_a_damaged_drawing_says_where(write: Write) -> None:
    drawn = drawing(write("a.svg", f"<svg {XMLNS}>\n  <g>\n</svg>".encode()), "a.svg")
    assert str(drawn) == (
        "a.svg:3:3: erreur [svg-illisible] Ce dessin SVG est abîmé : il ne se lit pas.\n"
        "    → Exportez le dessin de nouveau depuis le logiciel qui l’a fait."
    )


def test_it_is_published_clean_whatever_its_name(write: Write, tmp_path: Path) -> None:
    path = write("blason.png", BLASON.encode())
    facts = examine(path, "blason.png").facts
    assert isinstance(facts, PictureFacts)
    (made,) = derive(path, recipes(facts), tmp_path / "store")
    assert isinstance(made, Derived)
    blob = Store(tmp_path / "store").get(made.digest)
    assert blob is not None
    assert blob.startswith(b"<svg xmlns=")
    assert b"personne" not in blob


PIECES = st.sampled_from(
    ["<g>", "</g>", "<script>", "</script>", "<use href='#a'/>", "<style>", "</style>", "url(",
     ")", "<a href='javascript:x'>", "</a>", "<p:g xmlns:p='urn:p'>", "</p:g>", "<![CDATA[",
     "]]>", "&lt;", "<g id='a' onload='x'/>", "<rect fill='url(#a)'/>", "<!--", "-->",
     "<?xml-stylesheet a?>", "é"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12))
def test_nothing_dangerous_passes_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.svg"
    path.write_text(f"<svg {XMLNS}>{''.join(pieces)}</svg>", encoding="utf-8")
    drawn = drawing(path, "fuzz.svg")
    if isinstance(drawn, Drawing):
        markup = re.sub(rb">[^<]*", b">", drawn.clean)  # what a CDATA section held is but text
        for word in (b"<script", b"onload", b"javascript", b"<?", b"<!", b"<a ", b"p:g"):
            assert word not in markup
