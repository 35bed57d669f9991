"""The convention has no sub-processor (art. 13-c): every outside service is the Métropole's own."""

import re
from collections.abc import Iterator

from factory.ground.problems import Problem, warning
from factory.tenants.naming import slug_of
from factory.tenants.usine import Metropole, Usine

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|[\w.-]+@[\w.-]+:", re.IGNORECASE)
_ARTICLE = (
    "L’article 13-c de la convention dit que la Métropole ne fait pas appel à une sous-traitance "
    "pour cette offre"
)


OUTSIDE = ("sous-traitance", "exploitant-non-declare")
"""The codes of the problems below."""


def third_parties(usine: Usine) -> Iterator[tuple[str, Problem]]:
    """The key and a problem for each outside target that is not said to be the Métropole's."""
    for key, target, operator in _targets(usine):
        name = key.rstrip(".0123456789")
        if is_metropole(operator, usine.metropole):
            continue
        if operator:
            yield (
                key,
                warning(
                    "sous-traitance",
                    f"« {name} » est exploité par « {operator} », qui n’est pas la Métropole.",
                    f"{_ARTICLE}. Employez un service de la Métropole, ou faites d’abord accepter "
                    "ce sous-traitant par un avenant de chaque commune.",
                ),
            )
        elif is_address(target):
            yield (
                key,
                warning(
                    "exploitant-non-declare",
                    f"« {name} » envoie des données hors de l’usine sans dire à qui.",
                    f"Ajoutez « exploitant », par exemple « exploitant: {usine.metropole.nom} ». "
                    f"{_ARTICLE}.",
                ),
            )


def is_address(target: str) -> bool:
    """Whether this names a service (`sftp:…`, `https://…`, `compte@hôte:…`) and not a folder."""
    return _ELSEWHERE.match(target) is not None


def is_metropole(operator: str, metropole: Metropole) -> bool:
    """Whether these words name the Métropole: its name, its SIREN, or « la Métropole »."""
    words = set(slug_of(operator).split("-")) - {"la", "de", "d", "l"}
    name = set(slug_of(metropole.nom).split("-")) - {"la", "de", "d", "l"}
    digits = re.sub(r"\s", "", operator)
    return bool(words) and (words in ({"metropole"}, name) or digits == metropole.siren)


def _targets(usine: Usine) -> Iterator[tuple[str, str, str]]:
    """Key, address, operator of each target; an address with a scheme is outside."""
    backups, mail, editor = usine.sauvegardes, usine.courriel, usine.editeur
    if backups.depot:
        yield "sauvegardes", backups.depot, backups.exploitant
    for rank, copy in enumerate(backups.copies):
        yield f"sauvegardes.copies.{rank}", f"copie:{copy.depot}", copy.exploitant
    if mail.serveur and mail.serveur not in {"localhost", "127.0.0.1", "::1"}:
        yield "courriel", f"smtp:{mail.serveur}", mail.exploitant
    if editor.url:
        yield "editeur", editor.url, editor.exploitant
