"""The morning for machines: the same as the page, as JSON (`version: 1`)."""

from datetime import datetime
from typing import Any

from factory.archive.nights import Backup, Outage, Trial
from factory.ground.problems import Severity
from factory.report.morning import Concern, Line, Morning

VERSION = 1


def as_json(morning: Morning) -> dict[str, Any]:
    """Instants are ISO 8601 with their offset; sizes in bytes."""
    night = morning.night
    return {
        "version": VERSION,
        "moment": morning.moment.isoformat(),
        "phrase": morning.sentence,
        "nuit_manquante": morning.late,
        "nuit": None
        if night is None
        else {
            "debut": night.start.isoformat(),
            "fin": _instant(night.end),
            "code": night.code,
            "reprises": night.resumed,
            "message": night.message,
            "versions": night.versions,
        },
        "a_voir": [_concern(one) for one in morning.concerns],
        "pannes": [_outage(one) for one in morning.outages],
        "communes": [_line(one) for one in morning.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    done = line.done
    return {
        "commune": line.commune,
        "nom": line.name,
        "gravite": None if line.gravity is None else line.gravity.word,
        "en_ligne": line.online,
        "en_ligne_depuis": _instant(line.since),
        "statut": done.state if done else "",
        "cette_nuit": line.tonight,
        "generation": done.generation if done else 0,
        "pages": done.pages if done else 0,
        "octets": done.octets if done else 0,
        "ecoindex": done.ecoindex if done else "",
        "problemes": {severity.value: line.count(severity) for severity in Severity},
        "tendance": [{"nuit": p.night.isoformat(), "problemes": p.problems} for p in line.trend],
        "sauvegarde": _backup(line.backup),
        "restauration_prouvee": _trial(line.restored),
        "derniere_restauration": _trial(line.drill),
        "reversibilite_prouvee": _trial(line.reversible),
        "derniere_preuve": _trial(line.proof),
        "alertes": [
            {"niveau": one.level, "titre": one.title, "fin": one.until} for one in line.alerts
        ],
        "echeances": [{"jour": one.day.isoformat(), "titre": one.title} for one in line.deadlines],
        "pannes": [_outage(one) for one in line.outages],
        "a_voir": [_concern(one) for one in line.concerns],
        "constats": [one.as_json() for one in line.problems],
    }


def _concern(one: Concern) -> dict[str, Any]:
    return {
        "gravite": one.gravity.word,
        "commune": one.commune,
        **one.problem.as_json(),
        "constats": [file.as_json() for file in one.files],
    }


def _backup(backup: Backup | None) -> dict[str, Any] | None:
    if backup is None:
        return None
    return {
        "moment": backup.moment.isoformat(),
        "instantane": backup.snapshot,
        "octets": backup.size,
        "octets_ajoutes": backup.added,
    }


def _trial(trial: Trial | None) -> dict[str, Any] | None:
    if trial is None:
        return None
    return {
        "moment": trial.moment.isoformat(),
        "verdict": str(trial.verdict),
        "message": trial.message,
    }


def _outage(outage: Outage) -> dict[str, Any]:
    return {
        "hote": outage.host,
        "sonde": str(outage.watched),
        "debut": outage.start.isoformat(),
        "fin": _instant(outage.end),
        "cause": outage.cause,
    }


def _instant(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
