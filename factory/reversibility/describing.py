"""The confined child that reads an export's own sources and site, and describes them.

What a successor takes up comes from the bag's bytes alone: what is not in the bag cannot be there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factory.archive.cache import Cache
from factory.archive.manifest import Manifest
from factory.build import generation
from factory.build.drawing import Drawing, draw
from factory.build.layout import Layout
from factory.build.memory import Memory
from factory.build.order import Order
from factory.ground.clock import Clock
from factory.ground.problems import Problem, UsageError
from factory.ground.written import Written, written
from factory.reversibility import hugo, inventory, pages, redirections, wxr
from factory.reversibility.pages import Leaf

INVENTORY, WORDPRESS, HUGO = "inventaire", "wordpress", "hugo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the child says of the site. With problems, there is no description."""

    nom: str = ""
    domaine: str = ""
    licence: str = ""
    pages: int = 0
    problems: tuple[Problem, ...] = ()


_DESCRIBED: Written[Described] = Written(Described)


def from_bytes(data: bytes) -> Described:
    return _DESCRIBED.read(data)


def describe(order: Order, manifest: Manifest, site: Path, to: Path) -> bytes:
    """Write what successors take up in the folder `to`: a child's work, its answer as bytes.

    `order.folder` is the bag's sources and `site` its site.
    """
    layout = Layout(order.output)
    clock = Clock(order.moment)
    try:
        with generation.writing(layout), Cache(layout.results) as cache:
            drawing = draw(order, layout, cache, clock, Memory())
    except UsageError as fault:
        return written(Described(problems=fault.problems))
    if not isinstance(drawing, Drawing):
        return written(Described(problems=drawing))
    for name in (INVENTORY, WORDPRESS, HUGO):
        (to / name).mkdir(parents=True, exist_ok=True)

    def leaves() -> Iterator[Leaf]:
        return pages.leaves(drawing, site)

    inventory.write(drawing, leaves(), to / INVENTORY)
    redirections.write(manifest.redirections, manifest.disparues, to / INVENTORY)
    wxr.write(drawing, leaves(), order.moment, to / WORDPRESS / "wordpress.xml")
    hugo.write(drawing, leaves(), manifest.redirections, to / HUGO)
    commune = drawing.snapshot.commune
    return written(
        Described(
            nom=commune.nom,
            domaine=commune.domaine,
            licence=commune.mentions.licence,
            pages=sum(1 for _ in leaves()),
        )
    )
