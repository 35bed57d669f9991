"""What bounds the index of a very large site."""

import pytest

from factory.build import engine
from factory.build.search import pagefind
from factory.ground.children import Limits, Task, run_all
from factory.site.records import Record
from factory.site.views import Html


@pytest.mark.skipif(not engine.pagefind(), reason="Pagefind is not installed")
def test_an_index_that_is_refused_memory_says_which_setting_bounds_it() -> None:
    """Pagefind's process inherits the bound of the commune's own, and ends where it is reached."""
    words = [f"mot{number}" for number in range(160_000)]
    texts = [Html(" ".join(words[page::4])) for page in range(4)]
    records = [Record(url=f"/{n}/", titre="T", type="page", corps=t) for n, t in enumerate(texts)]

    def work() -> bytes:
        try:
            pagefind.index(records, "fr")
        except pagefind.Unavailable as reason:
            return str(reason).encode()
        return b"made"

    ((_, wide),) = run_all([Task(name="large", work=work)], jobs=1)
    ((_, narrow),) = run_all(
        [Task(name="serre", work=work, limits=Limits(memory=20 << 20))], jobs=1
    )
    assert wide == b"made"
    assert narrow.decode().endswith(
        "la mémoire permise à une commune n’y suffit pas, voyez « limites: memoire »"
    )
