"""What a document's text does to those who listen to it, or read with difficulty."""

import re
from collections.abc import Iterator

from factory.audit.node import Node, parse
from factory.audit.written import Written
from factory.ground.problems import Problem, notice, warning

_VAGUE = frozenset(
    ("cliquez ici", "cliquer ici", "clic ici", "cliquez", "ici", "la", "lien", "ce lien", "le lien",
     "lire la suite", "la suite", "suite", "lire", "lire plus", "voir", "voir plus", "voir ici",
     "en savoir plus", "savoir plus", "plus", "plus d'infos", "plus d'info", "plus d'informations",
     "plus de details", "details", "telecharger", "telechargez", "document", "le document", "pdf",
     "fichier", "site", "le site", "page", "cette page", "click here", "here", "link")
)  # fmt: skip
_BARE = re.compile(r"(?:https?://|www\.)\S{12,}", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[•●▪■◦‣·✓✔→➔➢]|[–—]\s)")
_LONGEST_TITLE = 80
_FEWEST_LETTERS = 15


def remarks(source: Written) -> Iterator[Problem]:
    """The problems of the body, each at its line."""
    body = parse(source.document.body.html)
    yield from _links(source, body)
    yield from _tables(source, body)
    yield from _false_headings(source, body)
    yield from _false_lists(source, body)
    yield from _capitals(source, body)


def _links(source: Written, body: Node) -> Iterator[Problem]:
    for link in body.all("a"):
        said = source.folded(link.name).strip(" .:!…>»«()[]→")
        if said in _VAGUE:
            yield warning(
                "lien-vague",
                f"Le lien « {link.name} » ne dit pas où il mène : lu seul, dans une liste de liens,"
                " il n’a pas de sens (RGAA, critère 6.1).",
                "Donnez pour texte au lien ce que l’on trouvera : [les horaires de la "
                "piscine](…) plutôt que [cliquez ici](…).",
                **source.link(link.get("href"), link.name),
            )
        elif _BARE.fullmatch(link.text):
            yield notice(
                "lien-adresse-nue",
                f"Le lien a pour texte une adresse, « {link.text[:60]} » : une voix de synthèse "
                "l’épelle (RGAA, critère 6.1).",
                "Écrivez le nom du site ou de la page : [le site de la Métropole](…).",
                **source.link(link.get("href"), link.text),
            )


def _tables(source: Written, body: Node) -> Iterator[Problem]:
    for table in body.all("table"):
        headers = [cell for cell in table.all("th") if cell.text]
        first = next((row for row in table.all("tr")), None)
        blank = sum(1 for cell in first.all("th") if not cell.text) if first else 0
        if headers and blank <= 1:
            continue
        yield warning(
            "tableau-sans-entetes",
            "Ce tableau a des colonnes sans titre : qui l’écoute case par case ne sait pas de "
            "quoi l’on parle (RGAA, critères 5.6 et 5.7).",
            "Donnez un titre à chaque colonne, sur la première ligne : « | Jour | Horaires | ».",
            **source.place(table.text[:60] or "|", "|"),
        )


def _false_headings(source: Written, body: Node) -> Iterator[Problem]:
    for paragraph in body.all("p"):
        inside = [c for c in paragraph.children if isinstance(c, Node) or c.strip()]
        text = paragraph.text
        alone = len(inside) == 1 and isinstance(inside[0], Node)
        if not alone or not 3 <= len(text) <= _LONGEST_TITLE or text[-1] in ".!?…,;:":
            continue
        only = inside[0]
        bold = isinstance(only, Node) and only.tag in ("strong", "b")
        if bold and paragraph.inside("li", "td", "th", "blockquote") is None:
            yield warning(
                "faux-titre",
                f"« {text} » a l’air d’un titre et n’en est pas un : qui parcourt la page de "
                "titre en titre le manque (RGAA, critère 9.1).",
                f"Écrivez-le en titre, « ## {text} », sans les « ** ».",
                **source.place(text),
            )


def _false_lists(source: Written, body: Node) -> Iterator[Problem]:
    """Bullets typed by hand: two lines at least that follow one another."""
    before = False
    for paragraph in body.all("p"):
        lines = re.split(r"<br>|\n", "".join(_lines(paragraph)))
        bullets = [line for line in lines if _BULLET.match(line)]
        if len(bullets) >= 2 or (bullets and before):
            yield warning(
                "fausse-liste",
                "Ces lignes ont l’air d’une liste et n’en sont pas une : on n’entend ni qu’elle "
                "commence, ni combien elle a d’éléments (RGAA, critère 9.3).",
                "Commencez chaque ligne par un tiret et une espace, « - », après une ligne vide.",
                **source.place(bullets[0].strip()),
            )
        before = len(bullets) == 1


def _lines(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield "\n"
        else:
            yield from _lines(child)


def _capitals(source: Written, body: Node) -> Iterator[Problem]:
    title = source.document.meta.titre
    if _shouted(title):
        yield _shout(title, source.key("titre"))
    for block in body.all("p", "li", "h2", "h3", "h4", "h5", "h6"):
        if block.first("p", "li") in (None, block) and _shouted(block.text):
            yield _shout(block.text, source.place(block.text))


def _shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    return len(letters) >= _FEWEST_LETTERS and len(words) >= 3 and "".join(letters).isupper()


def _shout(text: str, where: dict[str, object]) -> Problem:
    return notice(
        "texte-en-capitales",
        f"« {text[:60]}{'…' if len(text) > 60 else ''} » est tout en capitales : plus lent à lire, "
        "et certaines voix de synthèse l’épellent lettre par lettre.",
        "Écrivez en minuscules, avec une capitale au début ; « ** » met un mot en valeur.",
        **where,
    )
