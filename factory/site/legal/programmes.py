"""What commune.yaml names of the accessibility policy: a page, a file to download, another site."""

from factory.ground.problems import Problem, warning
from factory.site.links import download, is_elsewhere
from factory.site.menu import page_link
from factory.site.plan import Plan
from factory.site.views import Link


def found_link(plan: Plan, target: str, text: str) -> Link | None:
    """The link to `target`, from `contenu/`; reported where it leads nowhere."""
    if is_elsewhere(target):
        return Link(texte=text, url=target)
    page = page_link(plan, target, text)
    if page is not None:
        return page
    found = plan.snapshot.lookup.find(target, "commune.yaml")
    file = download(plan, found.path, text) if found and found.path in plan.snapshot.files else None
    if file is not None:
        return Link(texte=f"{text} ({file.format})", url=file.url)
    plan.problems.append(_nowhere(target))
    return None


def _nowhere(target: str) -> Problem:
    return warning(
        "accessibilite-lien-mort",
        f"La déclaration d’accessibilité renvoie à « {target} », qui n’est pas en ligne.",
        "Corrigez le chemin sous « accessibilite », compté depuis le dossier « contenu/ », ou "
        "publiez ce document.",
        file="commune.yaml",
    )
