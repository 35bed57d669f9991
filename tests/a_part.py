"""This machine seen apart: in a mount namespace where `/etc` and root's own folder are copies.

Accounts and settings can be made there, and nothing of them is left behind.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APART = """\
mkdir "$1/root"; mount --bind /root "$1/root"; mount -t tmpfs -o mode=755 usine /root
for name in $2; do mkdir "/root/$name"; mount --bind "$1/root/$name" "/root/$name"; done
cp -a /etc "$1/etc" && mount --bind "$1/etc" /etc
"""


def refusal() -> str:
    """Why no namespace can be had here; empty where it can."""
    if shutil.which("unshare") is None:
        return "unshare n’est pas installé"
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        return "cette machine ne permet pas d’espace de montage"
    return ""


def apart(script: str, folder: Path) -> list[str]:
    """The words that run a bash script there; `folder` is its `$1`, and holds the copies."""
    told = ["bash", "-euc", APART + script, "bash", str(folder), " ".join(_homes())]
    return ["unshare", "--mount", *told]


def _homes() -> set[str]:
    """What this very Python is made of, where it lies in root's own folder: others may read it."""
    real = (ROOT, Path(sys.executable).absolute(), Path(sys.executable).resolve())
    return {path.parts[2] for path in real if path.is_relative_to("/root")}
