"""The models read from YAML, built when they are first used.

A command uses few of the sixty, and building one takes half a millisecond. A process about to fork
many children builds them all before.
"""

from factory.ground.models.fields import Modele


def build_all() -> None:
    """Build every model that was left for later."""
    waiting: list[type[Modele]] = [Modele]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if not model.__pydantic_complete__:
            model.model_rebuild()
