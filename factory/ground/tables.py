"""Tables as CSV (RFC 4180), which people open in a spreadsheet.

There a text that begins by « = », « + », « - » or « @ » is a formula, whoever wrote it, and may run
a command or send what stands beside it elsewhere. Such a text gets an apostrophe before it, as
OWASP advises (« CSV Injection »); so does one after a semicolon, at which a French Excel cuts.
Numbers and telephones are left.
"""

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = re.compile(r"(^|[;\t\r\n][;\s]*)(?=[=@]|[+-](?![\d .,]+(?:$|[;\t\r\n])))")


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """The rows as lines of CSV, commas between their cells."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: object) -> object:
    return _FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell
