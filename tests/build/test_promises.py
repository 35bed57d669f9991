"""What must hold whatever a commune lives, beside equality with a clean build.

No address is lost: what was online is online, redirected, or said to be gone. A source that breaks
leaves its page as it was. Any generation that is kept can be put back, byte for byte. A process
killed at any of its writes, a damaged memory, an older register leave nothing behind.
"""

import re

import pytest
from hasards import EXAMPLES, check, differences, settled, without_orders
from histoire import Factory
from vie import live

from factory.content.models import MODELS


@pytest.mark.parametrize("seed", range(2))
def test_what_was_promised_holds(factory: Factory, seed: int) -> None:
    live(factory, seed, steps=8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200, 203))
def test_what_was_promised_holds_for_long(factory: Factory, seed: int) -> None:
    commune = live(factory, seed, steps=30)
    assert differences(commune.online, factory.fresh(commune)) == []


def _without(text: str, key: str) -> str:
    return re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", text, count=1, flags=re.M)


UNWRITTEN = ("permalien", "remplacement", "retrait")
"""Keys that the examples give under another name, or that only an act already online may have."""


@pytest.mark.slow
@pytest.mark.parametrize("step", range(4))
def test_every_field_of_every_type(factory: Factory, step: int) -> None:
    """Each key of each type is taken away, then put back: one of each type at a time."""
    commune = settled(factory)
    check(factory, commune, "at first")
    written = {kind: sorted(set(model.written()) - {"type"}) for kind, model in MODELS.items()}
    for rank in range(step, max(map(len, written.values())), 4):
        for kind, names in written.items():
            text = without_orders((EXAMPLES / f"{kind}.md").read_text("utf-8"))
            if rank < len(names):
                changed = _without(text, names[rank])
                assert changed != text or names[rank] in UNWRITTEN, (kind, names[rank])
                text = changed
            commune.write(f"contenu/exemples/{kind}.md", text)
        check(factory, commune, f"field {rank}")
