"""What is told of raw HTML: what was removed, what was never closed."""

from factory.content.markdown.tags import SWALLOWED
from factory.ground.problems import Problem, notice, warning

DEEPEST = 60
"""Open raw elements within each other; more are a slip or an attack."""


def tag_removed(name: str) -> Problem:
    held = name in SWALLOWED
    return (warning if held else notice)(
        "html-retire",
        f"La balise « <{name}> » n’est pas permise : elle est retirée"
        + (", avec ce qu’elle contient." if held else " ; son texte reste."),
        "Supprimez-la. Les mises en forme permises sont celles du guide « Rédiger une page ».",
    )


def attribute_removed(name: str) -> Problem:
    if name == "style":
        return notice(
            "html-retire",
            "Les mises en forme « style= » sont retirées : l’apparence est celle du site.",
            "Supprimez-les.",
        )
    return warning(
        "html-retire",
        f"L’attribut « {name} » lance un programme : il est retiré.",
        "Supprimez-le.",
    )


def replaced(name: str) -> Problem:
    return warning(
        "contenu-integre",
        f"La balise « <{name}> » affiche le contenu d’un autre site, ou une vidéo : "
        "elle est remplacée par un lien.",
        "Pour une vidéo, écrivez un bloc « ::: vidéo https://… Titre », avec sa transcription.",
    )


def unclosed(name: str) -> Problem:
    return warning(
        "html-non-ferme",
        f"La balise « <{name}> » n’est jamais fermée : elle va jusqu’à la fin du texte.",
        f"Ajoutez « </{name}> » là où elle se termine, ou supprimez-la.",
    )


def component(name: str) -> Problem:
    return warning(
        "syntaxe-etrangere",
        f"La balise « <{name}> » est un composant d’un autre outil : elle est retirée, "
        "son texte reste.",
        "Supprimez-la, et écrivez ce qu’elle affichait.",
    )


TOO_DEEP = warning(
    "imbrication-excessive",
    f"Plus de {DEEPEST} balises HTML sont ouvertes les unes dans les autres : "
    "les suivantes sont retirées.",
    "Fermez chaque balise que vous ouvrez.",
)
UNCLOSED_COMMENT = warning(
    "commentaire-non-ferme",
    "Ce commentaire « <!-- » n’est jamais fermé : tout le texte qui le suit est masqué.",
    "Ajoutez « --> » à la fin du commentaire.",
)
