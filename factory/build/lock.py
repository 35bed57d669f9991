"""A commune's lock: two builds of one commune never interleave."""

from collections.abc import Iterator
from contextlib import contextmanager

from factory.build.layout import Layout
from factory.ground.locks import tried
from factory.ground.problems import Problem, error


@contextmanager
def locked(layout: Layout) -> Iterator[bool]:
    """The commune's lock; False where another process has it."""
    layout.root.mkdir(parents=True, exist_ok=True)
    with tried(layout.lock, 0o644) as free:
        yield free


def under_way(slug: str) -> Problem:
    """What a command is told that needs the commune's lock while another has it."""
    return error(
        "construction-en-cours",
        f"Une autre commande travaille sur « {slug} » : une construction, un export, un "
        "effacement…",
        "Attendez qu’elle se termine, puis relancez. Si un aperçu est ouvert (« usine serve »), "
        "fermez-le d’abord.",
    )
