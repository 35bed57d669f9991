"""Icons and the web app manifest: the arms, or a letter where there are none."""

import io
import json

from histoire import Commune, Factory
from PIL import Image

BASICS = "nom: {}\ncode_insee: 13999\ndomaine: exemple.example\n"
ARMS = "blason: {fichier: medias/armes.svg, alt: Armes}\n"
SHIELD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 200">'
    '<rect width="100" height="200" fill="#c8102e"/></svg>'
)


def icons(commune: Commune) -> dict[str, Image.Image]:
    """The manifest's, by size and purpose; each must be there, of that size."""
    told = json.loads(commune.online["site.webmanifest"])
    found = {}
    for icon in told["icons"]:
        image = Image.open(io.BytesIO(commune.online[icon["src"].lstrip("/")]))
        assert image.format == "PNG"
        assert icon["sizes"] == f"{image.width}x{image.height}"
        found[f"{image.width} {icon['purpose']}"] = image.convert("RGBA")
    return found


def named(commune: Commune, rel: str) -> str:
    """The file that the home page names under that relation."""
    return commune.page("/").partition(f"rel={rel}")[0].rpartition("<link href=/")[2].strip()


def test_a_commune_without_arms_has_its_letter_on_its_colour(factory: Factory) -> None:
    commune = factory.commune().write(
        "commune.yaml", BASICS.format("L’Étang") + "couleur: 104e2a\n"
    )
    factory.build()
    told = json.loads(commune.online["site.webmanifest"])
    assert (told["name"], told["short_name"], told["start_url"]) == (
        "Commune de L’Étang", "L’Étang", "/",
    )  # fmt: skip
    for rel in ("icon", "apple-touch-icon", "manifest"):
        assert named(commune, rel) in commune.online, rel
    found = icons(commune)
    assert set(found) == {"48 any", "180 any", "192 any", "512 any", "512 maskable"}
    for icon in found.values():
        assert icon.getpixel((0, 0)) == (0x10, 0x4E, 0x2A, 255)
    middle = {found["512 any"].getpixel((x, 256))[:3] for x in range(512)}
    assert (255, 255, 255) in middle, "no letter was drawn"


def test_arms_stand_whole_in_every_icon(factory: Factory) -> None:
    commune = factory.commune().write("medias/armes.svg", SHIELD)
    commune.write("commune.yaml", BASICS.format("Exemple") + ARMS)
    factory.build()
    found = icons(commune)
    clear, white = (255, 255, 255, 0), (255, 255, 255, 255)
    for name, corner in (
        ("192 any", clear), ("512 any", clear), ("180 any", white), ("512 maskable", white),
    ):  # fmt: skip
        side = found[name].width
        assert found[name].getpixel((0, 0)) == corner, name
        assert found[name].getpixel((side // 2, side // 2)) == (0xC8, 0x10, 0x2E, 255), name
    whole = found["512 maskable"].convert("RGB").point(lambda value: 255 - value).getbbox()
    assert whole is not None
    # The safe zone: a circle of 40 % of the side around the middle.
    corners = [(whole[x], whole[y]) for x in (0, 2) for y in (1, 3)]
    assert all((x - 256) ** 2 + (y - 256) ** 2 <= (0.4 * 512) ** 2 for x, y in corners)
    width, height = whole[2] - whole[0], whole[3] - whole[1]
    assert abs(height - 2 * width) <= 2, "the arms are out of shape"


def test_a_picture_is_shared_where_the_page_has_none(factory: Factory) -> None:
    commune = factory.commune().write("medias/armes.svg", SHIELD)
    commune.write("commune.yaml", BASICS.format("Exemple") + ARMS)
    factory.build()
    assert "content=https://exemple.example/_medias/icone-512." in commune.page("/")


def test_icons_are_drawn_once_and_follow_the_colour(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    first = {path for path in commune.online if "/icone-" in path}
    commune.write("contenu/a.md", "# A\n")
    factory.build()
    assert {path for path in commune.online if "/icone-" in path} == first
    commune.write("commune.yaml", BASICS.format("Exemple") + "couleur: '#aa2200'\n")
    factory.build()
    assert not {path for path in commune.online if "/icone-" in path} & first
    assert commune.online == factory.clean(commune)


def test_arms_that_cannot_be_read_leave_the_letter(factory: Factory) -> None:
    commune = factory.commune().write("medias/armes.svg", "<svg><script>alert(1)</script></svg>")
    commune.write("commune.yaml", BASICS.format("Exemple") + ARMS)
    factory.build()
    assert icons(commune)["512 any"].getpixel((0, 0))[3] == 255
    assert "og:image" not in commune.page("/")
