"""The 106 criteria of the RGAA 4.1.2 (order of 20 September 2019), by number."""

import json
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data") / "rgaa.json"


@cache
def criteria() -> dict[str, str]:
    """Number → the question, as the reference puts it: « 1.1 », « 1.2 »…"""
    found: dict[str, str] = json.loads(_DATA.read_text("utf-8"))["criteres"]
    return found
