"""What YAML refuses: mended where the author plainly meant a text, else said in French.

`titre: Avis : travaux`, `titre: [Complet] Sortie`, `tarif: *gratuit`, `remise: 10 % : oui`,
`titre: "Fête` are lines that an agent writes and YAML refuses. Such a value is taken as text to
the end of its line. A list or a quoted text that runs over several lines is never guessed at.
"""

import re
from typing import Any

import yaml as pyyaml

from factory.ground.yaml.faults import Fault

_Loader: Any = getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader)
_ENTRY = re.compile(
    r"([ ]*(?:-[ ]+)*[^\s:#'\"\[\]{},&*!|>%@`-][^:#]*:[ \t]+)(\S.*)",
)
_ITEM = re.compile(r"([ ]*(?:-[ ]+)+)(\S.*)")
_FLOW = ("while parsing a flow",)
_GLUED = re.compile(r"\s*[^\W\d][\w-]*:[^\s/:]")


def mend(text: str, fault: Fault, done: set[int]) -> tuple[str, int, int, str] | None:
    """The text with one line's value quoted, that line, the value's column, and the value.

    None where no line near the fault holds a value that YAML refuses by itself.
    """
    if not fault.text:
        return None
    lines = text.split("\n")
    for number in _candidates(lines, fault):
        if number in done:
            continue
        match = _ENTRY.match(lines[number]) or _ITEM.match(lines[number])
        if match is None:
            continue
        head, written = match[1], match[2].rstrip()
        value = _as_text(written)
        if value is None or (written[0] in "'\"" and _runs_on(lines, number)):
            continue
        lines[number] = head + "'" + value.replace("'", "''") + "'"
        return "\n".join(lines), number, len(head), value
    return None


def _candidates(lines: list[str], fault: Fault) -> list[int]:
    """The fault's line, the line where it began, then upwards to a quote left open."""
    near = [fault.line, fault.context]
    for number in range(min(fault.line, len(lines) - 1), max(-1, fault.line - 200), -1):
        match = _ENTRY.match(lines[number]) or _ITEM.match(lines[number])
        if match and match[2][0] in "'\"" and _as_text(match[2].rstrip()) is not None:
            near.append(number)
            break
    if fault.line > 0:
        near.append(fault.line - 1)
    return [number for number in dict.fromkeys(near) if 0 <= number < len(lines)]


def _runs_on(lines: list[str], number: int) -> bool:
    """Whether what follows a line is set further in: a quoted text may run on there."""
    margin = len(lines[number]) - len(lines[number].lstrip())
    following = next((line for line in lines[number + 1 :] if line.strip()), "")
    return len(following) - len(following.lstrip()) > margin


def _as_text(written: str) -> str | None:
    """The text meant by a value that YAML refuses by itself; None where YAML accepts it."""
    try:
        for event in pyyaml.parse("k: " + written, _Loader):
            if isinstance(event, pyyaml.AliasEvent):
                return written
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                return written if written[0] in "&!" else None
    except pyyaml.MarkedYAMLError as caught:
        if (caught.context or "").startswith(_FLOW):
            return None
        if "unknown escape" in (caught.problem or "") and written.endswith('"'):
            return written[1:-1]
        return written
    except pyyaml.YAMLError:
        return None
    return None


def diagnosed(text: str, fault: Fault) -> Fault:
    """The same fault, better known from the lines around it."""
    lines = text.split("\n")
    if fault.line >= len(lines) or not fault.text:
        return fault
    line = lines[fault.line]
    margin = line[: len(line) - len(line.lstrip())]
    if "\t" in margin:
        return Fault("tabulation", fault.line, margin.index("\t"))
    if fault.code not in ("retrait-inattendu", "ligne-sans-cle"):
        return fault
    for number in range(fault.line, max(-1, fault.line - 3), -1):
        near = lines[number]
        bare = near.strip()
        if not bare or bare[0] in "#-" or len(near) - len(near.lstrip()) != len(margin):
            continue
        if _GLUED.match(near):
            return Fault("deux-points-colles", number, near.index(":"))
        if ":" not in bare:
            return Fault("ligne-sans-cle", number, len(margin))
    return fault
