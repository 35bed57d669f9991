"""Data about a person that slipped into a page (RGPD; acts have their own, stricter, rule).

Numbers are believed only where their own control digits agree: those of a social security number
(NIR) or of a bank account (IBAN).
"""

import re
from collections.abc import Iterator

from factory.audit.written import Written
from factory.content.personal_data import is_iban, is_nir
from factory.ground.problems import Problem, notice, warning

_NIR = re.compile(
    r"(?<!\d)([12])[ .]?(\d{2})[ .]?(\d{2})[ .]?(\d{2}|2[AB])[ .]?(\d{3})[ .]?(\d{3})[ .]?(\d{2})"
    r"(?!\d)"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b")
_MOBILE = re.compile(r"(?<![\d.])(?:(?:\+|00)33[ .]?(?:\(0\)[ .]?)?|0)[67](?:[ .-]?\d{2}){4}(?!\d)")
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|aol|gmx|"
    r"protonmail|proton|orange|wanadoo|free|sfr|neuf|bbox|numericable|laposte|club-internet|"
    r"aliceadsl|cegetel)\.[a-z]{2,3}\b",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[\u00a0\u202f\u2009]")
_BY_NATURE_PUBLIC = ("acte", "fiche")
"""Acts are held back by the register's own rule; a directory gives numbers to be called."""


def remarks(source: Written) -> Iterator[Problem]:
    for rank, raw in enumerate(source.lines, 1):
        line = _SPACE.sub(" ", raw)
        for found in _NIR.finditer(line):
            if _is_nir(found):
                yield _nir(found, source, rank)
        for found in _IBAN.finditer(line):
            if is_iban(found[0].replace(" ", "")):
                yield _iban(found, source, rank)
        if source.document.type not in _BY_NATURE_PUBLIC:
            for pattern, what in ((_MOBILE, "numéro de portable"), (_MAIL, "adresse personnelle")):
                for found in pattern.finditer(line):
                    yield _private(what, found, source, rank)


def _is_nir(found: "re.Match[str]") -> bool:
    month = int(found[3])
    believable = 1 <= month <= 12 or 20 <= month <= 42 or month >= 50
    return believable and is_nir("".join(found.groups()))


def _nir(found: "re.Match[str]", source: Written, line: int) -> Problem:
    return warning(
        "donnee-de-securite-sociale",
        "Ce nombre est un numéro de sécurité sociale : il permet d’usurper l’identité de quelqu’un,"
        " et sa publication est interdite (RGPD, article 87 ; loi du 6 janvier 1978, article 30).",
        "Retirez-le, publiez la page sans attendre, et prévenez votre délégué à la protection des "
        "données : il dira s’il faut le signaler à la CNIL.",
        **source.at(line, found.start() + 1),
    )


def _iban(found: "re.Match[str]", source: Written, line: int) -> Problem:
    return warning(
        "donnee-bancaire",
        "Ce numéro est celui d’un compte bancaire (IBAN).",
        "Si le compte est celui d’une personne, retirez-le et prévenez votre délégué à la "
        "protection des données. S’il est celui de la commune, préférez un document remis à la "
        "demande : un IBAN public sert aux escroqueries.",
        **source.at(line, found.start() + 1),
    )


def _private(what: str, found: "re.Match[str]", source: Written, line: int) -> Problem:
    return notice(
        "donnee-de-particulier",
        f"« {found[0]} » ressemble à une donnée de particulier ({what}).",
        "Publiez-la seulement avec l’accord de la personne ; sinon, donnez le numéro ou l’adresse "
        "de la mairie.",
        **source.at(line, found.start() + 1),
    )
