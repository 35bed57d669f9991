"""Several machines for one night, by dask.distributed (extra `cluster`).

The scheduler gives out errands; each machine runs its own in confined children, on folders that
all share. A machine that dies is replaced by another; one that is not made of the very same code
and libraries gets no work: it would make other pages.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from factory.ground.confined.children import ChildDied
from factory.ground.confined.deaths import Cause
from factory.ground.problems import Problem, UsageError, error
from factory.nightly import hands
from factory.nightly.crew import Errand

_PATIENCE = 30.0
"""Seconds to reach the scheduler, and to see a first machine."""
_ALONE = 120.0
"""Seconds without any machine after which what is left is given up."""
_TICK = 5.0

E = TypeVar("E", bound=Errand)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduler:
    """Where machines are found. Its protocol runs code: it is only spoken with over TLS."""

    address: str
    ca: str = ""
    certificate: str = ""
    key: str = ""


@contextmanager
def machines(scheduler: Scheduler, shared: Path) -> "Iterator[Machines]":
    """The machines of a scheduler, compared with this one before any work.

    `shared` is a folder that all must see. Raises UsageError where the scheduler does not answer,
    where a machine differs or does not share our folders, or where TLS is missing.
    """
    distributed = _library()
    _check_address(scheduler)
    security = None
    if scheduler.address.startswith("tls:"):
        security = distributed.Security(
            tls_ca_file=scheduler.ca,
            tls_client_cert=scheduler.certificate,
            tls_client_key=scheduler.key,
            require_encryption=True,
        )
    try:
        client = distributed.Client(scheduler.address, security=security, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as fault:
        raise UsageError(_unreachable(scheduler.address, fault)) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise UsageError(_nobody(scheduler.address)) from None
        _compare(client, shared)
        yield Machines(client)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent(Generic[E]):
    """Errands that were given out together. `allowed`: the machines they wait for; none is any."""

    future: Any
    batch: list[E]
    allowed: frozenset[str]


class Machines:
    """A crew (factory/nightly/crew.py) on other machines."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._refused: set[str] = set()
        self._expected = hands.made_with()

    @property
    def places(self) -> int:
        """How many errands may run at once."""
        known = self._client.scheduler_info(n_workers=-1)["workers"]
        return sum(int(one["nthreads"]) for one in known.values())

    def __call__(
        self, errands: Iterable[E], *, together: int = 1
    ) -> Iterator[tuple[E, bytes | ChildDied]]:
        """Each errand's outcome as they end; `together` go in one message, where they are many."""
        waiting = iter(errands)
        again: list[list[E]] = []
        under_way: dict[Any, _Sent[E]] = {}
        alone = 0.0
        while True:
            room = 2 * max(1, self.places)
            while len(under_way) < room:
                batch = again.pop() if again else list(islice(waiting, together))
                if not batch:
                    break
                sent = self._send(batch)
                under_way[sent.future] = sent
            if not under_way:
                return
            try:
                done = _first(list(under_way))
                alone = 0.0
            except TimeoutError:
                alone = 0.0 if self.places else alone + _TICK
                done = set(under_way) if alone >= _ALONE else set()
                for sent in self._stranded(under_way.values()):
                    del under_way[sent.future]
                    sent.future.cancel()
                    again.append(sent.batch)
            for future in done:
                batch = under_way.pop(future).batch
                answers = self._answers(future, len(batch))
                if answers is None:
                    again.append(batch)
                else:
                    yield from zip(batch, answers, strict=True)

    def _send(self, batch: list[E]) -> "_Sent[E]":
        """To any machine; to those that are like us, once one was seen that is not."""
        allowed = self._known() - self._refused if self._refused else frozenset()
        future = self._client.submit(
            hands.work, batch, self._expected, pure=False, workers=sorted(allowed) or None
        )
        return _Sent(future=future, batch=batch, allowed=allowed)

    def _stranded(self, under_way: "Iterable[_Sent[E]]") -> "list[_Sent[E]]":
        """What waits for machines that are all gone: others may have come, which it cannot have."""
        known = self._known()
        return [sent for sent in under_way if sent.allowed and not sent.allowed & known]

    def _known(self) -> frozenset[str]:
        return frozenset(self._client.scheduler_info(n_workers=-1)["workers"])

    def _answers(self, future: Any, count: int) -> list[bytes | ChildDied] | None:
        """None where the machine that had it is not one of ours: another will do it."""
        if future.status == "finished":
            answers: list[hands.Answer] | None = future.result()
            if answers is not None:
                return [answer.outcome for answer in answers]
            self._refused |= self._different()
            return None if self._others() else [_lost("aucune machine n’est pareille")] * count
        why = str(future.exception()) if future.status == "error" else future.status
        future.cancel()
        return [_lost(why) for _ in range(count)]

    def _different(self) -> set[str]:
        found = self._client.run(hands.made_with, on_error="return")
        return {address for address, made in found.items() if made != self._expected}

    def _others(self) -> bool:
        return bool(self._known() - self._refused)


def _first(futures: list[Any]) -> set[Any]:
    """Those that have ended, once there is one. Raises TimeoutError where none does for a while."""
    distributed = _library()
    done: set[Any] = distributed.wait(futures, timeout=_TICK, return_when="FIRST_COMPLETED").done
    return done


def _library() -> Any:
    try:
        import distributed
    except ImportError:
        raise UsageError(
            error(
                "extra-cluster-absent",
                "« --executor dask » demande une bibliothèque qui n’est pas installée.",
                "Installez l’usine avec son extra « cluster », sur chaque machine : "
                "pip install 'usine-a-sites[cluster]'.",
            )
        ) from None
    return distributed


def _check_address(scheduler: Scheduler) -> None:
    parts = urlsplit(scheduler.address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
        raise UsageError(
            error(
                "ordonnanceur-illisible",
                f"« {scheduler.address} » n’est pas l’adresse d’un ordonnanceur.",
                "Écrivez par exemple « --scheduler tls://ordonnanceur.exemple.fr:8786 ».",
            )
        )
    if parts.scheme == "tcp" and not _is_loopback(parts.hostname):
        raise UsageError(
            error(
                "machines-sans-chiffrement",
                "Ce que l’ordonnanceur transmet est exécuté : il faut le chiffrer.",
                "Employez une adresse « tls:// », avec --tls-ca, --tls-cert et --tls-key.",
            )
        )
    if parts.scheme == "tls":
        for file in (scheduler.ca, scheduler.certificate, scheduler.key):
            if not file or not os.access(file, os.R_OK):
                raise UsageError(
                    error(
                        "certificat-de-machine",
                        f"Le certificat ou la clé ne se lit pas : « {file or 'non donné'} ».",
                        "Donnez trois fichiers lisibles : --tls-ca, --tls-cert et --tls-key.",
                    )
                )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _compare(client: Any, shared: Path) -> None:
    """Raises UsageError with every difference, before any work is given."""
    shared.mkdir(parents=True, exist_ok=True)
    witness = shared / f".partage-{os.getpid()}"
    witness.write_bytes(b"")
    try:
        seen = client.run(hands.look, witness, on_error="return")
    finally:
        witness.unlink(missing_ok=True)
    ours = hands.made_with()
    problems: list[Problem] = []
    for address, found in sorted(seen.items()):
        if not isinstance(found, hands.Seen):
            problems.append(_different(address, f"elle ne répond pas ({found})"))
        elif found.versions != ours:
            keys = sorted(ours.keys() | found.versions.keys())
            told = ", ".join(
                f"{key} {theirs or 'absent'} au lieu de {ours.get(key) or 'absent'}"
                for key in keys
                if (theirs := found.versions.get(key)) != ours.get(key)
            )
            problems.append(_different(address, told))
        elif not found.shares:
            problems.append(_apart(address, shared))
    if problems:
        raise UsageError(*problems)


def _lost(why: str) -> ChildDied:
    message = f"Aucune machine n’a pu s’en charger jusqu’au bout : {why}"
    return ChildDied(Cause.SIGNAL, message, status=0)


def _unreachable(address: str, fault: Exception) -> Problem:
    return error(
        "ordonnanceur-injoignable",
        f"L’ordonnanceur « {address} » ne répond pas : {fault}.",
        "Vérifiez qu’il tourne, son adresse, et les certificats.",
    )


def _nobody(address: str) -> Problem:
    return error(
        "aucune-machine",
        f"Aucune machine ne s’est présentée à l’ordonnanceur « {address} ».",
        "Démarrez au moins un « dask worker » avec la même adresse, puis relancez.",
    )


def _different(address: str, what: str) -> Problem:
    return error(
        "machine-differente",
        f"La machine {address} n’est pas faite comme celle-ci : {what}.",
        "Installez partout la même version de l’usine et de ses bibliothèques : d’autres "
        "versions donneraient d’autres pages. Rien n’a été commencé.",
    )


def _apart(address: str, shared: Path) -> Problem:
    return error(
        "machine-sans-partage",
        f"La machine {address} ne voit pas le dossier partagé « {shared} ».",
        "Montez-y les mêmes dossiers, aux mêmes chemins. Rien n’a été commencé.",
    )
