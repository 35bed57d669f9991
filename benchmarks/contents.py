"""Communes for the measurements: the same folder is built by the factory and by Hugo.

Of 100 pages: a home page, 5 sections of a page and 6 pages below, 40 news, 24 events; each of 300
to 500 words with headings, a list or a table, and links to other pages. The same arguments always
give the same bytes.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks import french

SECTIONS = ("mairie", "vie-quotidienne", "enfance", "culture", "environnement")
_NEWS, _EVENTS, _PAGES = 0.40, 0.24, 0.30
_LAST = date(2026, 11, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """One generated commune, in `folder`; `documents` are its Markdown files."""

    slug: str
    folder: Path
    documents: tuple[Path, ...]


def generate(communes: Path, number: int, pages: int = 100) -> Commune:
    """Write commune `number`, of about `pages` documents, below the folder `communes`."""
    slug = f"commune-{number:04}"
    folder = communes / slug
    documents = tuple(_documents(Random(slug), pages))
    for name, text in [*documents, ("commune.yaml", _identity(slug, number))]:
        path = folder / ("" if name == "commune.yaml" else "contenu") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    names = tuple(folder / "contenu" / name for name, _ in documents)
    return Commune(slug=slug, folder=folder, documents=names)


def edit(document: Path, mark: str) -> None:
    """A word changed by an agent, in the middle of the text."""
    text = document.read_text(encoding="utf-8")
    head, _, last = text.rstrip("\n").rpartition("\n\n")
    document.write_text(f"{head}\n\nMise à jour : {mark}.\n\n{last}\n", encoding="utf-8")


def _identity(slug: str, number: int) -> str:
    return f"""\
nom: Commune {number}
code_insee: "{13900 + number % 100}"
domaine: {slug}.example
adresse: 1, place de la Mairie, 13999 Commune {number}
telephone: 04 42 00 00 {number % 100:02}
courriel: mairie@{slug}.example
horaires:
  lundi: 8h30-12h, 13h30-17h30
  mardi: 8h30-12h, 13h30-17h30
  mercredi: 8h30-12h
  jeudi: 8h30-12h, 13h30-17h30
  vendredi: 8h30-12h, 13h30-16h30
"""


def _documents(dice: Random, pages: int) -> list[tuple[str, str]]:
    news = [f"actualites/nouvelle-{n}.md" for n in range(round(pages * _NEWS))]
    events = [f"agenda/rendez-vous-{n}.md" for n in range(round(pages * _EVENTS))]
    inside = [
        f"{SECTIONS[n % len(SECTIONS)]}/page-{n // len(SECTIONS)}.md"
        for n in range(round(pages * _PAGES))
    ]
    others = [*news, *events, *inside]
    written = [("_index.md", _page(dice, others, "Accueil", ""))]
    for order, section in enumerate(SECTIONS, 1):
        name = section.replace("-", " ").capitalize()
        written.append(
            (f"{section}/_index.md", _page(dice, others, name, f"weight: {order}\n", up="../"))
        )
    for name in inside:
        written.append((name, _page(dice, others, french.title(dice), "", up="../")))
    for rank, name in enumerate(news):
        day = _LAST - timedelta(days=3 * rank)
        keys = f"date: {day}\ncategorie: {dice.choice(('Travaux', 'Culture', 'Jeunesse'))}\n"
        written.append((name, _page(dice, others, french.title(dice), keys, up="../")))
    for rank, name in enumerate(events):
        day = _LAST + timedelta(days=2 * rank - 10)
        keys = f"debut: {day} 18:30\nfin: {day} 20:00\nlieu: Salle des fêtes\n"
        written.append((name, _page(dice, others, french.title(dice), keys, up="../")))
    return written


def _page(dice: Random, others: list[str], title: str, keys: str, up: str = "") -> str:
    """Front matter that both tools read, and 300 to 500 words."""
    parts = [french.paragraph(dice)]
    for rank in range(dice.randint(3, 5)):
        if rank % 2 == 0:
            parts.append(f"## {french.title(dice)}")
        parts.append(french.paragraph(dice))
        if rank == 1:
            parts.append(dice.choice((french.bullets, french.table))(dice))
        if rank == 3 and others:
            target = dice.choice(others)
            parts.append(f"Lire aussi : [{french.title(dice)}]({up}{target}).")
    body = "\n\n".join(parts)
    head = f'title: "{title}"\ndescription: "{french.sentence(dice)}"\n{keys}'
    return f"---\n{head}---\n\n{body}\n"
