"""Random histories of a commune, and what must hold after each of their steps.

Each field of each type is edited, files are renamed, lost, broken and mended, dates jump both ways,
the theme and the configuration change, a build dies after k writes, what is online is tampered
with, and `build/` is deleted.
"""

import io
import os
import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from histoire import Commune, Factory
from pypdf import PdfWriter

from factory.build import generation, worker
from factory.build.report import Status
from factory.ground.confined.children import run_all

EXAMPLES = Path(__file__).resolve().parents[1] / "content" / "exemples"
_KEY = re.compile(r"^[a-z_]+:", re.M)
LINKS = """---
titre: Liens
---
Voir [la page](exemples/page.md), [la fiche](annuaire/fiche.md) et [l’affiche](affiche.pdf).

![Une place](../medias/place.jpg)

::: contact annuaire/fiche.md
:::
"""


def settled(factory: Factory) -> Commune:
    """A commune with one document of each type, every field in use, a picture and a file."""
    commune = factory.commune()
    for example in sorted(EXAMPLES.glob("*.md")):
        commune.write(
            f"contenu/exemples/{example.name}", without_orders(example.read_text("utf-8"))
        )
    for name in ("2026_012.pdf", "maquette.pdf"):
        commune.write(f"contenu/exemples/{name}", _pdf(name))
    fiche = (EXAMPLES / "fiche.md").read_text("utf-8")
    commune.write("contenu/annuaire/fiche.md", re.sub(r"^permalien:.*\n", "", fiche, flags=re.M))
    for day in range(1, 25):
        commune.write(
            f"contenu/actualites/2026-10-{day:02d}-nouvelle-{day}.md",
            f"---\ntitre: Nouvelle {day}\n---\nLe texte de la nouvelle {day}.\n",
        )
    commune.write(
        "contenu/agenda/marche.md",
        "---\ntitre: Marché\ndebut: 2026-11-20 8h\nfin: 2026-11-20 12h\n"
        "recurrence: FREQ=WEEKLY\n---\nLe marché.\n",
    )
    commune.write(
        "contenu/alertes/vent.md",
        "---\ntitre: Vent\nniveau: urgence\ndebut: 2026-11-23 9h\nfin: 2026-11-24 18h\n---\n",
    )
    commune.write("contenu/liens.md", LINKS).picture("medias/place.jpg")
    commune.write("contenu/affiche.pdf", _pdf("Affiche"))
    return commune


def without_orders(example: str) -> str:
    """The example without orders: those are for acts that are online already."""
    return re.sub(r"^(?:remplacement:\n(?: .*\n)+|retrait: .*\n)", "", example, flags=re.M)


class History:
    """One random history of a commune, step by step."""

    def __init__(self, factory: Factory, commune: Commune, seed: int) -> None:
        self.factory, self.commune = factory, commune
        self.random = random.Random(seed)
        self.kept: list[tuple[str, bytes]] = []
        self.theme = {p: p.read_bytes() for p in sorted((factory.root / "theme").rglob("*.html"))}
        self.theme |= {p: p.read_bytes() for p in sorted((factory.root / "theme").rglob("*.css"))}

    def step(self) -> str:
        operation = self.random.choice(self.operations())
        operation()
        return operation.__name__

    def operations(self) -> list[Callable[[], None]]:
        weighted = [self.edit_field] * 5 + [self.edit_body] * 2 + [self.rename] * 2
        return [
            *weighted, self.delete, self.restore, self.break_source, self.mend, self.jump,
            self.jump_back, self.edit_theme, self.mend_theme, self.edit_commune, self.tamper,
            self.lose_output, self.spoil_store, self.lose_cache, self.lose_build, self.die,
            self.change_picture, self.withdraw, self.pages_first,
        ]  # fmt: skip

    def documents(self) -> list[str]:
        folder = self.commune.folder
        return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("contenu/**/*.md"))

    def edit_field(self) -> None:
        """Remove a key of a front matter, or change the words of its value."""
        path = self.random.choice(self.documents())
        text = self.commune.read(path)
        _, front, rest = [*text.split("---\n", 2), "", ""][:3]
        keys = [m.start() for m in _KEY.finditer(front)]
        if not keys:
            return
        at = self.random.randrange(len(keys))
        block = front[keys[at] : keys[at + 1] if at + 1 < len(keys) else len(front)]
        words = re.findall(r"(?<=[ «])[a-zé]{4,}", block)
        if self.random.random() < 0.5 or not words:
            new = ""
        else:
            new = block.replace(self.random.choice(words), f"mot{self.random.randrange(99)}", 1)
        self.commune.write(path, f"---\n{front.replace(block, new, 1)}---\n{rest}")

    def edit_body(self) -> None:
        path = self.random.choice(self.documents())
        self.commune.write(path, self.commune.read(path) + f"\nAjout {self.random.random()}.\n")

    def rename(self) -> None:
        path = self.random.choice(self.documents())
        self.commune.rename(path, f"{path.removesuffix('.md')}-{self.random.randrange(9)}.md")

    def delete(self) -> None:
        path = self.random.choice(self.documents())
        self.kept.append((path, (self.commune.folder / path).read_bytes()))
        self.commune.remove(path)

    def restore(self) -> None:
        if self.kept:
            self.commune.write(*self.kept.pop())

    def break_source(self) -> None:
        path = self.random.choice([*self.documents(), "commune.yaml"])
        self.kept.append((path, (self.commune.folder / path).read_bytes()))
        self.commune.write(
            path, self.random.choice(["---\ntitre: [\n", b"\xff\xfe\x00t", "nom: [x"])
        )

    def mend(self) -> None:
        while self.kept:
            self.restore()

    def jump(self) -> None:
        self.factory.later(hours=self.random.choice([0.5, 7, 30, 24 * 40]))

    def jump_back(self) -> None:
        self.factory.moment -= timedelta(hours=self.random.choice([1, 50, 900]))

    def withdraw(self) -> None:
        path = self.random.choice(self.documents())
        day = (self.factory.moment + timedelta(days=self.random.choice([-3, 2]))).date()
        text = self.commune.read(path)
        if text.startswith("---\n"):
            key = self.random.choice(["publier_le", "retirer_le"])
            text = re.sub(rf"^{key}:.*\n", "", text, flags=re.M)
            self.commune.write(path, text.replace("---\n", f"---\n{key}: {day}\n", 1))

    def edit_theme(self) -> None:
        path = self.random.choice(list(self.theme))
        mark = b"/* %d */" if path.suffix == ".css" else b"<!-- %d --><p hidden>%d</p>"
        number = self.random.randrange(99)
        path.write_bytes(self.theme[path] + mark % ((number,) * mark.count(b"%d")))

    def edit_layout(self) -> None:
        """Edit what every page shows, and no other input of a page with it."""
        path = self.factory.root / "theme" / "templates" / "_base.html"
        path.write_bytes(self.theme[path] + b"<p hidden>%d</p>" % self.random.randrange(99))

    def mend_theme(self) -> None:
        for path, data in self.theme.items():
            path.write_bytes(data)

    def edit_commune(self) -> None:
        line = self.random.choice(
            ["couleur: '#336699'", "telephone: 0442001234", "horaires:\n  lundi: 8h30-12h",
             "adresse: 1, place Neuve", "acces_rapides:\n  - titre: Liens\n    lien: liens.md"]
        )  # fmt: skip
        base = "nom: Exemple\ncode_insee: 13999\ndomaine: exemple.example\n"
        self.commune.write("commune.yaml", base + line + "\n")

    def _outputs(self) -> list[Path]:
        root = self.commune.output / "public"
        return sorted(p for p in root.resolve().rglob("*") if p.is_file()) if root.exists() else []

    def tamper(self) -> None:
        if outputs := self._outputs():
            target = self.random.choice(outputs)
            target.chmod(0o644)
            target.write_bytes(target.read_bytes()[:-3] + b"!!!")

    def lose_output(self) -> None:
        if outputs := self._outputs():
            self.random.choice(outputs).unlink()

    def spoil_store(self) -> None:
        blobs = sorted(p for p in self.commune.output.glob("store/*/*") if p.is_file())
        if blobs:
            target = self.random.choice(blobs)
            target.chmod(0o644)
            target.write_bytes(b"x" * target.stat().st_size)

    def lose_cache(self) -> None:
        shutil.rmtree(self.commune.output / "cache", ignore_errors=True)

    def lose_build(self) -> None:
        shutil.rmtree(self.commune.output, ignore_errors=True)

    def change_picture(self) -> None:
        """By a good one, or by one that cannot be shown: what was last good must stay."""
        colour = self.random.choice(["red", "green", ""])
        if colour:
            self.commune.picture("medias/place.jpg", colour)
        else:
            self.commune.write("medias/place.jpg", b"\xff\xd8\xff" + b"x" * 99)

    def pages_first(self) -> None:
        """An edit put online with the index of before; sometimes a second one too."""
        self.edit_body()
        self.factory.build(accept_removals=True, index=False)
        if self.random.random() < 0.5:
            self.edit_body()
            self.factory.build(accept_removals=True, index=False)

    def die(self) -> None:
        """A build whose worker dies after k links, or just before the switch or the register."""
        with pytest.MonkeyPatch.context() as patch:
            kind = self.random.randrange(3)
            if kind == 0:
                _die_after(patch, self.random.randrange(60))
            elif kind == 1:
                patch.setattr(generation, "switch", _interrupted)
            else:
                patch.setattr("factory.archive.registre.confirm", _interrupted)
            # A child that stays was forked before it could be told to die.
            carry = self.factory.carry if kind else partial(run_all, jobs=2)
            with suppress(KeyboardInterrupt):
                self.factory.build(accept_removals=True, carry=carry)


def _die_after(patch: pytest.MonkeyPatch, links: int) -> None:
    original = generation.link_or_copy
    left = [links]

    def link(source: str, target: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            os._exit(9)
        original(source, target)

    patch.setattr(generation, "link_or_copy", link)


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(p for p in {*one, *other} if one.get(p) != other.get(p))


def check(factory: Factory, commune: Commune, told: str) -> None:
    factory.build(accept_removals=True)
    assert commune.manifest.complet, told
    assert differences(commune.online, factory.clean(commune)) == [], told
    number = commune.layout.online()
    again = factory.build(accept_removals=True)[commune.slug]
    assert again.rendered == 0 and again.status is Status.INCHANGEE, f"{told}: {again.status}"
    assert commune.layout.online() == number


def _pdf(title: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": title})
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


assert worker, "the child's code is imported before it is forked"
