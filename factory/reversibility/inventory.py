"""The site as data that any program reads: pages, menus, contacts, acts, media, events."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from factory.build.drawing import Drawing
from factory.content.document import Document
from factory.content.models import Fiche
from factory.ground.tables import csv_text
from factory.ground.written import written
from factory.reversibility.pages import Leaf
from factory.site import calendars, contacts, pictures
from factory.site.views import CalendarView, DocumentView
from factory.theme.calendar import calendar

VERSION = 1


def write(drawing: Drawing, pages: Iterable[Leaf], to: Path) -> None:
    """Every file of the inventory, in the folder `to`."""
    _pages(drawing, pages, to / "pages.json")
    _json(to / "menus.json", _menus(drawing))
    _json(to / "contacts.json", _contacts(drawing))
    _json(to / "actes.json", _acts(drawing))
    _media(drawing, to / "medias.csv")
    events = [calendars.event(drawing.plan, one) for one in drawing.plan.of_type("evenement")]
    if events:
        view = CalendarView(titre=drawing.snapshot.commune.nom, evenements=tuple(events))
        (to / "evenements.ics").write_bytes(calendar(view))
    _as_published(drawing, to)


def _pages(drawing: Drawing, pages: Iterable[Leaf], to: Path) -> None:
    """One page at a time: the file may be longer than the memory."""
    files = {p.view.url: p.view.documents for p in drawing.site.pages if _has_files(p.view)}
    with to.open("w", encoding="utf-8") as out:
        head = {"version": VERSION, "domaine": drawing.snapshot.commune.domaine}
        out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "pages": [')
        for rank, leaf in enumerate(pages):
            record = {**_page(drawing, leaf), "documents": _plain(files.get(leaf.url, ()))}
            out.write(("," if rank else "") + "\n" + json.dumps(record, ensure_ascii=False))
        out.write("\n]}\n")


def _has_files(view: Any) -> bool:
    return isinstance(view, DocumentView) and bool(view.documents)


def _page(drawing: Drawing, leaf: Leaf) -> dict[str, Any]:
    document = leaf.document
    said: dict[str, Any] = {
        "url": leaf.url,
        "titre": leaf.titre,
        "type": leaf.type,
        "resume": leaf.resume,
        "langue": leaf.langue,
        "fichier_site": f"site/{leaf.fichier}",
        "html": leaf.html,
    }
    if document is not None:
        meta = _plain(document.meta)
        said |= {
            "date": meta.get("date"),
            "maj": meta.get("maj"),
            "publier_le": meta.get("publier_le"),
            "retirer_le": meta.get("retirer_le"),
            "source": f"sources/{document.path}",
            "markdown": _source(drawing, document),
            "champs": {key: value for key, value in meta.items() if value not in _EMPTY},
        }
    return said


_EMPTY: tuple[object, ...] = (None, "", [], {})


def _source(drawing: Drawing, document: Document) -> str:
    file = drawing.sources.files.get(document.path)
    return file.real.read_text("utf-8-sig", "replace") if file else ""


def _menus(drawing: Drawing) -> dict[str, Any]:
    chrome = _chrome(drawing)
    return {"version": VERSION, "menu": chrome.menu, "pied": chrome.pied, "reseaux": chrome.reseaux}


def _chrome(drawing: Drawing) -> Any:
    return next(p.view for p in drawing.site.pages if p.path == "index.html").chrome


def _contacts(drawing: Drawing) -> dict[str, Any]:
    plan = drawing.plan
    entries = [d for d in plan.of_type("fiche") if isinstance(d.meta, Fiche)]
    return {
        "version": VERSION,
        "mairie": contacts.of_commune(plan),
        "urgences": [contacts.emergency(number) for number in plan.snapshot.commune.urgences],
        "annuaire": [contacts.of_fiche(plan, document) for document in entries],
    }


def _acts(drawing: Drawing) -> dict[str, Any]:
    """Each registered act: since when it is online, and the digests of its bytes."""
    return {
        "version": VERSION,
        "actes": [
            {"fichier": f"sources/{path}", "url": drawing.plan.addresses.urls.get(path, ""), **act}
            for path, act in sorted(_plain(dict(drawing.snapshot.registre.actes)).items())
        ],
    }


def _media(drawing: Drawing, to: Path) -> None:
    """Each picture and document: its file, its addresses, its alternative text, page by page."""
    published: dict[str, list[str]] = {}
    for copy in drawing.site.copies:
        published.setdefault(copy.source, []).append("/" + copy.path)
    rows = [("fichier", "page", "texte_alternatif", "legende", "credit", "adresses")]
    seen = set()
    for path, page, alt, legend, credit in sorted(set(_shown(drawing))):
        seen.add(path)
        addresses = " ".join(published.get(path, ()))
        rows.append((f"sources/{path}", page, alt, legend, credit, addresses))
    for path in sorted(set(published) - seen):
        addresses = " ".join(published[path])
        rows.append((f"sources/{path}", "", "", "", "", addresses))
    to.write_bytes(csv_text(rows).encode())


def _shown(drawing: Drawing) -> Iterator[tuple[str, str, str, str, str]]:
    plan = drawing.plan
    for path, url in plan.addresses.urls.items():
        document = plan.document(path)
        image = document.meta.image
        if image and (found := pictures.path_of(plan, path, image.fichier)):
            yield (found, url, image.alt or "", image.legende, image.credit)
        for reference in document.body.references:
            if reference.nature == "image":
                found = pictures.path_of(plan, path, reference.cible)
                if found:
                    yield (found, url, reference.alt or "", reference.titre, "")


def _as_published(drawing: Drawing, to: Path) -> None:
    """What the site already gives as open data: hours, directory, deliberations (SCDL)."""
    for page in drawing.site.pages:
        name = page.path.rpartition("/")[2]
        if name in ("horaires.json", "annuaire.csv", "deliberations.csv"):
            (to / name).write_bytes(page.view.texte.encode())


def _plain(value: Any) -> Any:
    return json.loads(written(value))


def _json(to: Path, value: Any) -> None:
    text = json.dumps(_plain(value), ensure_ascii=False, indent=1)
    to.write_text(text + "\n", "utf-8")
