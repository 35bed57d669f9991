"""Every problem code of YAML, fields and hours has its entry in the user guide, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GROUND = ROOT / "factory" / "ground"
FILES = [
    *(GROUND / "hours").glob("*.py"),
    *(GROUND / "models").glob("*.py"),
    *(GROUND / "yaml").glob("*.py"),
    GROUND / "recurrence" / "reading.py",
    *(GROUND / f"{name}.py" for name in ("dates", "moment", "refusal")),
]
CODE = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')
NOT_CODES = {"week-end", "lundi-vendredi"}
BESIDE = {"siren-illisible", "siret-illisible", "tabulation"}


def test_each_code_has_its_entry() -> None:
    found = {code for file in FILES for code in CODE.findall(file.read_text("utf-8"))}
    guide = (ROOT / "docs/guide/problemes/format.md").read_text("utf-8")
    entries = re.findall(r"^## (\S+)$", guide, re.M)
    assert entries == sorted(entries)
    assert set(entries) == found - NOT_CODES | BESIDE
