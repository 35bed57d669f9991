"""Telephone numbers, as an agent writes them: read aloud, dialled, doubted.

France's numbering plan (Arcep decision 2018-0881): ten digits that begin with 0; short numbers 15,
17, 18, 1xx, 10xx, 3xxx, 116xxx and 118xxx.
"""

import re

from factory.ground.problems import Problem, warning

_BETWEEN = re.compile(r"[\s.\u00a0\u202f/-]|\(0\)")
_LOCAL = re.compile(r"(?:\+|00)33([1-9]\d{8})|0([1-9]\d{8})", re.ASCII)
_FOREIGN = re.compile(r"(?:\+|00)(?!33)[1-9]\d{6,14}", re.ASCII)
_SHORT = re.compile(r"1[578]|1\d\d|10\d\d|3\d{3}|11[68]\d{3}", re.ASCII)
_EXTENSION = re.compile(r"(?i)\b(?:postes?|ext(?:ension)?|int(?:erne)?|touche)\b[\s.:°n]*\d{1,6}")
_HOURS = re.compile(r"(?i)\b\d{1,2} ?h(?: ?\d\d)?\b|\b\d{1,2}:\d\d\b")
_FIGURES = re.compile(r"\+?\d(?:\d|[ .\u00a0\u202f-]|\(0\))*", re.ASCII)


def telephone(value: str) -> str:
    """A French number as it is read aloud, « 04 42 00 12 34 »; any other form is left as it is."""
    if match := _LOCAL.fullmatch(_digits(value)):
        number = "0" + (match[1] or match[2])
        return " ".join(number[i : i + 2] for i in range(0, 10, 2))
    return " ".join(value.split())


def telephone_lien(telephone: str) -> str:
    """What follows `tel:`, « +33442001234 »; a short number as it is (« 15 », « 3939 »).

    Words beside it are left out: « Tél. : 04 42 00 12 34 (le matin) ». Empty where the text holds
    more than one number or none, so that no link misleads.
    """
    digits = _digits(telephone)
    if match := _LOCAL.fullmatch(digits):
        return "+33" + (match[1] or match[2])
    if _FOREIGN.fullmatch(digits):
        return "+" + digits.removeprefix("00").removeprefix("+")
    if _SHORT.fullmatch(digits):
        return digits
    groups = _FIGURES.findall(_HOURS.sub(" ", _EXTENSION.sub(" ", telephone)))
    alone = len(groups) == 1 and _digits(groups[0]) != digits
    return telephone_lien(groups[0]) if alone and len(_digits(groups[0])) > 9 else ""


def doubt(value: str) -> Problem | None:
    """What is said of a text that holds no number one could dial, or half of one.

    Several numbers, an extension, hours and words beside them are left alone.
    """
    if not value or telephone_lien(value):
        return None
    rest = _HOURS.sub(" ", _EXTENSION.sub(" poste ", value))
    groups = [_digits(group) for group in _FIGURES.findall(rest)]
    wrong = [group for group in groups if not telephone_lien(group) and len(group) > 1]
    if not wrong and (any(map(telephone_lien, groups)) or " poste " in rest):
        return None
    counted = len(re.sub(r"\D", "", wrong[0])) if wrong else 0
    here = f" : un numéro français a dix chiffres, celui-ci en a {counted}" if counted else ""
    if counted == 10:
        here = " : un numéro français commence par 0"
    return warning(
        "telephone-douteux",
        f"« {value} » n’est pas un numéro de téléphone{here}.",
        "Écrivez le numéro en entier, par exemple 04 42 00 12 34, +32 2 555 12 12 ou 3939. "
        "Un poste s’écrit derrière : 04 42 00 12 34, poste 12.",
    )


def _digits(value: str) -> str:
    return _BETWEEN.sub("", value.strip())
