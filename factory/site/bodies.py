"""A body's HTML with its references resolved: links, pictures, directory entries."""

import re
from html import escape

from factory.content.document import Document, Reference
from factory.ground.problems import Problem, warning
from factory.site import contacts, pictures
from factory.site.contact_markup import contact_html
from factory.site.former_links import here
from factory.site.links import Destination, follow, is_elsewhere
from factory.site.markup import file_details, picture_html
from factory.site.plan import Plan
from factory.site.views import Html
from factory.site.where import where

_LINK = re.compile(r'<a\b([^>]*?)\s?href="ref:(\d+)"([^>]*)>(.*?)</a>', re.S)
_PICTURE = re.compile(r'<img\b[^>]*?src="ref:(\d+)"[^>]*>')
_HOLLOW = re.compile(r"<a\b[^>]*\shref=[^>]*>\s*</a>")
"""A link around a picture that is not shown: nobody can read where it leads."""
_ENTRY = re.compile(r'<div\b[^>]*?data-ref="(\d+)"[^>]*></div>')


def body(plan: Plan, document: Document) -> Html:
    """The fragment to show. What leads nowhere is reported in `plan`, and its text kept."""
    html = document.body.html
    if not document.body.references:
        return Html(html)
    resolve = _Resolver(plan, document)
    html = _ENTRY.sub(resolve.entry, html)
    html = _PICTURE.sub(resolve.picture, html)
    html = _HOLLOW.sub("", html)
    html = _LINK.sub(resolve.link, html)
    return Html(html)


class _Resolver:
    def __init__(self, plan: Plan, document: Document) -> None:
        self._plan = plan
        self._document = document
        self._shown = 0

    def link(self, match: re.Match[str]) -> str:
        reference = self._reference(match[2])
        # A picture's own links are resolved before the link around it: keep its HTML.
        before, after, text = match[1], match[3], match[4]
        target = self._follow(reference)
        if not target.url:
            return f'<span class="lien-mort">{text}</span>'
        anchor = f'<a{before} href="{escape(target.url)}"{after}>{text}'
        if target.file is None:
            return f"{anchor}</a>"
        return f"{anchor} <small>({escape(file_details(target.file))})</small></a>"

    def picture(self, match: re.Match[str]) -> str:
        reference = self._reference(match[1])
        place = (reference.line, reference.column)
        target = here(reference.cible, self._plan.snapshot.commune.domaine)
        if is_elsewhere(target):
            self._plan.problems.append(_elsewhere(self._document, reference))
            return escape(reference.alt or "")
        picture = pictures.find(self._plan, self._document, target, reference.alt or "", place)
        if picture is None:
            return escape(reference.alt or "")
        self._shown += 1
        return picture_html(picture, lazy=self._shown > 1)

    def entry(self, match: re.Match[str]) -> str:
        reference = self._reference(match[1])
        entry = contacts.find(self._plan, self._document, reference.cible)
        if entry is None:
            self._plan.problems.append(_no_entry(self._document, reference))
            return ""
        return contact_html(contacts.of_fiche(self._plan, entry))

    def _reference(self, number: str) -> Reference:
        return self._document.body.references[int(number)]

    def _follow(self, reference: Reference) -> Destination:
        return follow(
            self._plan, self._document, reference.cible, (reference.line, reference.column)
        )


def _elsewhere(document: Document, reference: Reference) -> Problem:
    return warning(
        "image-externe",
        f"L’image « {reference.cible} » est sur un autre site : elle n’est pas affichée, "
        "pour que personne ne suive vos lecteurs.",
        "Téléchargez-la, vérifiez que vous avez le droit de la publier, et déposez-la à côté "
        "de la page.",
        **where(document, (reference.line, reference.column)),
    )


def _no_entry(document: Document, reference: Reference) -> Problem:
    return warning(
        "contact-introuvable",
        f"« ::: contact {reference.cible} » ne désigne aucune fiche de l’annuaire en ligne.",
        "Écrivez le chemin de la fiche, par exemple « ../annuaire/mairie.md ».",
        **where(document, (reference.line, reference.column)),
    )
