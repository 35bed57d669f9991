"""The legal pages, drawn; and what is missing of them, told to those who can give it."""

from collections.abc import Callable, Iterator

from factory.site.legal.contact import contact_page
from factory.site.legal.faults import faults
from factory.site.legal.fixed import LEGAL
from factory.site.legal.notice import notice
from factory.site.legal.privacy import privacy
from factory.site.legal.security import security
from factory.site.legal.statement import statement
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.views import Chrome, LegalView, Link, Part

_WRITERS: dict[str, tuple[str, Callable[[Plan], tuple[Part, ...]]]] = {
    "/accessibilite/": ("Déclaration d’accessibilité", statement),
    "/mentions-legales/": (LEGAL["/mentions-legales/"], notice),
    "/donnees-personnelles/": (LEGAL["/donnees-personnelles/"], privacy),
    "/contact/": (LEGAL["/contact/"], contact_page),
}
_LONG = 5
"""Parts from which a summary helps."""


def legal_pages(plan: Plan, chrome: Chrome) -> Iterator[Page]:
    """Those that the commune has not written itself, and security.txt."""
    plan.problems.extend(faults(plan))
    sections = {section.url for section in plan.sections.values()}
    for url, (title, write) in _WRITERS.items():
        if url in plan.addresses.owners or url in sections:
            continue
        parts = write(plan)
        view = LegalView(
            chrome=chrome,
            url=url,
            titre=title,
            fil=(Link(texte="Accueil", url="/"),),
            parties=parts,
            sommaire=sum(part.niveau == 2 for part in parts) >= _LONG,
        )
        yield Page(path=file_of(url), template="legale.html", view=view)
    told = security(plan)
    if told is not None:
        yield told
