"""Documents that not everyone can read: their page says how to ask for another version."""

from factory.content.document import Document
from factory.content.files import files_named
from factory.site.links import download
from factory.site.plan import Plan


def inaccessible(plan: Plan, document: Document) -> tuple[str, ...]:
    """The titles of the files that a page offers and that are known not to be accessible: scans,
    PDFs without tags, title or language (RGAA 13.3).
    """
    named = [reference.cible for reference in document.body.references]
    named += files_named(document.meta)
    titles = {}
    for target in named:
        found = plan.snapshot.lookup.find(target.partition("#")[0], document.path)
        facts = plan.media.files.get(found.path) if found else None
        if found and facts and not facts.accessible:
            link = download(plan, found.path)
            titles[found.path] = link.titre if link else found.path
    return tuple(titles.values())
