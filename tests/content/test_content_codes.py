"""Every problem code of the content room has its entry in the user guide."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *(ROOT / "factory" / "content").glob("*.py"),
    *(ROOT / "factory/content/models").glob("*.py"),
]
CODE = re.compile(r"\b(?:error|warning|notice|Refus)\(\s*\"([a-z0-9-]+)\"")


def test_each_code_has_its_entry() -> None:
    codes = {code for file in FILES for code in CODE.findall(file.read_text("utf-8"))}
    guide = ROOT / "docs" / "guide" / "problemes"
    entries = {
        title
        for page in guide.glob("*.md")
        for title in re.findall(r"^## (\S+)$", page.read_text("utf-8"), re.M)
    }
    own = set(re.findall(r"^## (\S+)$", (guide / "contenu.md").read_text("utf-8"), re.M))
    assert len(codes) > 25
    assert own <= codes, "entries for codes that no longer exist"
    assert codes - entries <= {"cle-inconnue", "caractere-interdit"}, "the YAML reader's own"
