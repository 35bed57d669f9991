"""Each built page by itself: what the RGAA asks of its code, as far as a program can tell."""

from collections import Counter
from collections.abc import Iterator

from factory.audit.finding import Finding
from factory.audit.node import Node
from factory.audit.website import Page, Website
from factory.ground.problems import Problem, error, notice, warning

_PRESENTATION = frozenset(
    ("basefont", "big", "blink", "center", "font", "marquee", "s", "strike", "tt")
)
_FOR_LOOKS = frozenset(
    ("align", "alink", "background", "bgcolor", "border", "cellpadding", "cellspacing", "char",
     "clear", "color", "compact", "frameborder", "hspace", "link", "marginheight", "marginwidth",
     "text", "valign", "vlink", "vspace", "style")
)  # fmt: skip
_FIELDS = ("input", "select", "textarea")
_UNLABELLED = ("hidden", "submit", "button", "image", "reset")
_TELL = "Signalez-le à la Métropole : c’est un défaut du thème, pas de vos textes."


def findings(site: Website) -> Iterator[Finding]:
    for page in site.pages:
        for problem, critere in _of_page(page):
            yield Finding(problem=problem, critere=critere, pages=(page.url,))
    yield from _same_titles(site)


def _of_page(page: Page) -> Iterator[tuple[Problem, str]]:
    for critere, fault in (*_mandatory(page), *_looks(page)):
        yield _badly(fault, critere), critere
    for critere, fault in _structure(page):
        yield _unstructured(fault, critere), critere
    for image in page.root.all("img"):
        if "alt" not in image.attrs:
            yield _without_alternative(image), "1.1"
    labelled = {label.get("for") for label in page.root.all("label")}
    for field in page.root.all(*_FIELDS):
        if not _has_label(field, labelled):
            yield _without_label(field), "11.1"


def _mandatory(page: Page) -> Iterator[tuple[str, str]]:
    html = page.root.first("html")
    if page.root.get("doctype").lower() != "doctype html":
        yield "8.1", "elle ne commence pas par « <!doctype html> »"
    for name, times in Counter(n.get("id") for n in page.elements if "id" in n.attrs).items():
        if times > 1:
            yield "8.2", f"l’identifiant « {name} » y est {times} fois"
    if html is None or not html.get("lang"):
        yield "8.3", "elle ne dit pas sa langue"
    if not page.title:
        yield "8.5", "elle n’a pas de titre (« title »)"
    for meta in page.root.all("meta"):
        content = meta.get("content").replace(" ", "").lower()
        if meta.get("name") == "viewport" and (
            "user-scalable=no" in content or "maximum-scale=1" in content
        ):
            yield "10.4", "elle empêche d’agrandir le texte"


def _looks(page: Page) -> Iterator[tuple[str, str]]:
    """Presentation belongs to the style sheets; the policy refuses inline style or script."""
    for node in page.elements:
        if node.tag in _PRESENTATION:
            yield "10.1", f"elle emploie la balise de présentation « {node.tag} »"
        for name in node.attrs:
            if name in _FOR_LOOKS and not (name == "color" and node.tag in ("link", "meta")):
                yield "10.1", f"elle emploie l’attribut de présentation « {name} »"
            if name.startswith("on"):
                yield "7.1", f"elle contient un programme dans l’attribut « {name} »"
        if node.tag == "style":
            yield "10.1", "elle contient une feuille de style"


def _structure(page: Page) -> Iterator[tuple[str, str]]:
    headings = list(page.root.all("h1", "h2", "h3", "h4", "h5", "h6"))
    firsts = [node for node in headings if node.tag == "h1"]
    if len(firsts) != 1:
        yield "9.1", f"elle a {len(firsts)} grand titre (h1) au lieu d’un"
    level = 0
    for node in headings:
        now = int(node.tag[1])
        if level and now > level + 1:
            yield "9.1", f"le titre « {node.text[:60]} » passe du niveau {level} au niveau {now}"
        if not node.text:
            yield "9.1", "un titre y est vide"
        level = now
    for zone, name in (("header", "en-tête"), ("main", "contenu principal"), ("footer", "pied")):
        count = sum(node.tag == zone for node in page.landmarks)
        if count != 1:
            yield "9.2", f"elle a {count} zone « {name} » ({zone}) au lieu d’une"


def _has_label(field: Node, labelled: set[str]) -> bool:
    return (
        field.get("type") in _UNLABELLED
        or bool(field.get("aria-label") or field.get("aria-labelledby") or field.get("title"))
        or field.get("id") in labelled
        or field.inside("label") is not None
    )


def _same_titles(site: Website) -> Iterator[Finding]:
    titles: dict[str, list[str]] = {}
    for page in site.pages:
        titles.setdefault(page.title, []).append(page.url)
    for title, urls in titles.items():
        if title and len(urls) > 1:
            problem = notice(
                "titres-de-page-identiques",
                f"{len(urls)} pages ont le même titre, « {title} » : on ne les distingue ni dans "
                "les onglets, ni dans les résultats d’une recherche (RGAA, critère 8.6).",
                "Donnez à chacune un titre qui dit ce qu’elle a de propre : l’année, le lieu…",
            )
            yield Finding(problem=problem, critere="8.6", pages=tuple(urls))


def _badly(fault: str, critere: str) -> Problem:
    return warning(
        "page-mal-formee",
        f"Le code de la page est fautif : {fault} (RGAA, critère {critere}).",
        _TELL,
    )


def _unstructured(fault: str, critere: str) -> Problem:
    return warning(
        "page-mal-structuree",
        f"La structure de la page est fautive : {fault} (RGAA, critère {critere}).",
        "Si le titre est d’un de vos textes, reprenez ses niveaux (« ## », puis « ### ») ; sinon, "
        "signalez-le à la Métropole.",
    )


def _without_alternative(image: Node) -> Problem:
    return error(
        "alternative-absente",
        f"L’image « {image.get('src')} » n’a pas de texte de remplacement (RGAA, critère 1.1).",
        _TELL,
    )


def _without_label(field: Node) -> Problem:
    return error(
        "champ-sans-etiquette",
        f"Un champ de formulaire ({field.get('name') or field.tag}) ne dit pas ce qu’il attend "
        "(RGAA, critère 11.1).",
        _TELL,
    )
