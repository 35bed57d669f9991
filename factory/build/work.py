"""A commune's build as a child's task: done once, or again and again by a child that stays."""

import errno
import gc
from contextlib import suppress
from dataclasses import dataclass, field

from factory.archive import manifest as manifests
from factory.build import worker
from factory.build.layout import Layout
from factory.build.memory import Memory
from factory.build.order import Order, Turn, to_bytes
from factory.ground.clock import Clock
from factory.ground.digests import digest_of
from factory.ground.problems import Problem, UsageError, error
from factory.ground.written import Written, written

_TRIES = 5
"""How often a build begins again because a file changed under it."""
_TURN: Written[Turn] = Written(Turn)


@dataclass(slots=True)
class Work:
    """`make`, for a child, which may stay and make again: see `ground.confined.residents`."""

    order: Order
    inputs: str
    """Digest of what is not the commune's own."""
    memory: Memory = field(default_factory=Memory)

    @property
    def key(self) -> str:
        order = self.order
        places = (str(order.folder), str(order.output), str(order.lender))
        return digest_of((self.inputs, places, order.clean, order.verify))

    @property
    def words(self) -> bytes:
        return written(self.order.turn)

    def __call__(self) -> bytes:
        # What the parent had loaded is no garbage, and little of what a build makes is.
        gc.freeze()
        gc.set_threshold(500_000, 50, 100)
        return _answer(self.order, self.memory)

    def again(self, words: bytes) -> bytes:
        return _answer(self.order.at(_TURN.read(words)), self.memory)

    def rest(self) -> None:
        """Have the manifest that the next build begins from."""
        layout = Layout(self.order.output)
        self.memory.manifest(layout.manifest(max(manifests.numbers(layout.manifests), default=0)))


def _answer(order: Order, memory: Memory) -> bytes:
    """`make`, its answer as bytes. A commune's fault or a full disk is told."""
    try:
        for _ in range(_TRIES):
            with suppress(worker.Moved):
                return to_bytes(worker.make(order, memory))
        return to_bytes(worker.refused(Clock(order.moment), (_moving(),)))
    except UsageError as fault:
        return to_bytes(worker.refused(Clock(order.moment), fault.problems))
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        return to_bytes(worker.refused(Clock(order.moment), (_disk_full(),)))


def _moving() -> Problem:
    return error(
        "fichier-en-cours-d-ecriture",
        "Les fichiers de la commune changeaient sans cesse pendant la lecture : le site d’avant "
        "reste en ligne.",
        "Attendez la fin de la copie : ils seront repris à la prochaine publication.",
    )


def _disk_full() -> Problem:
    return error(
        "disque-plein",
        "Il n’y a plus de place sur le disque de l’usine : le site d’avant reste en ligne.",
        "Libérez de la place (« usine doctor » dit laquelle), puis relancez la construction.",
    )
