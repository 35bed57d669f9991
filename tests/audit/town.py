"""A commune of which the law asks things, edited as an agent would: `town.says(…).state(…)`."""

import time
from datetime import datetime
from pathlib import Path

from factory.archive import registre
from factory.audit.obligations import Duty, State, duties, facts
from factory.content.load import load
from factory.ground.clock import Clock
from factory.ground.moment import PARIS
from factory.reception.reception import Reception, receive
from factory.reception.snapshot import Snapshot
from factory.reception.sources import scan
from factory.tenants import convention as conventions
from factory.tenants.convention import Convention
from factory.tenants.usine import Metropole

MOMENT = datetime(2026, 11, 23, 10, tzinfo=PARIS)
NAMED = """nom: Saint-Exemple
code_insee: 13999
domaine: saint-exemple.example
adresse: [1 place de la Mairie, 13999 Saint-Exemple]
telephone: 04 42 00 12 34
courriel: mairie@saint-exemple.example
maire: {prenom: Camille, nom: Exemple, qualite: maire}
dpo: dpo@saint-exemple.example
"""
HOST = Metropole(telephone="04 00 00 00 00")
CONFIRMED = "seuils: {population: 4000, agents: 60, confirmee_le: 1er juin 2026}\n"


class Town:
    """A commune's folder and what the check says of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.metropole = HOST
        self.convention = ""
        self.moment = MOMENT
        self.write("commune.yaml", NAMED).write("contenu/accueil.md", "# Bienvenue\n")

    def write(self, path: str, text: str) -> "Town":
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return self

    def says(self, more: str) -> "Town":
        """One more key of commune.yaml."""
        return self.write("commune.yaml", NAMED + more)

    @property
    def duties(self) -> dict[str, Duty]:
        snapshot = self.snapshot()
        found = duties(
            snapshot.commune, self._convention(), facts(snapshot, self.metropole, self.moment)
        )
        return {duty.code: duty for duty in found}

    def snapshot(self) -> Snapshot:
        reception = Reception(
            folder=self.folder,
            registre=registre.read(self.folder / "registre"),
            load=lambda path, data, _, around: load(path, data, around),
        )
        return receive(reception, scan(self.folder, {}, time.time_ns(), 10**8), Clock(self.moment))

    def _convention(self) -> Convention | None:
        return conventions.read(self.convention.encode()).value if self.convention else None

    def state(self, code: str) -> State:
        return self.duties[code].state
