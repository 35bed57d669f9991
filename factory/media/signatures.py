"""Signatures: what a file is by its first bytes. Names and extensions are never believed."""

import re

HEAD = 4096
"""Bytes from the beginning that are enough to tell."""

_BINARY: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "JPEG"),
    (b"\x89PNG\r\n\x1a\n", 0, "PNG"),
    (b"GIF87a", 0, "GIF"),
    (b"GIF89a", 0, "GIF"),
    (b"WEBP", 8, "WebP"),
    (b"II*\x00", 0, "TIFF"),
    (b"MM\x00*", 0, "TIFF"),
    (b"II+\x00", 0, "TIFF"),
    (b"PK\x03\x04", 0, "ZIP"),
    (b"PK\x05\x06", 0, "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "OLE"),
    (b"{\\rtf", 0, "RTF"),
    (b"ID3", 0, "MP3"),
    (b"OggS", 0, "OGG"),
    (b"fLaC", 0, "FLAC"),
    (b"WAVE", 8, "WAV"),
    (b"\x1aE\xdf\xa3", 0, "WEBM"),
    (b"MZ", 0, "programme"),
    (b"\x7fELF", 0, "programme"),
    (b"\xca\xfe\xba\xbe", 0, "programme"),
    (b"\xcf\xfa\xed\xfe", 0, "programme"),
    (b"#!", 0, "programme"),
    (b"<?php", 0, "programme"),
    (b"8BPS", 0, "image-autre"),
    (b"\xff\x0a", 0, "image-autre"),
    (b"\x00\x00\x00\x0cJXL ", 0, "image-autre"),
    (b"\x00\x00\x00\x0cjP  ", 0, "image-autre"),
    (b"\x00\x00\x01\x00", 0, "image-autre"),
    (b"%!PS", 0, "image-autre"),
)
_RIFF = frozenset({"WebP", "WAV"})
_MP3_FRAMES = (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")

_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "AVIF"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "HEIC"),
    **dict.fromkeys((b"mif1", b"msf1"), "HEIC"),
    **dict.fromkeys((b"M4A ", b"M4B "), "M4A"),
    **dict.fromkeys((b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"), "MP4"),
    **dict.fromkeys((b"M4V ", b"dash", b"MSNV"), "MP4"),
    **dict.fromkeys((b"qt  ",), "MOV"),
}

_SVG = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]")
_GEO = re.compile(r"<(gpx|kml)[\s>]")
# Whatever a browser might take for a page if the server let it guess.
_HTML = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|script|iframe|frameset|object|embed|meta|base|form)[\s>/]",
    re.IGNORECASE,
)


def recognise(head: bytes) -> str:
    """The name of what these first bytes begin; "" is unknown.

    A picture or document format, or what is refused by name: HEIC, page web, programme,
    image-autre.
    """
    for signature, offset, form in _BINARY:
        if head.startswith(signature, offset) and (form not in _RIFF or head.startswith(b"RIFF")):
            return form
    if b"%PDF-" in head[:1024]:
        return "PDF"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "BMP"
    if head[4:8] == b"ftyp":
        return _media_container(head)
    if head[:2] in _MP3_FRAMES:
        return "MP3"
    return _text(head)


def decoded(data: bytes) -> str | None:
    """Text from bytes: UTF-8, UTF-16 with its mark, else Latin-1; None if it is not text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) & ~1].decode("utf-16", errors="replace")
    if b"\0" in data or any(byte < 9 or 13 < byte < 27 for byte in data[:HEAD]):
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        # The head may have been cut in the middle of a character.
        encoding = "utf-8" if failure.start >= len(data) - 3 else "cp1252"
        return data.decode(encoding, errors="replace")


def _media_container(head: bytes) -> str:
    """ISO base media: the major brand, or else the first compatible one that is known."""
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size, 4))]
    if b"avif" in brands or b"avis" in brands:
        return "AVIF"
    return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), "")


def _text(head: bytes) -> str:
    text = decoded(head)
    if text is None:
        return ""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        if match := _SVG.search(start):
            before = start[: match.start()]
            return "page web" if _HTML.search(before) else "SVG"
        if match := _GEO.search(start):
            return match[1].upper()
        return "page web"
    if _HTML.search(text):
        return "page web"
    if start.startswith("BEGIN:VCALENDAR"):
        return "ICS"
    if start.startswith("BEGIN:VCARD"):
        return "VCF"
    return "texte"
