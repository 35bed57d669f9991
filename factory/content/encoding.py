"""From a file's bytes to its text: UTF-8, or one problem that says what the file is instead.

UTF-16 that says so, and Windows-1252 whose every accent is one of French, are read as such.
"""

import re
import unicodedata

from factory.ground.problems import Problem, error, notice

LARGEST = 1_000_000
"""Bytes. A page is text; the largest of ten thousand pages of real sites has 300,000."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_CONTROL_PAIRS = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]|\xef\xbf[\xbe\xbf]")
_SAVE_AS_UTF8 = (
    "Dans votre éditeur de texte, choisissez « Enregistrer sous… », puis l’encodage « UTF-8 »."
)

_WINDOWS_LETTERS = frozenset("àâçèéêëîïôùûœÀÂÇÈÉÊËÎÏÔÙÛ".encode("cp1252"))
_FRENCH_WINDOWS = _WINDOWS_LETTERS | frozenset("«»–—’‘“”…€°²³½•©®§\u00a0äöüæÆŒ".encode("cp1252"))


def decode(data: bytes, *, file: str) -> tuple[str, Problem | None]:
    """The text, in NFC, with `\\n` line ends and without BOM; an error that forbids reading it,
    or a notice of how it was read.

    UTF-16 without its mark, the encodings of old Windows and Mac files, NUL bytes and control
    characters are each named, with the place of the first one.
    """
    if len(data) > LARGEST:
        return "", _too_large(len(data), file)
    data, said = _reencoded(data, file)
    wide = _utf16(data)
    if wide:
        return "", error(
            "encodage-inconnu",
            f"Le fichier est enregistré en {wide} et non en UTF-8 : il ne peut pas être lu.",
            _SAVE_AS_UTF8,
            file=file,
            line=1,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return "", _not_utf8(data, fault.start, file)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if b"\xcc" in data or b"\xcd" in data:  # combining accents, as macOS writes them
        text = unicodedata.normalize("NFC", text)
    # Looking among bytes is ten times as fast as among characters, and finds nothing as a rule.
    suspect = len(data.translate(None, _CONTROL_BYTES)) < len(data) or _CONTROL_PAIRS.search(data)
    found = _CONTROL.search(text) if suspect else None
    return ("", _control(text, found, file)) if found else (text, said)


def _reencoded(data: bytes, file: str) -> tuple[bytes, Problem | None]:
    """The bytes in UTF-8, where there is no doubt what they are."""
    name, codec = "", ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and data[2:4] != b"\0\0" and len(data) % 2 == 0:
        name, codec = "UTF-16", "utf-16"
    elif not data.isascii() and not _is_utf8(data):
        odd = {byte for byte in data if byte > 0x7F}
        if odd <= _FRENCH_WINDOWS and odd & _WINDOWS_LETTERS:
            name, codec = "Windows-1252", "cp1252"
    try:
        text = data.decode(codec) if codec else ""
    except UnicodeDecodeError:
        return data, None
    return (text.encode(), _read_as(name, file)) if text else (data, None)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read_as(name: str, file: str) -> Problem:
    return notice(
        "encodage-reconnu",
        f"Le fichier est enregistré en {name} et non en UTF-8 : il est lu ainsi.",
        _SAVE_AS_UTF8,
        file=file,
    )


def _utf16(data: bytes) -> str:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    head = data[:400]
    # Latin text in UTF-16 without a mark has a zero in every second byte.
    return "UTF-16" if len(head) > 3 and head.count(0) * 3 > len(head) else ""


def _too_large(size: int, file: str) -> Problem:
    shown = f"{size / 1_000_000:.1f}".replace(".", ",")
    return error(
        "fichier-trop-gros",
        f"Le fichier pèse {shown} Mo : une page ne peut pas dépasser 1 Mo de texte.",
        "Partagez-le en plusieurs pages, ou joignez le texte comme document (PDF, ODT).",
        file=file,
    )


def _not_utf8(data: bytes, start: int, file: str) -> Problem:
    """The accents of a French text tell old Windows files from old Mac ones."""
    odd = [byte for byte in data if byte > 0x7F]
    mac = sum(byte in b"\x88\x89\x8d\x8e\x8f\x90\x94\x99\x9d\xd5" for byte in odd)
    windows = sum(byte in b"\xe0\xe2\xe7\xe8\xe9\xea\xeb\xee\xef\xf4\xf9\xfb\x92" for byte in odd)
    name, codec = ("Mac OS Roman", "mac-roman") if mac > windows else ("Windows-1252", "cp1252")
    before = data[:start].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    tail = re.split(rb"[\r\n]", data[start : start + 200])[0].decode(codec, "replace")
    lead = before.rpartition("\n")[2]
    return error(
        "encodage-inconnu",
        f"Le fichier n’est pas enregistré en UTF-8 : il semble l’être en {name}, "
        f"et « {tail[:1]} » ne peut pas être lu avec certitude.",
        _SAVE_AS_UTF8,
        file=file,
        line=before.count("\n") + 1,
        column=len(lead) + 1,
        excerpt=_CONTROL.sub("\ufffd", lead + tail),
    )


def _control(text: str, found: re.Match[str], file: str) -> Problem:
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", start)
    excerpt = text[start : end if end >= 0 else len(text)]
    where = {
        "line": text.count("\n", 0, found.start()) + 1,
        "column": found.start() - start + 1,
        "excerpt": _CONTROL.sub("\ufffd", excerpt),
    }
    if found[0] == "\0":
        return error(
            "octet-nul",
            "Le fichier contient un octet nul : ce n’est pas un fichier de texte, "
            "ou il a été abîmé.",
            "Enregistrez de nouveau le texte dans votre éditeur, ou repartez d’une version saine.",
            file=file,
            **where,
        )
    return error(
        "caractere-interdit",
        f"Un caractère invisible (U+{ord(found[0]):04X}) s’est glissé dans le texte, "
        "sans doute par un copier-coller.",
        "Effacez ce qui se trouve à cet endroit et tapez-le de nouveau.",
        file=file,
        **where,
    )
