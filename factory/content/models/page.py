"""An ordinary page: any folder without a type of its own."""

from typing import Literal

from factory.content.models.base import Meta
from factory.ground.models.fields import Texte


class Page(Meta):
    type: Literal["page"] = "page"
    groupe: Texte = ""
    """The group of elected members whose space this is (CGCT L2121-27-1)."""
