"""Papers: a typst source and its data to a PDF that a screen reader can read (PDF/UA-1).

The same source, data and moment give the same bytes on any machine: the fonts are those that the
library carries, never the system's, and the date in the file is the one given. typst is an extra
(`pdf`): it is imported only here, when a paper is asked for.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from factory.ground.problems import Problem, UsageError, error


def pdf(source: str, data: Mapping[str, Any], moment: datetime) -> bytes:
    """The paper that `source` makes of `data`.

    `source` finds the data, as JSON gives them, in `donnees`, and dresses itself with
    `#show: papier.with(titre: "…")` (paper.typ). A text of the data is only ever text: typst reads
    no markup in it. `moment`, with its zone, is the date that the file bears.

    Raises UsageError where the extra is missing, or where the data hold a character that no font
    of a paper has: PDF/UA wants each to be readable.
    """
    if find_spec("typst") is None:
        raise UsageError(_missing())
    import typst

    dress = (files("factory.ground") / "paper.typ").read_text("utf-8")
    offset = moment.utcoffset()
    assert offset is not None, "a paper's moment has its zone"
    compiler = typst.Compiler(
        input=f"{dress}\n{source}".encode(),
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
        sys_inputs={"donnees": json.dumps(data, ensure_ascii=False)},
    )
    try:
        made = compiler.compile(
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=moment.replace(microsecond=0, tzinfo=timezone(offset)),
        )
    except typst.TypstError as fault:
        if "could not be displayed" in fault.message:
            raise UsageError(_unwritable(fault.message)) from None
        raise
    assert isinstance(made, bytes)
    return made


def _missing() -> Problem:
    return error(
        "papier-sans-outil",
        "Il manque de quoi écrire un PDF (typst).",
        "Installez l’usine avec son option « pdf ».",
    )


def _unwritable(message: str) -> Problem:
    character = message.partition('`"')[2].partition('"`')[0]
    return error(
        "caractere-sans-police",
        f"Ce PDF ne peut pas contenir le caractère « {character} » : aucune de ses polices ne "
        "l’a, et un lecteur d’écran ne le lirait pas.",
        "Remplacez-le par des mots à l’endroit d’où il vient (un émoji, le plus souvent).",
    )
