"""A town hall that has said who it is, and the words of its pages."""

import html
import re

from histoire import Commune

from factory.build.report import Report

IDENTITY = """nom: Saint-Exemple
code_insee: 13999
domaine: {domaine}
adresse: [1 place de la Mairie, 13999 Saint-Exemple]
telephone: 04 42 00 12 34
courriel: mairie@saint-exemple.fr
maire: {{prenom: Camille, nom: Exemple, qualite: maire}}
dpo: {{nom: Déléguée mutualisée, courriel: dpo@saint-exemple.fr}}
"""


def says(commune: Commune, more: str = "", domaine: str = "www.saint-exemple.fr") -> Commune:
    return commune.write("commune.yaml", IDENTITY.format(domaine=domaine) + more)


def words(page: str) -> str:
    """The text of a page's main part, one sort of space and of apostrophe."""
    main = page[page.index("<main") : page.index("</main>")]
    text = html.unescape(re.sub(r"<[^>]+>", " ", main))
    return re.sub(r"\s+([,.)])", r"\1", " ".join(text.split()))


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


def headings(page: str) -> list[tuple[str, str]]:
    main = page[page.index("<main") : page.index("</main>")]
    return [
        (level, " ".join(html.unescape(title).split()))
        for level, title in re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", main)
    ]
