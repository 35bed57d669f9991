"""What was withdrawn for privacy is nowhere in the cache any more, not even where rows once lay."""

import random
from pathlib import Path

from factory.archive.cache import Cache

SECRET = b"Nom qui ne doit rester nulle part"


def test_nothing_that_was_let_go_of_stays_in_the_file(tmp_path: Path) -> None:
    """SQLite moves rows as others come, and what one in forty or so leaves behind is not erased.

    Without `scrub`, some of these histories keep the words in the unused part of a page.
    """
    for seed in range(80):
        rows = random.Random(seed)

        def others(cache: Cache, number: int, rows: random.Random = rows) -> None:
            for _ in range(number):
                cache.put("documents", f"{rows.random():.12f}", b"x" * rows.randrange(200, 1500))

        path = tmp_path / f"{seed}.sqlite"
        with Cache(path) as cache:
            others(cache, 12)
        with Cache(path) as cache:
            cache.put("documents", "0.5", SECRET * 30)
            others(cache, 6)
        with Cache(path) as cache:
            kept = cache.all("documents").keys() - {"0.5"}
            others(cache, 3)
            cache.keep_only("documents", kept)
            cache.scrub()
        assert SECRET not in path.read_bytes()
        with Cache(path) as cache:
            assert cache.all("documents").keys() == kept
