"""Strong suspicions of personal data in the text of an act (CRPA L312-1-2).

Only what a program can be all but sure of: numbers whose own key agrees, and ways to reach a
private person. Everything else is for the person who publishes. A suspicion holds no personal
datum: what was found is masked, and its digest tells whether it is known to be public.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factory.ground.digests import digest

_GAP = r"[ .\-\u00a0\u202f]?"
_NIR = re.compile(
    rf"(?<!\d)[1-478]{_GAP}\d\d{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d\d|2[ABab]){_GAP}"
    rf"\d{{3}}{_GAP}\d{{3}}{_GAP}\d\d(?!\d)"
)
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d\d(?:[ \u00a0\u202f]?[A-Z0-9]){11,30}(?![A-Za-z0-9])"
)
_MOBILE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)33[ .\u00a0\u202f]?(?:\(0\)[ .\u00a0\u202f]?)?|0)"
    r"[67](?:[ .\-/\u00a0\u202f]?\d\d){4}(?!\d)"
)
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]+(?:\.[\w-]+)+)")

_PRIVATE_MAIL = frozenset(
    ("aliceadsl", "aol", "bbox", "club-internet", "free", "gmail", "gmx", "googlemail", "hotmail",
     "icloud", "infonie", "laposte", "live", "mac", "me", "mailo", "msn", "neuf", "netcourrier",
     "noos", "numericable", "orange", "outlook", "pm", "proton", "protonmail", "sfr", "tutanota",
     "voila", "wanadoo", "yahoo", "ymail")
)  # fmt: skip
"""Who gives mailboxes to private persons: the name before .fr, .com, .net, .me…"""
_OFFICES = re.compile(
    r"(?i)(mairie|ville|commune|accueil|contact|secretariat|ccas|ecole|creche|cantine|"
    r"mediatheque|bibliotheque|police|urbanisme|office|cimetiere|service)"
)
"""Small communes write from such mailboxes in their own name."""
_PUBLIC_BANKS = ("30001", "10071")
"""Banque de France and Trésor public: a commune's own account is no secret."""
_LETTERS = {chr(code): str(code - 55) for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """`masque` is what was found with most of it hidden; `rang` the line or page, from 1."""

    nature: str
    masque: str
    empreinte: str
    """SHA-256 of what was found, without its separators."""
    rang: int = 0


def suspicions(text: str, rank: int = 0) -> Iterator[Suspicion]:
    """What in `text` is almost surely a private person's."""
    for match in _NIR.finditer(text):
        bare = re.sub(r"[^0-9A-Za-z]", "", match[0]).upper()
        if is_nir(bare):
            yield _found("un numéro de sécurité sociale", match[0], bare, rank)
    for match in _IBAN.finditer(text):
        bare = re.sub(r"\s", "", match[0])
        if is_iban(bare) and not (bare[:2] == "FR" and bare[4:9] in _PUBLIC_BANKS):
            yield _found("un numéro de compte bancaire (IBAN)", match[0], bare, rank)
    for match in _MOBILE.finditer(text):
        yield _found("un numéro de téléphone mobile", match[0], telephone(match[0]), rank)
    for match in _MAIL.finditer(text):
        provider = match[2].lower().split(".")[-2]
        if provider in _PRIVATE_MAIL and not _OFFICES.search(match[1]):
            yield _found("une adresse électronique personnelle", match[0], match[0].lower(), rank)


def is_nir(bare: str) -> bool:
    """Whether fifteen characters are a social security number: 97 − (n mod 97) is its key.

    Corsica's 2A and 2B count as 19 and 18 (décret 82-103, RNIPP).
    """
    if len(bare) != 15:
        return False
    body = bare[:13].replace("2A", "19", 1) if bare[5:7] == "2A" else bare[:13]
    body = body.replace("2B", "18", 1) if bare[5:7] == "2B" else body
    return body.isdigit() and bare[13:].isdigit() and 97 - int(body) % 97 == int(bare[13:])


def is_iban(bare: str) -> bool:
    """Whether the whole is 1 modulo 97, letters counting from 10 (ISO 13616, ISO 7064)."""
    if not 15 <= len(bare) <= 34:
        return False
    turned = bare[4:] + bare[:4]
    return int("".join(_LETTERS.get(letter, letter) for letter in turned)) % 97 == 1


def telephone(text: str) -> str:
    """A number's ten digits, however it is written."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    for prefix in ("0033", "33"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 9:
            return "0" + digits[len(prefix) :]
    return digits


def known(value: str) -> str:
    """The digest under which a public telephone or mailbox is recognised."""
    return digest((value.lower() if "@" in value else telephone(value)).encode())


def masked(text: str) -> str:
    """The first and last two characters, « 06 •• •• •• 12 »."""
    return text[:2] + re.sub(r"\w", "•", text[2:-2]) + text[-2:]


def _found(kind: str, written: str, bare: str, rank: int) -> Suspicion:
    return Suspicion(
        nature=kind, masque=masked(written), empreinte=digest(bare.encode()), rang=rank
    )
