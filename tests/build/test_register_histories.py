"""An act published, then edited, removed, rebuilt, restored: its date and its bytes never change.

Random histories of a commune's folder; after each step a build, and what the law asks of the
register holds: the first date, the registered bytes, one line for each event and no line rewritten.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from acte import ACT, PATH, lines, pdf, with_key
from histoire import MOMENT, Commune, Factory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PDF = "contenu/actes/tarifs.pdf"
FIRST = MOMENT.isoformat(timespec="minutes")


class History:
    """A commune's folder, and what must be online whatever is done to it."""

    def __init__(self, root: Path) -> None:
        self.factory = Factory(root)
        self.commune: Commune = self.factory.commune().write(PATH, ACT).write(PDF, pdf("Tarifs"))
        self.text, self.price = ACT, "3,20"
        self.bytes = self.commune.folder.joinpath(PDF).read_bytes()
        self.path = "actes/tarifs.pdf"
        self.orders = 0
        self.build()
        self.known = lines(self.commune)
        assert len(self.known) == 1

    def build(self) -> None:
        self.factory.later(hours=7)
        self.factory.moment = max(self.factory.moment, MOMENT)
        self.factory.build()

    def step(self, name: str) -> None:
        getattr(self, name)()
        self.build()
        self.check()

    def check(self) -> None:
        page = self.commune.page("/actes/tarifs/")
        assert self.price in page and "9,99" not in page
        assert self.commune.online[self.path] == self.bytes
        found = lines(self.commune)
        assert found[: len(self.known)] == self.known and len(found) == 1 + self.orders
        assert found[0]["moment"].startswith(FIRST[:10])
        assert self.known[0]["moment"] in page
        self.known = found

    def edit_the_text(self) -> None:
        self.commune.write(PATH, self.text.replace(self.price, "9,99"))

    def edit_the_file(self) -> None:
        self.commune.write("contenu/" + self.path, pdf("Autres tarifs"))

    def remove_the_text(self) -> None:
        (self.commune.folder / PATH).unlink(missing_ok=True)

    def remove_the_file(self) -> None:
        (self.commune.folder / "contenu" / self.path).unlink(missing_ok=True)

    def spoil_the_text(self) -> None:
        self.commune.write(PATH, "---\nnature: [\n---\n9,99")

    def make_it_a_page(self) -> None:
        self.commune.write(PATH, "---\ntype: page\n---\n9,99")

    def restore(self) -> None:
        self.commune.write(PATH, self.text).write("contenu/" + self.path, self.bytes)

    def acknowledge(self) -> None:
        self.commune.write(PATH, with_key(self.text, "prefecture: {id: 013-AR}"))

    def lose_the_build(self) -> None:
        shutil.rmtree(self.factory.root / "build")

    def lose_the_cache(self) -> None:
        shutil.rmtree(self.commune.output / "cache")

    def write_elsewhere(self) -> None:
        self.commune.write("contenu/autre.md", f"Autre page, {self.factory.moment}.\n")

    def preview(self) -> None:
        self.factory.clean(self.commune, drafts=True)

    def replace(self) -> None:
        self.orders += 1
        self.price, name = f"3,2{self.orders}", f"tarifs-{self.orders}.pdf"
        self.bytes, self.path = pdf(f"Tarifs {self.orders}"), f"actes/{name}"
        reason = "occultation" if self.orders % 2 else "erreur matérielle"
        order = (
            f"remplacement: {{motif: {reason}, decide_par: la maire, decide_le: 2026-12-01, "
            f"precisions: {self.orders}}}"
        )
        text = ACT.replace("tarifs.pdf", name).replace("3,20", self.price)
        self.text = with_key(text, order)
        self.restore()


STEPS = (
    "edit_the_text", "edit_the_file", "remove_the_text", "remove_the_file", "spoil_the_text",
    "make_it_a_page", "restore", "acknowledge", "lose_the_build", "lose_the_cache",
    "write_elsewhere", "preview", "replace",
)  # fmt: skip


def _live(make: Callable[[], Path], steps: list[str]) -> None:
    history = History(make())
    for step in steps:
        history.step(step)
    before = history.commune.online
    shutil.rmtree(history.factory.root / "build")
    history.factory.build()
    history.check()
    assert history.commune.online == before == history.factory.clean(history.commune)


@pytest.fixture
def make(tmp_path_factory: pytest.TempPathFactory, factory: Factory) -> Callable[[], Path]:
    return lambda: tmp_path_factory.mktemp("histoire") / "usine"


def test_every_step_in_turn(make: Callable[[], Path]) -> None:
    _live(make, [*STEPS, "restore"])


@pytest.mark.slow
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=8))
def test_whatever_is_done_to_an_act(make: Callable[[], Path], steps: list[str]) -> None:
    _live(make, steps)
