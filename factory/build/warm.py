"""What each child would otherwise make for itself, made once in the process that forks them."""

from factory.content.load import load
from factory.ground.models import waiting

_ANY = b"---\ntitre: Page\n---\nUn *texte*, et [un lien](/).\n"


def warm() -> None:
    """Build the models read from YAML, the Markdown parser and the sanitiser.

    Worth its fifty milliseconds to a process that starts several children, or one at each save.
    """
    waiting.build_all()
    load("contenu/page.md", _ANY)
