"""What a night is made with: kept with it, and compared before machines work together."""

import platform
from functools import cache
from pathlib import Path

import factory
from factory import __version__
from factory.build.engine import engine, pagefind
from factory.ground.digests import digest, digest_of
from factory.theme.theme import Theme


def versions(theme: Theme | None) -> dict[str, str]:
    """By French name. Two machines that say the same make the same night."""
    return {
        "usine": __version__,
        "code": code(),
        "moteur": engine()[:16],
        "thème": theme.digest[:16] if theme else "",
        "python": platform.python_version(),
        "pagefind": pagefind(),
    }


@cache
def code() -> str:
    """Digest of all of the factory's code: what checks, backs up and proves is in it too."""
    root = Path(factory.__file__).parent
    files = (path for path in sorted(root.rglob("*")) if path.suffix in (".py", ".yaml", ".html"))
    return digest_of([(p.relative_to(root).as_posix(), digest(p.read_bytes())) for p in files])[:16]
