"""The words in which a commune's end is told: what it leaves everywhere, and what is left of it."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import zipfile
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import brotli
from coffre import Shed, fill
from commande import USINE
from histoire import MOMENT, Commune, tree
from PIL import Image

from factory.archive.history import History
from factory.archive.nights import CommuneNight, Night, Outcome, Sighting, Step
from factory.ground.confined.children import run_all
from factory.ground.mail import Letter
from factory.ground.problems import error
from factory.nightly.proving import proven
from factory.tenants.outbox import Outbox

CANARY = "canari7f3e"
"""A word that stands nowhere else."""
MORE = """depots: {dossier: depots, cles: agents}
journal: {fichier: journal/nuit.jsonl}
"""
CONVENTION = """fictive: oui
domaines: [exemple.example, www.exemple.example]
dates: {notification: 4 janvier 2021, fin: 31 décembre 2025}
contacts: {referent: [{nom: Service canari7f3e, courriel: canari7f3e@exemple.example}]}
"""
DEPARTURE = """depart:
  instruction: {sort: renvoyer, date: 5 janvier 2026, reference: courrier 2026-14}
  recepisse: {date: 23 novembre 2026, reference: récépissé 2026-22}
"""
REFUSED = """depart:
  instruction: {sort: détruire, date: 5 janvier 2026, reference: courrier 2026-14}
"""
VISA = "  visa: {date: 2 mars 2026, reference: AD13-2026-7, service: Archives départementales}\n"


def there(root: Path) -> Shed:
    """The factory that stands there."""
    shed = Shed.__new__(Shed)
    shed.root, shed.moment, shed.carry = root, MOMENT, partial(run_all, jobs=1)
    return shed


def end(commune: Commune, departure: str = DEPARTURE) -> None:
    """Its convention is over, and its letters are written down."""
    commune.write("convention.yaml", CONVENTION + departure)


def live(commune: Commune) -> None:
    """A site with the canary in its texts, tags, names, acts and pictures."""
    fill(commune)
    picture = io.BytesIO()
    colours = Image.effect_noise((320, 240), 90).convert("RGB")
    colours.save(picture, "JPEG", comment=CANARY.encode())
    commune.write(f"contenu/{CANARY}.jpg", picture.getvalue())
    commune.write(
        f"contenu/actualites/{CANARY}.md",
        f"---\ndate: 2026-03-03\nmots_cles: [{CANARY}]\n---\n# La {CANARY}\n\n"
        f"![Une {CANARY}](../{CANARY}.jpg)\n\nVenez à la {CANARY}.\n",
    )
    commune.write(f"contenu/actes/{CANARY}.pdf", b"%PDF-1.4\n% " + CANARY.encode())
    act = commune.read("contenu/actes/rue.md").replace("a.pdf", f"{CANARY}.pdf")
    commune.write("contenu/actes/rue.md", act.replace("Stationnement", f"Stationnement {CANARY}"))


def scatter(shed: Shed) -> None:
    """What nights, drops, mails, logs and runs that were killed leave of it."""
    root, settings = shed.root, shed.settings
    told = error("image-sans-alternative", f"« {CANARY} »", "", file=f"contenu/{CANARY}.md")
    step = Step(name="construction", outcome=Outcome.ECHEC, message=f"{CANARY} trop lourd")
    with History(settings.memoire) as history:
        for days in range(3):
            start = shed.moment - timedelta(days=days + 1)
            done = CommuneNight(commune="exemple", name="Exemple", pages=7, steps=(step,))
            history.note(start, done, (told,) * 40)
            history.note(start, CommuneNight(commune="autre", pages=3))
            undelivered = error("courriel-non-parti", f"À {CANARY}@exemple.example", "")
            history.note_night(Night(start=start, problems=(undelivered,)))
        look = Sighting(host="exemple.example", moment=shed.moment, commune="exemple")
        history.note_sighting(look)
    letter = Letter(to=(f"{CANARY}@exemple.example",), subject=CANARY, text=CANARY)
    Outbox(settings.memoire).put(letter, shed.moment, "exemple")
    lines = [
        {"evenement": "commune", "commune": "exemple", "defauts": [CANARY]},
        {"evenement": "commune", "commune": "autre", "defauts": []},
    ]
    log = "".join(json.dumps(line) + "\n" for line in lines).encode()
    for path, data in {
        "journal/nuit.jsonl": log,
        "journal/nuit.jsonl.1.gz": gzip.compress(log),
        "journal/nuit.jsonl.2.gz": gzip.compress(log)[:-5],
        "journal/nuit.jsonl.3.xz": CANARY.encode(),
        f"depots/depot-exemple/site/contenu/{CANARY}.md": CANARY.encode(),
        "depots/depot-exemple/depot.git/HEAD": CANARY.encode(),
        "agents/exemple.pub": f"ssh-ed25519 AAAA {CANARY}\n".encode(),
        f"build/.apercu/exemple/generations/1/{CANARY}/index.html": CANARY.encode(),
        "build/rapport/communes/exemple.html": CANARY.encode(),
        "build/rapport/rapport.json": b'{"communes": [{"commune": "exemple"}]}',
        "build/rapport/index.html": CANARY.encode(),
        "build/.sauvegardes/exercice-zz/exemple/contenu.md": CANARY.encode(),
        "build/.preuve-zz/sac/data/sources/commune.yaml": _settings(shed),
        "build/.preuve-zz/sac/data/sources/contenu/a.md": CANARY.encode(),
        "memoire/nuits/2026-11-22T003000Z/communes/exemple.json": CANARY.encode(),
        "memoire/historique-abime-2026-01-01T000000.sqlite": b"exemple " + CANARY.encode(),
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def _settings(shed: Shed) -> bytes:
    return shed.commune().read("commune.yaml").encode()


def prove(shed: Shed) -> None:
    (found,) = proven(shed.campaign(), [shed.tenant()])
    assert found.holds, found.message


def usine(shed: Shed, *words: str) -> "subprocess.Popen[str]":
    """The command itself, in a process that can be killed."""
    return subprocess.Popen(
        [*USINE, *words],
        cwd=shed.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def destroy(shed: Shed, *more: str) -> tuple[int, str]:
    process = usine(shed, "destroy", "exemple", "--confirmer", "Exemple", *more)
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


def noted(shed: Shed) -> int:
    """How many places the journal of the destruction knows; -1 before it has begun."""
    found = list((shed.root / "memoire").glob("destructions/*/*/journal.json"))
    return len(json.loads(found[0].read_bytes())["lieux"]) if found else -1


def others(shed: Shed) -> dict[str, bytes]:
    """All that is another commune's, byte for byte, with its keys and its backups."""
    folders = ("tenants/autre", "build/autre", "depot/autre")
    found = {f"{name}/{p}": data for name in folders for p, data in tree(shed.root / name).items()}
    return found | {"cles": (shed.root / "cles/autre").read_bytes()}


def digests(folder: Path) -> set[str]:
    """Of each file below it that is not empty."""
    return {hashlib.sha256(data).hexdigest() for data in tree(folder).values() if data}


def traces(root: Path, *leave: str) -> list[str]:
    """Where the canary is still found: in names, in bytes, inside what is compressed or packed."""
    found = []
    for parent, folders, names in os.walk(root):
        if Path(parent) == root:
            folders[:] = [name for name in folders if name not in leave]
        for name in (*folders, *names):
            path = Path(parent, name)
            if CANARY in name:
                found.append(f"nom : {path}")
            if path.is_file() and any(CANARY.encode() in data for data in _readings(path)):
                found.append(f"contenu : {path}")
    return found


def _readings(path: Path) -> list[bytes]:
    data = path.read_bytes()
    readings = [data]
    if path.suffix == ".gz":
        with suppress(EOFError):
            readings.append(gzip.decompress(data))
    elif path.suffix == ".br":
        readings.append(brotli.decompress(data))
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            readings += [name.encode() + packed.read(name) for name in packed.namelist()]
    return readings
