"""One night in which each commune's backups fail in a way of their own: said of it, then healed."""

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
import pytest
from veillee import Nights, codes, steps

from factory.archive.nights import Outcome

SLUGS = ("aubagne", "cassis", "fuveau", "marseille")
BACKUPS = "sauvegardes: {depot: depots, cles: cles, relecture: 1, cle_de_secours: RECIPIENT}\n"


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    words = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(words, capture_output=True).returncode:
        pytest.skip("mounting a folder read-only is not allowed here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def told(nights: Nights) -> dict[str, set[str]]:
    """What the morning says in words, by commune; « » is the factory's own."""
    report = json.loads((nights.root / "build/rapport/rapport.json").read_bytes())
    said: dict[str, set[str]] = {}
    for one in report["a_voir"]:
        said.setdefault(one["commune"], set()).add(one["message"])
    return said


def snapshots(nights: Nights, name: str) -> set[str]:
    return {path.name for path in (nights.root / "depots" / name / "snapshots").iterdir()}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("restic") is None, reason="restic is not installed")
@pytest.mark.skipif(os.geteuid() != 0, reason="a read-only mount needs root")
def test_each_fault_of_a_backup_is_said_of_its_commune_and_heals(nights: Nights) -> None:
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    nights.settings(BACKUPS.replace("RECIPIENT", recipient))
    for slug in SLUGS:
        nights.commune(slug)
    noise = random.Random(4).choices("abcdefghijklmnop", k=150_000)
    words = " ".join("".join(noise[n : n + 9]) for n in range(0, len(noise), 9))
    nights.commune("fuveau").write(
        "contenu/long.md", f"---\nbrouillon: oui\n---\n# Long\n\n{words}\n"
    )
    assert nights.night()["code"] == 0
    online = {slug: nights.commune(slug).online for slug in SLUGS}

    # Four communes, four faults of their places; and a theme that does not compile.
    depots, keys = nights.root / "depots", nights.root / "cles"
    (depots / "aubagne").rename(nights.root / "debranche")
    right = (keys / "cassis").read_bytes()
    (keys / "cassis").write_text("une autre clé\n")
    packs = sorted((depots / "fuveau/data").rglob("*/*"), key=lambda path: path.stat().st_size)
    whole = packs[-1].read_bytes()
    packs[-1].chmod(0o600)
    middle = len(whole) // 2  # in the long text, that no later backup does without
    packs[-1].write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    template = nights.root / "theme/templates/page.html"
    sound = template.read_text("utf-8")
    template.write_text(sound + "{% for %}", "utf-8")
    for slug in SLUGS:
        nights.commune(slug).write("contenu/vie.md", f"# La vie à {slug}\n")
    before = snapshots(nights, "_systeme")
    with read_only(depots / "marseille"):
        answer = nights.night()
    assert answer["code"] == 3 and codes(answer["problemes"]) == {"theme-illisible"}
    assert {slug: codes(one["problemes"]) for slug, one in answer["par"].items()} == {
        "aubagne": {"depot-disparu"},
        "cassis": {"cle-refusee"},
        "fuveau": {"depot-abime"},
        "marseille": {"depot-ferme-en-ecriture"},
    }
    assert {slug: nights.commune(slug).online for slug in SLUGS} == online, "all stay online"
    assert not (depots / "aubagne").exists(), "nothing was made in its place"
    assert snapshots(nights, "_systeme") != before, "the systems are saved without the theme too"
    said = told(nights)
    assert len(said.pop("")) == 1, "the theme is said once, not for each commune"
    damaged = "des données de ses sauvegardes sont abîmées dans « dépôt »."
    assert f"Relecture : {damaged}" in said["fuveau"]
    assert said.pop("fuveau") <= {f"Relecture : {damaged}", f"Sauvegarde : {damaged}"}
    assert said == {
        "aubagne": {"Sauvegarde : son dépôt n’est plus dans « dépôt », où il se trouvait."},
        "cassis": {"Sauvegarde : sa clé n’ouvre pas son dépôt dans « dépôt »."},
        "marseille": {"Sauvegarde : on ne peut pas écrire dans « dépôt »."},
    }

    # Mended, the next night makes up for it, and nothing is said any more.
    (nights.root / "debranche").rename(depots / "aubagne")
    (keys / "cassis").write_bytes(right)
    packs[-1].write_bytes(whole)
    template.write_text(sound, "utf-8")
    healed = nights.night()
    assert healed["code"] == 0 and told(nights) == {}
    for slug in SLUGS:
        assert steps(healed["par"][slug])["sauvegarde"] == Outcome.BIEN
        assert "La vie à" in nights.commune(slug).page("/vie/")
