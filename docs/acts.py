"""An act replaced and an act withdrawn, for who wants to see them: `python -m docs.acts`.

A copy of the smallest demonstration commune is published, then again with a recorded replacement
and a withdrawal, by the real command: each date of its register is true. It is a factory of its
own, in build/.actes/, made anew each time; the demonstration's own files and registers are left
alone (docs/decisions/demonstration-register.md).
"""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "build" / ".actes"
COMMUNE = "val-d-oriou"
DECISION = "{{motif: {motif}, decide_par: « Honorine Belolive, maire », decide_le: {day}}}"
ORDERS = {
    "arrete-2026-058": ("remplacement", "erreur matérielle"),
    "arrete-2026-062": ("retrait", "retrait de l’acte"),
}


def main() -> None:
    shutil.rmtree(HERE, ignore_errors=True)
    folder = HERE / "tenants" / COMMUNE
    shutil.copytree(ROOT / "tenants" / COMMUNE, folder, ignore=shutil.ignore_patterns("registre"))
    theme = ROOT / "themes" / "institutional"
    (HERE / "usine.yaml").write_text(f"theme: {json.dumps(str(theme))}\n", "utf-8")
    publish()
    for name, (order, motive) in ORDERS.items():
        file = folder / "contenu" / "actes" / f"{name}.md"
        decision = DECISION.format(motif=motive, day=date.today().isoformat())
        text = file.read_text("utf-8").replace("---\n", f"---\n{order}: {decision}\n", 1)
        file.write_text(text, "utf-8")
    publish()
    print("To see them: .venv/bin/usine serve --config build/.actes/usine.yaml, then")
    for name in ORDERS:
        print(f"  http://{COMMUNE}.localhost:8000/actes/{name}/")


def publish() -> None:
    """One build, by the real command; what it says is shown."""
    words = [sys.executable, "-c", "from factory.cli import main; main()", "build"]
    done = subprocess.run(words, cwd=HERE, check=False)
    if done.returncode > 1:
        raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
